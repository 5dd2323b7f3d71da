import * as vscode from 'vscode';
import { workspaceFailures } from '../../core/failures/workspaceFailures.ts';
import { withProgress } from '../../editor/progress.ts';
import type { CommandServices } from '../commandServices.ts';
import { runnableFunction } from '../targets/runnableFunction.ts';

/** `Lambda: Update Local Images`: pulls anew what the functions of this workspace run in. */
export async function updateLocalImages(
  services: Pick<CommandServices, 'manifests' | 'parsedManifests' | 'files' | 'localInvoker' | 'dialogs'>,
): Promise<void> {
  const { manifests, localInvoker, dialogs } = services;
  const entries = await manifests.all();
  if (entries.length === 0) throw workspaceFailures.noFunction();
  const functions = await Promise.all(
    entries.map(({ file }) => runnableFunction({ kind: 'manifest', file }, services)),
  );
  await withProgress(vscode.l10n.t('Updating local images'), async (signal, report) =>
    (await localInvoker()).updateImages(functions, { signal, onProgress: report }),
  );
  void dialogs.notify('info', vscode.l10n.t('The local images are up to date.'), []);
}
