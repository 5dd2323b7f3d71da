import * as vscode from 'vscode';
import { connectionText } from '../../core/connection/connectionStatus.ts';
import type { CommandServices } from '../commandServices.ts';

/** `Lambda: Stop Local Sandbox`: stops it and goes back to the connection of the settings. */
export async function stopSandbox({
  connection,
  sandbox,
  dialogs,
  log,
}: Pick<CommandServices, 'connection' | 'sandbox' | 'dialogs' | 'log'>): Promise<void> {
  const used = connection.usesSandbox;
  await connection.useSandbox(false);
  await (await sandbox()).stop();
  log.info('Local sandbox stopped');
  if (!used) return;
  // Said, as the next deploy goes somewhere else.
  const { text } = connectionText(connection.status);
  void dialogs.notify('info', vscode.l10n.t('Sandbox stopped. Connected to {0}.', text), []);
}
