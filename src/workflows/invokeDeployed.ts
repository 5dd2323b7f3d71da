import { t } from '@vscode/l10n';
import { isCancellation, isFailure } from '../core/failures/failure.ts';
import type { InvokeResult } from '../core/functions/invokeResult.ts';
import { invocationFailures } from '../core/failures/invocationFailures.ts';
import { errorStatus, readLogTail } from '../core/invocations/awsLog.ts';
import type { DeployedReference, InvocationType } from '../core/invocations/deployedReference.ts';
import type {
  Invocation,
  InvocationHistory,
  InvocationState,
} from '../core/invocations/invocationHistory.ts';
import { bytesBeyond, payloadLimit } from '../core/local/payloadLimit.ts';
import type { InvocationOutcome, InvocationReport, LogLine } from '../core/local/invocation.ts';
import type { AwsConnection, CallOptions } from './ports.ts';

/** Bytes that Lambda takes as the event of an asynchronous invocation (Lambda quotas). */
const asynchronousLimit = 1024 * 1024;
/** Seconds: as long as any function may take. What the function's own time-out is would cost a call. */
export const longestRun = 900;

/** @throws Failure `invocation.eventTooLarge`, before anything is sent */
export function checkEventFits(payload: string, type: InvocationType): void {
  const limit = type === 'Event' ? asynchronousLimit : payloadLimit;
  const bytes = bytesBeyond(payload, limit);
  if (bytes !== undefined) throw invocationFailures.eventTooLarge(bytes, limit, type === 'Event');
}

/**
 * Invokes a deployed function and keeps its history in step. Resolves when the answer is there, with the last 4 KB of the
 * log; asynchronous, when Lambda has accepted the event. Aborted, it stops waiting: what runs in AWS goes on, and the
 * history says so. Rejects as the gateway does.
 */
export async function invokeDeployed(
  begun: Invocation,
  { functionName, qualifier, type }: DeployedReference,
  payload: string,
  {
    connection,
    history,
  }: { readonly connection: Pick<AwsConnection, 'invocations'>; readonly history: InvocationHistory },
  { signal, onLine }: CallOptions & { readonly onLine: (line: LogLine) => void },
): Promise<Invocation> {
  const end = (state: Exclude<InvocationState, { kind: 'running' }>): Invocation => {
    history.end(begun.id, state);
    return { ...begun, state };
  };
  try {
    const event = { payload, timeout: longestRun, type };
    const result = await connection.invocations.invoke(functionName, qualifier, event, { signal });
    if (type !== 'RequestResponse') {
      onLine({ source: 'ours', text: acceptedSentence(type, result.requestId) });
      return end({ kind: 'accepted', type, requestId: result.requestId });
    }
    const { lines, outcome, report } = readAnswer(result);
    for (const line of lines) onLine(line);
    return end({ kind: 'ended', outcome, report });
  } catch (error) {
    if (isCancellation(error)) end({ kind: 'cancelled', stopped: stoppedSentence(functionName, type) });
    else end({ kind: 'failed', reason: isFailure(error) ? error.message : String(error) });
    throw error;
  }
}

/** What a synchronous answer came to, with the end of its log. Without a REPORT line nobody says whether it started cold. */
export function readAnswer(result: InvokeResult): {
  readonly outcome: InvocationOutcome;
  readonly report: InvocationReport | undefined;
  readonly lines: readonly LogLine[];
} {
  const { lines, report, requestId } = readLogTail(result.logTail);
  const outcome: InvocationOutcome = {
    status: result.status === 'success' ? 'success' : errorStatus(result.payload),
    payload: result.payload,
    start: report === undefined ? undefined : report.initMs === undefined ? 'warm' : 'cold',
    requestId: requestId ?? result.requestId,
    executedVersion: result.executedVersion,
  };
  return { outcome, report, lines };
}

function acceptedSentence(type: Exclude<InvocationType, 'RequestResponse'>, requestId: string): string {
  return type === 'Event'
    ? t(
        'Lambda has accepted the event (request {0}). Its result is in the log of the function only.',
        requestId,
      )
    : t('Dry run: the function exists and may be invoked. Nothing ran.');
}

const stoppedSentence = (functionName: string, type: InvocationType): string =>
  type === 'RequestResponse'
    ? t('Stopped waiting. {0} may still be running in AWS.', functionName)
    : t('Stopped waiting. Lambda may have accepted the event for {0}.', functionName);
