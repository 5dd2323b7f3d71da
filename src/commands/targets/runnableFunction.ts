import * as vscode from 'vscode';
import { invocationFailures } from '../../core/failures/invocationFailures.ts';
import { workspaceFailures } from '../../core/failures/workspaceFailures.ts';
import type { FunctionReference } from '../../core/functionReference.ts';
import type { FunctionManifest } from '../../core/manifest/functionManifest.ts';
import type { FunctionSource } from '../../workflows/resolveFunction.ts';
import { requireManifest } from '../../core/manifest/parseManifest.ts';
import type { CommandServices } from '../commandServices.ts';

type Services = Pick<CommandServices, 'files' | 'parsedManifests'>;

/** Reads a function for a local run. Rejects with `invocation.functionGone`, `manifest.invalid` or `workspace.outside`. */
export async function runnableFunction(
  reference: FunctionReference,
  services: Services,
): Promise<FunctionSource> {
  const uri = vscode.Uri.file(reference.file);
  const workspace = vscode.workspace.getWorkspaceFolder(uri);
  if (workspace === undefined) throw workspaceFailures.outsideWorkspace(reference.file);
  const folder = vscode.Uri.joinPath(uri, '..').fsPath;
  const manifest = await manifestOf(reference, services);
  const manifestFile = reference.kind === 'manifest' ? reference.file : undefined;
  return { manifest, manifestFile, folder, workspaceFolder: workspace.uri.fsPath };
}

async function manifestOf(
  reference: FunctionReference,
  { files, parsedManifests }: Services,
): Promise<FunctionManifest> {
  const { file } = reference;
  if (reference.kind === 'handler') {
    if (!(await files.exists(file))) throw invocationFailures.functionGone(file);
    const { functionName, runtime, handler } = reference;
    return { functionName, runtime, handler };
  }
  const text = await files.readText(file);
  if (text === undefined) throw invocationFailures.functionGone(file);
  // The same text is not parsed again: a warm call takes milliseconds.
  const known = parsedManifests.get(file);
  if (known?.text === text) return known.manifest;
  const manifest = requireManifest(text, file);
  parsedManifests.set(file, { text, manifest });
  return manifest;
}
