import * as vscode from 'vscode';
import type { SandboxMail } from '../../workflows/ports.ts';
import type { CommandServices } from '../commandServices.ts';

/**
 * `Lambda: Show Sandbox Mailbox`: the e-mail that functions sent through the sandbox, newest first; where none runs, through
 * the MiniStack that the workspace is connected to by its endpoint.
 */
export async function showSandboxMailbox({
  sandbox,
  connection,
  reports,
  dialogs,
}: Pick<CommandServices, 'sandbox' | 'connection' | 'reports' | 'dialogs'>): Promise<void> {
  const local = await sandbox();
  const endpoint = local.endpoint ?? connection.status.endpoint;
  if (endpoint === undefined) {
    const start = vscode.l10n.t('Start Local Sandbox');
    const sentence = vscode.l10n.t('The local sandbox is not running, so there is no mailbox.');
    const chosen = await dialogs.notify('info', sentence, [start]);
    if (chosen === start) await vscode.commands.executeCommand('lambdaWorkbench.startSandbox');
    return;
  }
  const mails = await local.mailbox({ endpoint, signal: AbortSignal.timeout(10_000) });
  const empty = vscode.l10n.t('No function has sent an e-mail yet.');
  const text = mails.length === 0 ? empty : mails.map(mailText).join('\n\n');
  await reports.show({ name: vscode.l10n.t('Sandbox mailbox'), text: `${text}\n` });
}

function mailText({ from, to, subject, body, sentAt }: SandboxMail): string {
  const facts: (readonly [string, string])[] = [
    [vscode.l10n.t('From'), from],
    [vscode.l10n.t('To'), to.join(', ')],
    [vscode.l10n.t('Date'), sentAt === undefined ? '' : new Date(sentAt).toLocaleString()],
  ];
  const lines = facts.filter(([, value]) => value !== '').map(([name, value]) => `${name}: ${value}`);
  return [`# ${subject}`, ...lines, '', body.trimEnd()].join('\n');
}
