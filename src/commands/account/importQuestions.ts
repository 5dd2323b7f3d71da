import * as vscode from 'vscode';
import type { DeployedAlias, DeployedFunction } from '../../core/import/deployedFunction.ts';
import { proposedAlias } from '../../core/import/deployedFunction.ts';
import type { ImportChoices } from '../../core/import/importedManifest.ts';
import { isInside, resolvePath } from '../../core/workspacePath.ts';
import type { Dialogs } from '../../editor/dialogs.ts';
import { back } from '../../editor/multiStep.ts';
import type { FolderMaker } from '../../workflows/portsForImport.ts';

/** Asks for the alias where it is not plain, and for the values. Undefined when the person gave up. */
export async function askImportChoices(
  title: string,
  deployed: DeployedFunction,
  dialogs: Dialogs,
): Promise<ImportChoices | undefined> {
  const proposed = proposedAlias(deployed.aliases);
  const alias = proposed === 'ask' ? await askAlias(title, deployed.aliases, dialogs) : { alias: proposed };
  if (alias === undefined) return undefined;
  const values = await askValues(deployed, dialogs);
  return values === undefined ? undefined : { ...alias, values };
}

async function askAlias(
  title: string,
  aliases: readonly DeployedAlias[],
  dialogs: Dialogs,
): Promise<{ readonly alias: DeployedAlias | undefined } | undefined> {
  const inStepFirst = [...aliases].sort((a, b) => Number(b.inStep) - Number(a.inStep));
  const answer = await dialogs.pick<{ alias: DeployedAlias | undefined }>({
    title,
    placeholder: vscode.l10n.t('Alias that deploys of the manifest move'),
    items: [
      ...inStepFirst.map((alias) => ({
        label: alias.name,
        description: `→ ${alias.version}`,
        detail: alias.inStep
          ? vscode.l10n.t('Points to what is imported.')
          : vscode.l10n.t('Points elsewhere: the next deploy would move it.'),
        value: { alias },
      })),
      {
        label: vscode.l10n.t('No Alias'),
        detail: vscode.l10n.t('Deploys update $LATEST only.'),
        value: { alias: undefined },
      },
    ],
  });
  return answer === back ? undefined : answer;
}

/** Values are secrets: they come into a file only when the person says so. */
async function askValues({ latest }: DeployedFunction, dialogs: Dialogs): Promise<boolean | undefined> {
  const names = Object.keys(latest.environment).sort();
  if (names.length === 0) return false;
  const namesOnly = vscode.l10n.t('Write Names Only');
  const withValues = vscode.l10n.t('Write Values Too');
  const answer = await dialogs.confirm({
    message: vscode.l10n.t(
      'Write the values of the environment of {0} into its manifest?',
      latest.functionName,
    ),
    detail: vscode.l10n.t(
      'They may be secrets, and the manifest is a plain file. By name only, a deploy keeps the deployed values: {0}.',
      names.join(', '),
    ),
    buttons: [namesOnly, withValues],
    warning: true,
  });
  return answer === undefined ? undefined : answer === withValues;
}

/** Asks for the folder to make, until one is free. Undefined when the person gave up. */
export async function askImportFolder(
  title: string,
  functionName: string,
  dialogs: Dialogs,
  folders: FolderMaker,
): Promise<string | undefined> {
  const workspace = await chooseWorkspaceFolder(title, dialogs);
  if (workspace === undefined) return undefined;
  const root = workspace.uri.fsPath;
  for (let proposed = functionName; ;) {
    const typed = await dialogs.input({
      title,
      prompt: vscode.l10n.t('Folder to make in {0}', workspace.name),
      value: proposed,
      validate: (text) => folderProblem(root, text),
    });
    if (typeof typed !== 'string') return undefined;
    const folder = resolvePath(root, typed.trim());
    if (await folders.isFree(folder)) return folder;
    const free = await freeName(root, typed.trim(), folders);
    const intoFree = vscode.l10n.t('Import into {0}', free);
    const other = vscode.l10n.t('Choose Another Folder');
    const answer = await dialogs.confirm({
      message: vscode.l10n.t('{0} is there already and not empty.', typed.trim()),
      detail: vscode.l10n.t('An import never writes over what is there.'),
      buttons: [intoFree, other],
      warning: true,
    });
    if (answer === undefined) return undefined;
    if (answer === intoFree) return resolvePath(root, free);
    proposed = free;
  }
}

async function chooseWorkspaceFolder(
  title: string,
  dialogs: Dialogs,
): Promise<vscode.WorkspaceFolder | undefined> {
  const [first, ...others] = vscode.workspace.workspaceFolders ?? [];
  if (first === undefined || others.length === 0) return first;
  const items = [first, ...others].map((value) => ({
    label: value.name,
    description: value.uri.fsPath,
    value,
  }));
  const answer = await dialogs.pick({ title, placeholder: vscode.l10n.t('Workspace folder'), items });
  return answer === back ? undefined : answer;
}

function folderProblem(root: string, text: string): string | undefined {
  const name = text.trim();
  const folder = resolvePath(root, name);
  if (name === '' || folder === resolvePath(root, '.')) return vscode.l10n.t('Name a folder.');
  return isInside(root, folder)
    ? undefined
    : vscode.l10n.t('The folder has to be in the folder of the workspace.');
}

async function freeName(root: string, name: string, folders: FolderMaker): Promise<string> {
  for (let number = 2; ; number++) {
    const candidate = `${name}-${number}`;
    if (await folders.isFree(resolvePath(root, candidate))) return candidate;
  }
}
