// GET /greetings/{name}?language=de answers {"greeting": "Guten Tag, Anna!"}.

const greetings = { de: 'Guten Tag', en: 'Hello', es: 'Buenos días', fr: 'Bonjour', pt: 'Bom dia' };
const longestName = 100;

/** @param event API Gateway's proxy request */
export const handler = async (event) => {
  const name = nameOf(event);
  if (name === undefined) {
    return response(400, {
      error: `The path must end in a name of 1 to ${longestName} characters, such as /greetings/Anna.`,
    });
  }
  // API Gateway sends null, not an empty object, for a request without parameters.
  const language = event.queryStringParameters?.language ?? process.env.DEFAULT_LANGUAGE ?? 'en';
  if (!Object.hasOwn(greetings, language)) {
    return response(400, { error: `The language must be one of ${Object.keys(greetings).join(', ')}.` });
  }
  return response(200, { greeting: `${greetings[language]}, ${name}!` });
};

function nameOf(event) {
  const written = event.pathParameters?.name;
  if (typeof written !== 'string') return undefined;
  let name;
  try {
    name = decodeURIComponent(written).trim();
  } catch {
    return undefined; // such as "%E0%"
  }
  return name.length > 0 && name.length <= longestName ? name : undefined;
}

function response(statusCode, body) {
  return {
    statusCode,
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  };
}
