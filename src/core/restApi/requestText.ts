import { t } from '@vscode/l10n';
import { formatBytes, formatDuration } from '../quantities.ts';
import { shellWord } from '../shellWord.ts';
import type { HttpAnswer, HttpRequest } from './testRequest.ts';

/** The same request by hand. */
export function curlCommand({ method, url, headers, body }: HttpRequest): string {
  return [
    'curl',
    ...(method === 'GET' ? [] : method === 'HEAD' ? ['--head'] : ['-X', method]),
    ...Object.entries(headers).flatMap(([name, value]) => ['-H', shellWord(`${name}: ${value}`)]),
    ...(body === undefined ? [] : ['--data-raw', shellWord(body)]),
    shellWord(url),
  ].join(' ');
}

/** `200 · 34 ms · 14 B` */
export const answerSummary = ({ status, duration, size }: HttpAnswer): string =>
  [status, formatDuration(duration), formatBytes(size)].join(' · ');

/** Request and answer as a document. */
export function answerText(
  { method, url }: HttpRequest,
  answer: HttpAnswer,
  explanation: string | undefined,
): string {
  return [
    `# ${method} ${url}`,
    `# ${answerSummary(answer)}`,
    ...(explanation === undefined ? [] : ['', ...explanation.split('\n').map((line) => `! ${line}`)]),
    '',
    ...answer.headers.map(([name, value]) => `${name}: ${value}`),
    '',
    readable(answer),
    '',
  ].join('\n');
}

/** JSON in lines; other text as it came. */
function readable({ headers, body, size }: HttpAnswer): string {
  if (/[\0\uFFFD]/.test(body)) return t('({0} that are no text)', formatBytes(size));
  const isJson = headers.some(([name, value]) => /^content-type$/i.test(name) && /json/i.test(value));
  if (!isJson) return body;
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

/** Why API Gateway itself answered so, where that is known; a function's own answer explains itself. */
export function explainAnswer(
  { status, body }: HttpAnswer,
  route: string,
  stage: string,
): string | undefined {
  if (status !== 403) return undefined;
  if (body.includes('Missing Authentication Token'))
    return t(
      'API Gateway says so when the stage {1} has no route {0}, and it has nothing to do with a token: method or path differ, or the stage was not deployed since. Deploy API puts the stage right.',
      route,
      stage,
    );
  return body === '{"message":"Forbidden"}'
    ? t('API Gateway says so when there is no stage {0}, or when the route wants an API key.', stage)
    : undefined;
}

/** Why a route failed, of the log of TestInvokeMethod: its sentence, and what the function answered. */
export function explainFailure(log: string): string {
  const said = log.split('\n').map((line) => line.replace(/^\w{3} \w{3} \d+ [\d:]+ UTC \d+ : /, ''));
  const reason = said.find((line) =>
    /^(Execution failed|Lambda execution failed|Invalid permissions)/.test(line),
  );
  const answer = said.find((line) => line.startsWith('Endpoint response body before transformations:'));
  const hint = /Malformed Lambda proxy response/i.test(reason ?? '')
    ? t(
        'The function has to answer an object with "statusCode" and, if any, "headers", "body" (text) and "isBase64Encoded", and nothing else.',
      )
    : /permission/i.test(reason ?? '')
      ? t('API Gateway may not run the function. Deploy API adds the permission.')
      : undefined;
  return [reason ?? t('The log of the test says no reason.'), answer, hint]
    .filter((line) => line !== undefined)
    .join('\n');
}
