import * as vscode from 'vscode';
import { workspaceFailures } from '../../core/failures/workspaceFailures.ts';
import { manifestInvalid } from '../../core/failures/manifestFailures.ts';
import type { FunctionManifest } from '../../core/manifest/functionManifest.ts';
import { namedFiles } from '../../editor/manifestIndex.ts';
import { saveConcerned } from '../../editor/openDocuments.ts';
import { sourcePlaces } from '../../workflows/build/prepareCode.ts';
import type { DeploymentTarget } from '../../workflows/planDeployment.ts';
import type { CommandServices } from '../commandServices.ts';
import type { FunctionReference } from '../../core/functionReference.ts';
import { requireSound } from './requireSound.ts';

export type TargetServices = Pick<CommandServices, 'files' | 'manifests' | 'diagnostics'>;

/**
 * Reads and checks the function that was chosen, saving the person's unsaved files of it first: an archive is made of
 * what is on disk. Rejects with the failure of the first mistake, or `workspace.lastTargetGone`.
 */
export async function deploymentTarget(
  reference: FunctionReference,
  services: TargetServices,
): Promise<DeploymentTarget> {
  const target = await readTarget(reference, services);
  const own = services.manifests.entry(reference.file);
  await saveConcerned([...sourcePlaces(target), ...(own === undefined ? [] : namedFiles(own))]);
  return target;
}

/** The same of what is on disk: nothing is saved. */
export async function readTarget(
  reference: FunctionReference,
  services: TargetServices,
): Promise<DeploymentTarget> {
  const uri = vscode.Uri.file(reference.file);
  const workspace = vscode.workspace.getWorkspaceFolder(uri);
  if (workspace === undefined) throw workspaceFailures.outsideWorkspace(reference.file);
  const folder = vscode.Uri.joinPath(uri, '..').fsPath;
  const entries = await services.manifests.all();
  const manifest = await readManifest(reference, services);
  return {
    manifest,
    manifestFile: reference.kind === 'manifest' ? reference.file : undefined,
    folder,
    workspaceFolder: workspace.uri.fsPath,
    knownFiles: [...new Set([...entries.flatMap(namedFiles), ...(await eventFiles(folder))])],
  };
}

async function readManifest(
  reference: FunctionReference,
  { files, manifests, diagnostics }: TargetServices,
): Promise<FunctionManifest> {
  const { file } = reference;
  if (reference.kind === 'handler') {
    if (!(await files.exists(file))) throw workspaceFailures.lastTargetGone(file);
    const { functionName, runtime, handler } = reference;
    return { functionName, runtime, handler };
  }
  const entry = await manifests.refresh(file);
  const report =
    entry === undefined ? undefined : await diagnostics.check(entry, new AbortController().signal);
  if (entry === undefined || report === undefined) throw workspaceFailures.lastTargetGone(file);
  requireSound(report, entry);
  if (report.manifest === undefined) throw manifestInvalid(file, []);
  return report.manifest;
}

/** Only beside the manifest: an `events` folder deeper down may be a dependency's own. */
async function eventFiles(folder: string): Promise<string[]> {
  const pattern = new vscode.RelativePattern(vscode.Uri.file(folder), '{events/**/*.json,*.event.json}');
  const found = await vscode.workspace.findFiles(pattern, null);
  return found.map(({ fsPath }) => fsPath);
}
