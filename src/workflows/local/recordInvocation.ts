import { t } from '@vscode/l10n';
import { isCancellation, isFailure } from '../../core/failures/failure.ts';
import type {
  Invocation,
  InvocationHistory,
  InvocationStart,
} from '../../core/invocations/invocationHistory.ts';
import type { LogLine } from '../../core/local/invocation.ts';
import type { CallOptions } from '../ports.ts';
import type { LocalInvoker, LocalProgress, LocalRequest } from './localInvoking.ts';

export interface RecordingOptions extends CallOptions {
  /** Called with each line of the log, also those that come after the result. */
  readonly onLine: (line: LogLine) => void;
  /** Called with what is being waited for. */
  readonly onPhase: (text: string) => void;
  /** Called once when the figures are there: after the result, and after the last line. */
  readonly onReport: (invocation: Invocation) => void;
}

/**
 * Runs a function here and keeps the history of it in step: running, its phase, its end however it comes, its report.
 * Resolves when the result is there. Rejects as the invoker does.
 */
export async function recordInvocation(
  invocation: InvocationStart & { readonly id: number },
  request: LocalRequest,
  {
    invoker,
    history,
  }: { readonly invoker: () => Promise<Pick<LocalInvoker, 'invoke'>>; readonly history: InvocationHistory },
  { signal, onLine, onPhase, onReport }: RecordingOptions,
): Promise<Invocation> {
  const { id, functionName } = invocation;
  let phase: Extract<LocalProgress, { kind: 'phase' }> | undefined;
  try {
    const result = await (
      await invoker()
    ).invoke(request, {
      signal,
      onProgress: (progress) => {
        if (progress.kind === 'line') {
          onLine(progress.line);
        } else {
          phase = progress;
          history.setPhase(id, progress.text);
          onPhase(progress.text);
        }
      },
    });
    const { report, status, payload, start, requestId } = result;
    const outcome = { status, payload, start, requestId };
    history.end(id, { kind: 'ended', outcome });
    const ended: Invocation = { ...invocation, state: { kind: 'ended', outcome } };
    void report.then((figures) => {
      history.addReport(id, figures);
      onReport({ ...ended, state: { kind: 'ended', outcome, report: figures } });
    });
    return ended;
  } catch (error) {
    const reason = isFailure(error) ? error.message : String(error);
    const end = isCancellation(error)
      ? ({ kind: 'cancelled', stopped: stoppedSentence(functionName, phase) } as const)
      : ({ kind: 'failed', reason } as const);
    history.end(id, end);
    throw error;
  }
}

function stoppedSentence(
  functionName: string,
  phase: Extract<LocalProgress, { kind: 'phase' }> | undefined,
): string {
  if (phase === undefined) return t('Cancelled before anything was started.');
  if (phase.runs === true)
    return t('Cancelled: {0} was stopped while it ran, and its container was removed.', functionName);
  return t('Cancelled at "{0}", before the function ran.', phase.text);
}
