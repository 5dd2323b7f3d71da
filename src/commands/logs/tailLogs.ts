import * as vscode from 'vscode';
import { isCancellation } from '../../core/failures/failure.ts';
import { openingLine } from '../../core/invocations/outputLines.ts';
import { logText, timeStamp } from '../../core/logs/logText.ts';
import { showFailure } from '../../editor/failureMessages.ts';
import type { LogTail } from '../../editor/logTails.ts';
import { withQuickProgress } from '../../editor/progress.ts';
import { functionLog } from '../../workflows/logs/functionLog.ts';
import { tailLogs } from '../../workflows/logs/tailLogs.ts';
import type { TailRun } from '../../workflows/logs/tailLogs.ts';
import type { CommandServices } from '../commandServices.ts';
import { chooseLog } from './chooseLog.ts';
import type { LogChoice } from './chooseLog.ts';

/** `Lambda: Tail Logs…`: in a channel of the function, until it is stopped. */
export async function tailFunctionLogs(args: readonly unknown[], services: CommandServices): Promise<void> {
  const choice = await chooseLog(args, vscode.l10n.t('Tail Logs'), services);
  if (choice !== undefined) await beginTail(choice, services);
}

/** Resolves as soon as the log is followed; trouble after that is shown by itself. */
export async function beginTail(
  { functionName, qualifier, from }: LogChoice,
  services: CommandServices,
): Promise<void> {
  const { t } = vscode.l10n;
  const { connection, clock } = services;
  const name = qualifier === undefined ? functionName : `${functionName}:${qualifier}`;
  const [opened, log] = await withQuickProgress(t('Opening the log of {0}', name), async (signal, report) => {
    const made = await connection.open({ signal, onProgress: report });
    return [made, await functionLog(functionName, qualifier, made, { signal })] as const;
  });
  const tails = await services.logTails();
  const time = new Date(clock.now()).toLocaleTimeString();
  const opening = openingLine(name, t('{0} since {1}', log.group, timeStamp(from).slice(0, -4)), time);
  const tail = tails.begin(functionName, qualifier, from, opening);
  const forget = connection.onDidReset(() => tail.end(t('Stopped, because the connection changed.')));
  const run: TailRun = {
    ...{ logs: opened.logs, clock, signal: tail.signal },
    // Emulators show in a live tail what was put there, and not what functions print.
    live: opened.endpoint === undefined,
    onEvents: (events) => tail.write(events.map(logText).join('\n')),
    onNote: (sentence) => tail.write(`» ${sentence}`),
  };
  void tailLogs({ ...log, from }, run)
    .catch((error: unknown) => endedBy(error, tail, services))
    .finally(forget);
}

function endedBy(error: unknown, tail: LogTail, services: CommandServices): void {
  if (isCancellation(error)) return;
  tail.end(vscode.l10n.t('Stopped: {0}', error instanceof Error ? error.message : String(error)));
  services.connection.noteError(error);
  showFailure(error, vscode.l10n.t('Tail Logs'), services);
}
