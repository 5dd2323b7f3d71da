import * as vscode from 'vscode';
import type { Dialogs } from './dialogs.ts';
import type { Memory } from './memory.ts';

/** The folders outside of the workspace that a person has let containers see, once for each in a workspace. */
export function outsideFolders(memory: Memory, dialogs: Pick<Dialogs, 'confirm'>) {
  const allowed = (): readonly string[] => memory.read('mountedFolders') ?? [];
  return {
    allowed,
    ask: async (functionName: string, folder: string): Promise<boolean> => {
      const button = vscode.l10n.t('Mount It Read-Only');
      const chosen = await dialogs.confirm({
        message: vscode.l10n.t('Let the container of {0} see {1}?', functionName, folder),
        detail: vscode.l10n.t(
          'The manifest names it, and it is outside of the workspace folder. What it holds can be read by the function, not changed. You are asked once in this workspace.',
        ),
        buttons: [button],
        warning: true,
      });
      if (chosen !== button) return false;
      memory.write('mountedFolders', [...allowed(), folder]);
      return true;
    },
  };
}
