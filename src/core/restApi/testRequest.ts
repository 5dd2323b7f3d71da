/** A request to a stage. */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  /** In the order of their coming; a name may come more than once. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  /** Bytes of the body. */
  readonly size: number;
  /** Milliseconds until all of it was there. */
  readonly duration: number;
}

/** What TestInvokeMethod tells. */
export interface TestInvocation {
  readonly status: number;
  readonly log: string;
}

/** What a person gave for a request to a route: kept in the workspace, so without what is secret. */
export interface RequestAnswers {
  /** Of an ANY route; else the route's own. */
  readonly method: string;
  /** Path parameters by name. */
  readonly parameters: Readonly<Record<string, string>>;
  /** As typed, without `?`. */
  readonly query: string;
  /** As typed: `Accept: text/html`. */
  readonly headers: readonly string[];
  readonly body: string;
}

export const emptyAnswers = (method: string): RequestAnswers => ({
  method: method === 'ANY' ? 'GET' : method,
  ...{ parameters: {}, query: '', headers: [], body: '' },
});

/** Names in the path of a route: `/users/{name}/{proxy+}` → `name`, `proxy+`. */
export const pathParameters = (path: string): string[] =>
  [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);

/** Methods that a request sends a body with. */
export const hasBody = (method: string): boolean => /^(POST|PUT|PATCH|DELETE)$/.test(method);

/** Path and query as they are sent. */
export function pathWithQuery(path: string, { parameters, query }: RequestAnswers): string {
  const filled = path.replace(/\{([^}]+)\}/g, (_, name: string) => {
    const value = parameters[name] ?? '';
    // A greedy parameter is a part of the path, slashes included.
    return name.endsWith('+')
      ? value.split('/').map(encodeURIComponent).join('/')
      : encodeURIComponent(value);
  });
  return query === '' ? filled : `${filled}?${query.replaceAll(' ', '%20')}`;
}

/** @param stage where it answers, without a slash at its end */
export function requestTo(stage: string, path: string, answers: RequestAnswers): HttpRequest {
  const { method, body } = answers;
  const given = answers.headers.map((line): [string, string] => {
    const at = line.indexOf(':');
    return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
  });
  const sends = hasBody(method) && body !== '';
  const isTyped = given.some(([name]) => name.toLowerCase() === 'content-type');
  const type: [string, string][] = sends && !isTyped ? [['Content-Type', typeOf(body)]] : [];
  return {
    method,
    url: stage + pathWithQuery(path, answers),
    headers: Object.fromEntries([...given, ...type]),
    body: sends ? body : undefined,
  };
}

function typeOf(body: string): string {
  try {
    JSON.parse(body);
    return 'application/json';
  } catch {
    return 'text/plain';
  }
}

const secretHeader = /^\s*(authorization|cookie|x-api-key|.*token|.*secret.*)\s*:/i;

/** Without the headers that carry credentials. */
export const withoutSecrets = (answers: RequestAnswers): RequestAnswers => ({
  ...answers,
  headers: answers.headers.filter((line) => !secretHeader.test(line)),
});
