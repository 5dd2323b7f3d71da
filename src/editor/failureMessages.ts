import * as vscode from 'vscode';
import type { CommandId } from '../contributions.ts';
import { isCancellation, isFailure } from '../core/failures/failure.ts';
import type { Failure, FileLocation, NextAction } from '../core/failures/failure.ts';
import { baseName } from '../core/workspacePath.ts';
import type { Dialogs } from './dialogs.ts';
import { logError } from './log.ts';
import type { Log } from './log.ts';
import { runInTerminal } from './terminalProgram.ts';

/** More do not fit a notification: their titles would be cut off. */
const mostButtons = 3;

/** Shows an error as one sentence with what to do next as buttons; details go to the log. A cancellation is silent. */
export function showFailure(
  error: unknown,
  action: string,
  { dialogs, log }: { dialogs: Dialogs; log: Log },
): void {
  if (isCancellation(error)) {
    log.info(`${action}: cancelled`);
    return;
  }
  logError(log, action, error);
  const failure = isFailure(error) ? error : undefined;
  const actions = failure === undefined ? [] : withPlace(failure);
  const sentence =
    failure === undefined
      ? vscode.l10n.t('{0}: something unexpected went wrong. The log says where.', action)
      : withoutFolders(failure.message);
  const showLog = vscode.l10n.t('Show Log');
  const buttons = [...actions.map(({ title }) => title), showLog].slice(0, mostButtons);
  // Not awaited: the command is over, the message may stay for hours.
  void dialogs.notify('error', sentence, buttons).then(async (chosen) => {
    const next = actions.find(({ title }) => title === chosen);
    if (next !== undefined) await runAction(next);
    else if (chosen === showLog) await runCommand('lambdaWorkbench.showLog');
  });
}

/** Actions of the failure, and its place where none of them leads there. */
function withPlace(failure: Failure): readonly NextAction[] {
  const { actions, location } = failure;
  if (location === undefined) return actions;
  const others = actions.filter(({ kind }) => kind !== 'openFile');
  return [
    { kind: 'openFile', title: vscode.l10n.t('Open {0}', baseName(location.file)), location },
    ...others,
  ];
}

/** Files of the workspace are named from its folder on: a message has little room. */
function withoutFolders(sentence: string): string {
  return (vscode.workspace.workspaceFolders ?? []).reduce(
    (text, { uri }) => text.replaceAll(`${uri.fsPath}/`, '').replaceAll(`${uri.fsPath}\\`, ''),
    sentence,
  );
}

async function runAction(action: NextAction): Promise<void> {
  switch (action.kind) {
    case 'runCommand':
      await vscode.commands.executeCommand(action.command, ...(action.args ?? []));
      break;
    case 'runInTerminal':
      await runInTerminal(action.title, action.argv);
      break;
    case 'openFile':
      await openLocation(action.location);
      break;
    case 'openUrl':
      await vscode.env.openExternal(vscode.Uri.parse(action.url, true));
      break;
    case 'openSetting':
      await vscode.commands.executeCommand('workbench.action.openSettings', action.setting);
      break;
  }
}

async function openLocation({ file, line, column }: FileLocation): Promise<void> {
  const start = new vscode.Position((line ?? 1) - 1, (column ?? 1) - 1);
  await vscode.window.showTextDocument(vscode.Uri.file(file), { selection: new vscode.Range(start, start) });
}

async function runCommand(id: CommandId): Promise<void> {
  await vscode.commands.executeCommand(id);
}
