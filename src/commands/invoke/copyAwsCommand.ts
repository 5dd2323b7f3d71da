import * as vscode from 'vscode';
import { invocationFailures } from '../../core/failures/invocationFailures.ts';
import { awsInvokeText } from '../../core/invocations/awsCommandText.ts';
import type { CommandServices } from '../commandServices.ts';
import { chosenInvocation } from './chosenInvocation.ts';

/** Copies the AWS CLI's command that does the same as an invocation in AWS. */
export async function copyAwsCommand(
  args: readonly unknown[],
  services: Pick<CommandServices, 'connection' | 'history' | 'results'>,
): Promise<void> {
  const { reference, event } = chosenInvocation(args, services);
  if (reference.kind !== 'deployed') throw invocationFailures.notInAws();
  const uri = event.kind === 'document' ? vscode.Uri.parse(event.uri) : undefined;
  const unsaved = vscode.workspace.textDocuments.find(
    (document) => document.uri.toString() === uri?.toString(),
  );
  const payload =
    event.kind === 'text'
      ? { text: event.text }
      : uri?.scheme === 'file'
        ? { file: uri.fsPath }
        : { text: unsaved?.getText() ?? '{}' };
  const opened = await services.connection.open({ signal: new AbortController().signal });
  await vscode.env.clipboard.writeText(awsInvokeText(reference, payload, opened));
  const said = vscode.l10n.t('$(copy) aws lambda invoke for {0} copied', reference.functionName);
  vscode.window.setStatusBarMessage(said, 5000);
}
