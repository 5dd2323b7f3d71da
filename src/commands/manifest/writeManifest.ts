import * as vscode from 'vscode';
import { workspaceFailures } from '../../core/failures/workspaceFailures.ts';
import { newManifestText } from '../../core/manifest/newManifestText.ts';
import type { CommandServices } from '../commandServices.ts';
import type { HandlerReference } from '../../core/functionReference.ts';

/**
 * Writes the answers of the no-manifest flow as a manifest beside the handler and opens it: `lambda.json`, or
 * `<function>.lambda.json` where another function has that. Never overwrites.
 */
export async function writeManifest(
  { file, functionName, runtime, handler }: HandlerReference,
  { files, manifests }: Pick<CommandServices, 'files' | 'manifests'>,
): Promise<void> {
  const folder = vscode.Uri.joinPath(vscode.Uri.file(file), '..');
  const candidates = ['lambda.json', `${functionName}.lambda.json`].map((name) =>
    vscode.Uri.joinPath(folder, name),
  );
  for (const uri of candidates) {
    if (await files.exists(uri.fsPath)) continue;
    const text = newManifestText({ functionName, runtime, handler });
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    await manifests.refresh(uri.fsPath);
    await vscode.window.showTextDocument(uri);
    return;
  }
  throw workspaceFailures.manifestExists(candidates.at(-1)?.fsPath ?? file);
}
