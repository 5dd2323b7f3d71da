import * as vscode from 'vscode';
import { withProgress } from '../../editor/progress.ts';
import { buildRequest } from '../../workflows/build/prepareCode.ts';
import type { CommandServices } from '../commandServices.ts';
import { chooseFunction } from '../targets/chooseFunction.ts';
import { deploymentTarget } from '../targets/deploymentTarget.ts';
import { buildOptions } from './buildOptions.ts';

/**
 * `Lambda: Reinstall Packages`: for newer versions where no lock file names them, and where what was installed is not right.
 * Until it has worked, what was installed before counts.
 */
export async function reinstallPackages(args: readonly unknown[], services: CommandServices): Promise<void> {
  const { t } = vscode.l10n;
  const reference = await chooseFunction(args, t('Reinstall Packages'), services);
  if (reference === undefined) return;
  const target = await deploymentTarget(reference, services);
  const { functionName, build } = target.manifest;
  const notes =
    build === 'none'
      ? undefined
      : await withProgress(t('Installing packages of {0}', functionName), async (signal, report) => {
          const builder = await services.builder();
          const options = { ...buildOptions(services.log, report), signal };
          return builder.reinstall(buildRequest(target), options);
        });
  const sentence =
    notes === undefined
      ? t('{0} has no packages to install', functionName)
      : t('Packages of {0} installed: {1}', functionName, notes.join('; '));
  services.log.info(sentence);
  void services.dialogs.notify('info', sentence, []);
}
