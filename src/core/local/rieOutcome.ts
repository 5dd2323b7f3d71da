import type { InvocationStatus } from './invocation.ts';
import type { EmulatorReading } from './rieLog.ts';

/** What the emulator answered to a POST. */
export interface EmulatorAnswer {
  readonly httpStatus: number;
  readonly body: string;
}

export interface RieOutcome {
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
export const needsReading = ({ httpStatus, body }: EmulatorAnswer): boolean =>
  httpStatus === 200 && /^\s*\{/.test(body) && /"errorType"|"errorMessage"/.test(body);

/** What an answer means (LOCAL-INVOKE.md, "RIE", the table of outcomes). */
export function rieOutcome(answer: EmulatorAnswer, reading: EmulatorReading): RieOutcome {
  const { httpStatus, body } = answer;
  if (httpStatus === 200) {
    // As plain text, which no JSON value is: Lambda answers with an error object.
    if (timeout.test(body)) {
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

/** The error object of the emulator for a runtime that exits during an invocation. */
const exitPayload = ({ requestId = '', exit = 'unknown' }: EmulatorReading): string =>
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
