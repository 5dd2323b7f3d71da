import * as vscode from 'vscode';
import { defaultArchitecture, findForeignCode } from '../../core/archive/foreignCode.ts';
import { archiveFailures } from '../../core/failures/archiveFailures.ts';
import { formatBytes, formatFileCount } from '../../core/quantities.ts';
import { baseName, isInside, resolvePath } from '../../core/workspacePath.ts';
import { withProgress } from '../../editor/progress.ts';
import { prepareCode } from '../../workflows/build/prepareCode.ts';
import { readRecords } from '../../workflows/readRecords.ts';
import { reportArchive } from '../../workflows/reportArchive.ts';
import { buildOptions } from '../build/buildOptions.ts';
import type { CommandServices } from '../commandServices.ts';
import { chooseFunction } from '../targets/chooseFunction.ts';
import { deploymentTarget } from '../targets/deploymentTarget.ts';

/** `Lambda: Package Function`: writes the zip where the person says, and shows what is inside and what was left out. */
export async function packageFunction(args: readonly unknown[], services: CommandServices): Promise<void> {
  const title = vscode.l10n.t('Package Function');
  const reference = await chooseFunction(args, title, services);
  if (reference === undefined) return;
  const target = await deploymentTarget(reference, services);
  const { functionName } = target.manifest;
  const proposed = resolvePath(target.workspaceFolder, `${functionName}.zip`);
  const output = await services.dialogs.saveFile(title, proposed, {
    [vscode.l10n.t('Zip archive')]: ['zip'],
  });
  if (output === undefined) return;
  const { archive, ...background } = await withProgress(
    vscode.l10n.t('Packaging {0}', functionName),
    async (signal, report) => {
      const [archiver, builder] = await Promise.all([services.archiver(), services.builder()]);
      const { knownFiles } = target;
      const code = await prepareCode(target, knownFiles, builder, {
        ...buildOptions(services.log, report),
        files: services.files,
        signal,
      });
      // A zip inside of its own root would be part of the next one.
      const known = isInside(code.root, output) ? [...knownFiles, output] : knownFiles;
      const built = await archiver.build(
        { ...code, known, output },
        { signal, onProgress: (done, total) => report(vscode.l10n.t('{0} of {1} files', done, total)) },
      );
      const records = await readRecords(built, services.codeStore, { signal });
      return { archive: built, notes: code.built?.notes, records };
    },
  );
  services.log.info(
    `Packaged ${functionName}: ${formatFileCount(archive.files.length)}, ${formatBytes(archive.size)}`,
  );
  const name = vscode.l10n.t('{0} package', functionName);
  // The report of thousands of files takes milliseconds, as the list of them has just done: others may run in between.
  await new Promise((resolve) => setImmediate(resolve));
  await services.reports.show({ name, text: reportArchive(functionName, archive, background) });
  const reveal = vscode.l10n.t('Copy Path');
  const sentence = vscode.l10n.t(
    '{0} written: {1}, {2}',
    baseName(output),
    formatBytes(archive.size),
    formatFileCount(archive.files.length),
  );
  // The zip is the person's and may be meant for elsewhere, so this is no reason not to write it.
  const architecture = target.manifest.architecture ?? defaultArchitecture;
  const foreign = findForeignCode(archive.files, architecture, background.records);
  const shown =
    foreign.length === 0
      ? services.dialogs.notify('info', sentence, [reveal])
      : services.dialogs.notify(
          'warning',
          `${sentence}. ${archiveFailures.foreignCode(functionName, architecture, foreign).message}`,
          [reveal],
        );
  void shown.then(async (chosen) => {
    if (chosen === reveal) await vscode.env.clipboard.writeText(output);
  });
}
