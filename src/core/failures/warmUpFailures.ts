import { t } from '@vscode/l10n';
import { createAlias, deployFunction } from './nextActions.ts';
import { Failure } from './failure.ts';
import { stepFailure } from './stepFailure.ts';

/** What stops a change of a warm-up rule: one factory per failure. */
export const warmUpFailures = {
  /** @param file of the manifest that has none; undefined where no manifest has */
  notInManifest: (file: string | undefined, name = '') =>
    new Failure(
      'warmUp.notInManifest',
      file === undefined
        ? t(
            'No manifest of this workspace has "warmUp". Add "warmUp": { "schedule": "rate(5 minutes)" } to one.',
          )
        : t('{0} has no "warmUp". Add "warmUp": { "schedule": "rate(5 minutes)" } to it.', name),
      { location: file === undefined ? undefined : { file } },
    ),
  notOurs: (rule: string) =>
    new Failure(
      'warmUp.notOurs',
      t('The rule {0} was not made by Lambda Workbench, so it is left as it is.', rule),
    ),
  functionMissing: (functionName: string, manifest: string | undefined) =>
    new Failure(
      'warmUp.functionMissing',
      t('{0} is not deployed here, so there is nothing to keep warm. Deploy it first.', functionName),
      {
        actions: [deployFunction(manifest)],
      },
    ),
  aliasMissing: (alias: string, functionName: string) =>
    new Failure(
      'warmUp.aliasMissing',
      t(
        '{1} has no alias {0}, which "warmUp" names. Create it, then turn the warm-up on again.',
        alias,
        functionName,
      ),
      { actions: [createAlias(functionName)] },
    ),
  ruleMissing: (name: string, manifest: string | undefined) =>
    new Failure(
      'warmUp.ruleMissing',
      t('There is no warm-up rule of {0} here, so nothing was changed.', name),
      {
        actions:
          manifest === undefined
            ? []
            : [
                {
                  kind: 'runCommand',
                  title: t('Turn Warm-Up On'),
                  command: 'lambdaWorkbench.turnWarmUpOn',
                  args: [manifest],
                },
              ],
      },
    ),
  permissionNotKept: (name: string) =>
    new Failure(
      'warmUp.permissionNotKept',
      t(
        'The policy of {0} does not let the rule run it, although that was just added: the rule would fire in vain. Turn the warm-up on again.',
        name,
      ),
    ),
  stepFailed: (step: string, done: readonly string[], cause: Failure) =>
    stepFailure('warmUp.stepFailed', t('Nothing of the warm-up was changed.'), { step, done, cause }),
};
