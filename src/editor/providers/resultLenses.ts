import * as vscode from 'vscode';
import { documentSchemes } from '../../contributions.ts';
import type { CommandId } from '../../contributions.ts';
import type { Invocation, InvocationHistory } from '../../core/invocations/invocationHistory.ts';
import { outcomeLine } from '../../core/invocations/invocationText.ts';
import { proxyResponse } from '../../core/invocations/proxyResponse.ts';
import type { ResultDocuments } from './resultDocuments.ts';

/** Says above a result how it came about, and offers what can be done with it. */
export function registerResultLenses(
  results: ResultDocuments,
  history: InvocationHistory,
): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  // The figures come after the result.
  const stop = history.onDidChange(() => changed.fire());
  const registration = vscode.languages.registerCodeLensProvider(
    { scheme: documentSchemes.result },
    {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: ({ uri }) => {
        const invocation = results.invocationOf(uri);
        if (invocation === undefined) return [];
        const top = new vscode.Range(0, 0, 0, 0);
        return lensCommands(invocation, history).map((command) => new vscode.CodeLens(top, command));
      },
    },
  );
  return vscode.Disposable.from(registration, changed, new vscode.Disposable(stop));
}

function lensCommands(invocation: Invocation, history: InvocationHistory): vscode.Command[] {
  const { state } = invocation;
  if (state.kind !== 'ended') return [];
  const lens = (command: CommandId, title: string): vscode.Command => ({
    command,
    title,
    arguments: [{ kind: 'invocation', id: invocation.id }],
  });
  const commands = [lens('lambdaWorkbench.showFunctionOutput', outcomeLine(invocation))];
  const response = proxyResponse(state.outcome.payload);
  if (response !== undefined) {
    const title =
      response.kind === 'html'
        ? vscode.l10n.t('Preview Body as HTML')
        : response.kind === 'json'
          ? vscode.l10n.t('Open Body as JSON')
          : vscode.l10n.t('Open Body as Text');
    commands.push(lens('lambdaWorkbench.openResponseBody', title));
  }
  if (history.before(invocation) !== undefined) {
    const title = vscode.l10n.t('Compare with Last Result');
    commands.push(lens('lambdaWorkbench.compareWithLastResult', title));
  }
  return commands;
}
