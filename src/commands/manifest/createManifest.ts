import { workspaceFailures } from '../../core/failures/workspaceFailures.ts';
import * as vscode from 'vscode';
import type { CommandServices } from '../commandServices.ts';
import { argumentUri } from '../targets/commandArgument.ts';
import { handlerAnswers } from '../targets/handlerAnswers.ts';
import { writeManifest } from './writeManifest.ts';

/** `Lambda: Create Manifest…`: for the handler of the argument or of the active editor. */
export async function createManifest(
  args: readonly unknown[],
  services: Pick<CommandServices, 'files' | 'dialogs' | 'clock' | 'manifests'>,
): Promise<void> {
  if ((vscode.workspace.workspaceFolders ?? []).length === 0) throw workspaceFailures.noFolder();
  const uri = argumentUri(args);
  if (uri?.scheme !== 'file') throw workspaceFailures.noFunction();
  if (vscode.workspace.getWorkspaceFolder(uri) === undefined)
    throw workspaceFailures.outsideWorkspace(uri.fsPath);
  const title = vscode.l10n.t('Create a manifest');
  const reference = await handlerAnswers(uri.fsPath, title, services);
  if (reference !== undefined) await writeManifest(reference, services);
}
