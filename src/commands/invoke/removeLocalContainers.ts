import * as vscode from 'vscode';
import type { CommandServices } from '../commandServices.ts';

/** `Lambda: Remove Local Containers`: every container of ours on this machine. */
export async function removeLocalContainers({
  localInvoker,
  dialogs,
}: Pick<CommandServices, 'localInvoker' | 'dialogs'>): Promise<void> {
  const count = await (await localInvoker()).removeAll();
  const sentence =
    count === 0
      ? vscode.l10n.t('No container of Lambda Workbench is there.')
      : count === 1
        ? vscode.l10n.t('1 container removed')
        : vscode.l10n.t('{0} containers removed', count);
  void dialogs.notify('info', sentence, []);
}
