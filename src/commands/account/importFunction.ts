import * as vscode from 'vscode';
import { workspaceFailures } from '../../core/failures/workspaceFailures.ts';
import { formatBytes } from '../../core/quantities.ts';
import { showFailure } from '../../editor/failureMessages.ts';
import { withProgress } from '../../editor/progress.ts';
import { importFunction as importIntoFolder } from '../../workflows/import/importFunction.ts';
import { withImport } from '../../workflows/import/importedCode.ts';
import { readDeployed } from '../../workflows/import/readDeployed.ts';
import { importRemarks } from '../../workflows/import/reportImport.ts';
import type { CommandServices } from '../commandServices.ts';
import { accountFunction } from './accountTarget.ts';
import { askImportChoices, askImportFolder } from './importQuestions.ts';

type Services = Pick<
  CommandServices,
  | 'accountView'
  | 'archiver'
  | 'clock'
  | 'codeStore'
  | 'connection'
  | 'dialogs'
  | 'folderMaker'
  | 'log'
  | 'manifests'
  | 'memory'
  | 'reports'
>;

/**
 * `Lambda: Import Function to Workspace…`: makes a folder of a deployed function, with a manifest of which the plan has
 * nothing to do, and opens the manifest. Everything is asked before anything is written.
 */
export async function importFunction(args: readonly unknown[], services: Services): Promise<void> {
  if ((vscode.workspace.workspaceFolders ?? []).length === 0) throw workspaceFailures.noFolder();
  const title = vscode.l10n.t('Import Function to Workspace');
  const functionName = await accountFunction(args, title, services);
  if (functionName === undefined) return;
  const { dialogs, connection, memory, manifests } = services;
  const reading = vscode.l10n.t('Reading {0}', functionName);
  const { opened, deployed } = await withProgress(reading, async (signal, report) => {
    const opened = await connection.open({ signal, onProgress: report });
    return { opened, deployed: await readDeployed(functionName, opened, { signal }) };
  });
  const folders = await services.folderMaker();
  const asking = `${title}: ${functionName}`;
  const folder = await askImportFolder(asking, functionName, dialogs, folders);
  if (folder === undefined) return;
  const choices = await askImportChoices(asking, deployed, dialogs);
  if (choices === undefined) return;
  const [codeStore, archiver] = await Promise.all([services.codeStore(), services.archiver()]);
  const dependencies = {
    connection: opened,
    codeStore,
    folders,
    archiver,
    rememberCode: (sha256: string, codeSha256: string) =>
      memory.write('importedCode', withImport(memory.read('importedCode') ?? {}, sha256, codeSha256)),
  };
  const importing = vscode.l10n.t('Importing {0}', functionName);
  const imported = await withProgress(importing, (signal, report) =>
    importIntoFolder(deployed, choices, folder, dependencies, {
      signal,
      onDownload: (received, total) =>
        report(vscode.l10n.t('downloading {0} of {1}…', formatBytes(received), formatBytes(total))),
      onUnpack: (done, total) => report(vscode.l10n.t('unpacking {0} of {1} files…', done, total)),
    }),
  );
  await manifests.refresh(imported.manifestFile);
  await vscode.window.showTextDocument(vscode.Uri.file(imported.manifestFile));
  const remarks = importRemarks(imported);
  if (remarks.length > 0) tellRemarks(functionName, remarks, services);
}

/** Not awaited by the command: the message may stay for hours. */
function tellRemarks(
  functionName: string,
  remarks: readonly string[],
  { dialogs, log, reports }: Services,
): void {
  const show = vscode.l10n.t('Show What');
  const sentence = vscode.l10n.t(
    '{0} is imported. Not all that is deployed is in its manifest.',
    functionName,
  );
  void dialogs.notify('info', sentence, [show]).then(async (chosen) => {
    if (chosen !== show) return;
    const name = vscode.l10n.t('{0} import', functionName);
    const text = remarks.map((remark) => `  ${remark}\n`).join('');
    await reports.show({ name, text }).catch((error: unknown) => showFailure(error, show, { dialogs, log }));
  });
}
