import * as vscode from 'vscode';
import type { FunctionReference } from '../../core/functionReference.ts';
import { versionFailures } from '../../core/failures/versionFailures.ts';
import { back } from '../../editor/multiStep.ts';
import { withProgress } from '../../editor/progress.ts';
import { compareWithWorkspace as compare } from '../../workflows/versions/compareWithWorkspace.ts';
import { accountFunction, accountArgument } from '../account/accountTarget.ts';
import { buildOptions } from '../build/buildOptions.ts';
import type { CommandServices } from '../commandServices.ts';
import { chooseFunction } from '../targets/chooseFunction.ts';
import type { ChoiceServices } from '../targets/chooseFunction.ts';
import { deploymentTarget } from '../targets/deploymentTarget.ts';
import type { TargetServices } from '../targets/deploymentTarget.ts';
import { deployedSide, differencesOf, showDifferences } from './showDifferences.ts';
import { versionArgument } from './versionTarget.ts';

type Services = ChoiceServices &
  TargetServices &
  Pick<CommandServices, 'accountView' | 'connection' | 'codeStore' | 'archiver' | 'builder' | 'log'>;

/**
 * `Lambda: Compare with Workspace`: what is deployed, `$LATEST` where no version or alias was clicked, and what a deploy
 * would upload. The right side are the files themselves.
 */
export async function compareWithWorkspace(args: readonly unknown[], services: Services): Promise<void> {
  const { t } = vscode.l10n;
  const reference = await workspaceFunction(args, services);
  if (reference === undefined) return;
  const target = await deploymentTarget(reference, services);
  const { functionName } = target.manifest;
  const wanted = versionArgument(args) ?? '$LATEST';
  const title = t('Comparing {0} {1} with the workspace', functionName, wanted);
  const { version, root, code } = await withProgress(title, async (signal, report) => {
    const connection = await services.connection.open({ signal, onProgress: report });
    const [store, archiver, builder] = await Promise.all([
      services.codeStore(),
      services.archiver(),
      services.builder(),
    ]);
    report(t('reading what is deployed and packaging…'));
    return compare(
      target,
      wanted,
      { connection, store, archiver, builder, files: services.files },
      {
        signal,
        build: buildOptions(services.log, report),
        onProgress: (done, total) => report(t('packaging {0} of {1} files…', done, total)),
      },
    );
  });
  if (code === undefined || code.changes.length === 0) {
    const sentence =
      code === undefined
        ? t('The workspace has the code of {0} {1}: nothing differs', functionName, version)
        : t('The workspace has the files of {0} {1}: only their archives differ', functionName, version);
    void services.dialogs.notify('info', sentence, []);
    return;
  }
  // Under the path of the workspace's files: what has another path is called renamed.
  const { path: folder } = vscode.Uri.file(root);
  const workspace = {
    name: t('workspace'),
    uri: (path: string) => vscode.Uri.file(code.source(path)),
  };
  const deployed = deployedSide(code.before.identity, folder);
  const differences = differencesOf(code.changes, deployed, workspace, folder);
  await showDifferences(t('{0}: {1} ↔ workspace', functionName, version), differences, services);
}

/** Of a row in the Functions view the manifest that names its function, else as for a deploy. */
async function workspaceFunction(
  args: readonly unknown[],
  services: Services,
): Promise<FunctionReference | undefined> {
  const title = vscode.l10n.t('Compare with Workspace');
  if (accountArgument(args) === undefined) return chooseFunction(args, title, services);
  const functionName = await accountFunction(args, title, services);
  if (functionName === undefined) return undefined;
  const entries = (await services.manifests.all()).filter((entry) => entry.functionName === functionName);
  const [first, ...others] = entries;
  if (first === undefined) throw versionFailures.noWorkspaceFunction(functionName);
  if (others.length === 0) return { kind: 'manifest', file: first.file };
  const file = await services.dialogs.pick({
    title,
    placeholder: vscode.l10n.t('Manifest of {0}', functionName),
    items: entries.map((entry) => ({
      label: vscode.workspace.asRelativePath(entry.file),
      value: entry.file,
    })),
  });
  return file === undefined || file === back ? undefined : { kind: 'manifest', file };
}
