import type { InvocationStatus } from './invocation.ts';
import { bytesBeyond, payloadLimit } from './payloadLimit.ts';
import type { CallOutcome, ContainerResponse } from './rieOutcome.ts';

/** Errors that the runtime reports of an initialisation, before the handler is called. */
const initErrors = /^Runtime\.(?:ImportModuleError|UserCodeSyntaxError|HandlerNotFound|MalformedHandlerName)/;

/** The image lets any response pass; this is what Lambda answers with instead, in its own words. */
const tooLarge = JSON.stringify({
  errorType: 'Function.ResponseSizeTooLarge',
  errorMessage: `Response payload size exceeded maximum allowed payload size (${payloadLimit} bytes).`,
});

/** What an answer of a lambci container means: it has the headers of Lambda's own API. */
export function lambciOutcome({ headers, body }: ContainerResponse): CallOutcome {
  const error = headers['x-amz-function-error'];
  if (bytesBeyond(body, payloadLimit) !== undefined) {
    return { status: 'functionError', payload: tooLarge, spent: false };
  }
  const status = typeof error === 'string' ? failedStatus(error, body) : 'success';
  return { status, payload: body, spent: status !== 'success' && status !== 'functionError' };
}

function failedStatus(error: string, body: string): InvocationStatus {
  // It says so only when the function has ended after all.
  if (/Task timed out after [\d.]+ seconds"/.test(body)) return 'timedOut';
  const type = /"errorType"\s*:\s*"([^"]*)"/.exec(body)?.[1] ?? '';
  return initErrors.test(error) || initErrors.test(type) ? 'initFailed' : 'functionError';
}
