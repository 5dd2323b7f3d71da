import * as vscode from 'vscode';
import { outputLanguage } from '../contributions.ts';
import type { CommandId } from '../contributions.ts';
import type { InvocationHistory } from '../core/invocations/invocationHistory.ts';
import { requestOf } from '../core/invocations/requestOf.ts';
import { requestIdIn } from '../core/logs/logText.ts';

const openResult: CommandId = 'lambdaWorkbench.openResult';

/** Makes the request ids of a log lead to the results of the invocations that this window made. */
export function registerRequestLinks(history: Pick<InvocationHistory, 'all'>): vscode.Disposable {
  return vscode.languages.registerDocumentLinkProvider(
    { language: outputLanguage },
    {
      provideDocumentLinks: (document) =>
        document
          .getText()
          .split('\n')
          .flatMap((line, at) => {
            const found = requestIdIn(line);
            const invocation = found && history.all().find((one) => requestOf(one) === found.requestId);
            if (found === undefined || invocation?.state.kind !== 'ended') return [];
            const node = { kind: 'invocation', id: invocation.id };
            const target = vscode.Uri.from({
              scheme: 'command',
              path: openResult,
              query: JSON.stringify([node]),
            });
            const end = found.offset + found.requestId.length;
            const link = new vscode.DocumentLink(new vscode.Range(at, found.offset, at, end), target);
            link.tooltip = vscode.l10n.t('Open Result');
            return [link];
          }),
    },
  );
}
