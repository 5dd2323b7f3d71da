import type { InvocationStatus } from './invocation.ts';
import type { LogReading } from './contractLog.ts';

/** What a container answered to a POST. */
export interface ContainerResponse {
  readonly httpStatus: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

export interface CallOutcome {
  readonly status: InvocationStatus;
  readonly payload: string;
  /** True when the runtime is gone: the next call would start it anew in a container that is not as it was. */
  readonly spent: boolean;
}

const timeout = /^Task timed out after [\d.]+ seconds$/;

/**
 * True when only the emulator's debug line tells an error from a result that looks like one: the answer is 200 with a
 * JSON object in both cases. Everything else is decided by the answer itself.
 */
export const needsReading = ({ httpStatus, body }: Pick<ContainerResponse, 'httpStatus' | 'body'>): boolean =>
  httpStatus === 200 && /^\s*\{/.test(body) && /"errorType"|"errorMessage"/.test(body);

/** What an answer means (LOCAL-INVOKE.md, "RIE", the table of outcomes). */
export function rieOutcome(
  answer: Pick<ContainerResponse, 'httpStatus' | 'body'>,
  reading: LogReading,
): CallOutcome {
  const { httpStatus, body } = answer;
  if (httpStatus === 200) {
    // As plain text, which no JSON value is: Lambda answers with an error object.
    if (timeout.test(body)) {
      if (reading.refusal !== undefined) return refused(reading.refusal);
      return { status: 'timedOut', payload: timeoutPayload(body, reading.requestId), spent: true };
    }
    const raised = needsReading(answer) && reading.answeredBy !== 'response';
    return { status: raised ? 'functionError' : 'success', payload: body, spent: false };
  }
  // While it initialises, a runtime that exits leaves no answer at all.
  const payload = body.trim() === '' ? exitPayload(reading) : body;
  return { status: failedStatus(payload), payload, spent: true };
}

function failedStatus(payload: string): InvocationStatus {
  if (!/"errorType"\s*:\s*"Runtime\.ExitError"/.test(payload)) {
    return /"errorType"\s*:\s*"Function\./.test(payload) ? 'functionError' : 'initFailed';
  }
  // Nobody but the kernel sends SIGKILL in there: the memory limit of the container was reached.
  return /signal: killed/.test(payload) ? 'outOfMemory' : 'exited';
}

/** The emulator refused what the function returned, and sometimes loses its own answer and waits until time is up. */
const refused = (errorType: string): CallOutcome => ({
  status: 'functionError',
  payload: JSON.stringify({
    errorType,
    errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
  }),
  spent: true,
});

/** The error object of the emulator for a runtime that exits during an invocation. */
const exitPayload = ({ requestId = '', exit = 'unknown' }: LogReading): string =>
  JSON.stringify({
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: ${exit}`,
  });

/** The error object that Lambda answers with for a time-out. */
export const timeoutPayload = (sentence: string, requestId: string | undefined): string =>
  JSON.stringify({
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId ?? ''} Error: ${sentence}`,
  });
