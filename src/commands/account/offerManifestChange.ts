import * as vscode from 'vscode';
import { editManifest } from '../../core/manifest/editManifest.ts';
import type { ConfigurationChange } from '../../core/functions/configurationChange.ts';
import { baseName } from '../../core/workspacePath.ts';
import { showFailure } from '../../editor/failureMessages.ts';
import type { CommandServices } from '../commandServices.ts';

/**
 * After a change in the account: offers to write the same into the manifest of the workspace that deploys this function,
 * as the next deploy would undo it otherwise. Says nothing where the manifest has it already or there is none. Resolves when
 * the offer is made; the answer may come hours later.
 */
export async function offerManifestChange(
  functionName: string,
  change: ConfigurationChange,
  what: string,
  { manifests, files, dialogs, log }: Pick<CommandServices, 'manifests' | 'files' | 'dialogs' | 'log'>,
): Promise<void> {
  const [manifest] = await manifests.named(functionName);
  if (manifest === undefined) return;
  const text = await files.readText(manifest);
  if (text === undefined || editManifest(text, change) === undefined) return;
  const write = vscode.l10n.t('Write to {0}', baseName(manifest));
  const sentence = vscode.l10n.t(
    '{0} of {1} is changed in the account. Its manifest in this workspace says otherwise.',
    what,
    functionName,
  );
  void dialogs.notify('info', sentence, [write]).then(async (chosen) => {
    if (chosen !== write) return;
    await writeChange(manifest, change).catch((error: unknown) =>
      showFailure(error, write, { dialogs, log }),
    );
  });
}

/** Into the document as it is by then, unsaved changes included. */
async function writeChange(manifest: string, change: ConfigurationChange): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(manifest));
  const text = document.getText();
  const changed = editManifest(text, change);
  if (changed === undefined) return;
  const wasDirty = document.isDirty;
  const edit = new vscode.WorkspaceEdit();
  const all = new vscode.Range(document.positionAt(0), document.positionAt(text.length));
  edit.replace(document.uri, all, changed);
  await vscode.workspace.applyEdit(edit);
  if (!wasDirty) await document.save();
  await vscode.window.showTextDocument(document);
}
