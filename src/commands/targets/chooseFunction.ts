import * as vscode from 'vscode';
import { documentSchemes } from '../../contributions.ts';
import { workspaceFailures } from '../../core/failures/workspaceFailures.ts';
import { detectHandlers } from '../../core/handler/handlerDetection.ts';
import { isManifestFile } from '../../core/manifest/manifestIdentity.ts';
import { baseName } from '../../core/workspacePath.ts';
import { back } from '../../editor/multiStep.ts';
import type { ManifestEntry } from '../../editor/manifestIndex.ts';
import type { CommandServices } from '../commandServices.ts';
import { argumentUri } from './commandArgument.ts';
import type { FunctionReference } from '../../core/functionReference.ts';
import { meaningOf } from './functionChoice.ts';
import { handlerAnswers } from './handlerAnswers.ts';

export type ChoiceServices = Pick<CommandServices, 'manifests' | 'dialogs' | 'files' | 'clock' | 'plans'>;

/**
 * Which function a command is about: the one of the argument or of the active editor; several that fit are asked for;
 * where nothing fits, one of the workspace's. A handler without manifest answers a few questions. Undefined when the
 * person gave up.
 */
export async function chooseFunction(
  args: readonly unknown[],
  title: string,
  services: ChoiceServices,
): Promise<FunctionReference | undefined> {
  if ((vscode.workspace.workspaceFolders ?? []).length === 0) throw workspaceFailures.noFolder();
  const uri = argumentUri(args);
  if (uri?.scheme === documentSchemes.plan) {
    const planned = services.plans.referenceOf(uri);
    if (planned !== undefined) return planned;
  }
  if (uri?.scheme === 'file') return chooseByPath(uri.fsPath, title, services);
  return pickManifest(await services.manifests.all(), title, services);
}

async function chooseByPath(
  path: string,
  title: string,
  services: ChoiceServices,
): Promise<FunctionReference | undefined> {
  const { manifests, files } = services;
  if (isManifestFile(path)) {
    if (vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path)) === undefined) {
      throw workspaceFailures.outsideWorkspace(baseName(path));
    }
    return { kind: 'manifest', file: path };
  }
  const all = await manifests.all();
  const meaning = meaningOf(path, all);
  switch (meaning.kind) {
    case 'manifests':
      return pickManifest(meaning.entries, title, services);
    case 'code': {
      const handlers = detectHandlers(baseName(path), (await files.readText(path)) ?? '');
      if (handlers.length > 0) {
        if (vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path)) === undefined) {
          throw workspaceFailures.outsideWorkspace(baseName(path));
        }
        return handlerAnswers(path, vscode.l10n.t('{0} without a manifest', baseName(path)), services);
      }
      if (meaning.nearby.length > 0) return pickManifest(meaning.nearby, title, services);
      if (all.length > 0) return pickManifest(all, title, services, true);
      throw workspaceFailures.noHandler(path);
    }
    case 'none':
      return pickManifest(all, title, services, true);
  }
}

/** One that fits is taken without asking, unless it was a mere guess. */
export async function pickManifest(
  entries: readonly ManifestEntry[],
  title: string,
  { dialogs }: Pick<CommandServices, 'dialogs'>,
  guess = false,
): Promise<FunctionReference | undefined> {
  const [only, ...others] = entries;
  if (only === undefined) throw workspaceFailures.noFunction();
  if (others.length === 0 && !guess) return { kind: 'manifest', file: only.file };
  const items = entries.map((entry) => ({
    label: entry.functionName ?? baseName(entry.file),
    description: vscode.workspace.asRelativePath(entry.file),
    value: entry.file,
  }));
  items.sort((a, b) => a.label.localeCompare(b.label));
  const file = await dialogs.pick({ title, placeholder: vscode.l10n.t('Function'), items });
  return file === undefined || file === back ? undefined : { kind: 'manifest', file };
}
