import { t } from '@vscode/l10n';
import { Failure } from './failure.ts';

/** What stops the removal of a function: one factory per failure. */
export const removalFailures = {
  functionMissing: (functionName: string) =>
    new Failure(
      'removal.functionMissing',
      t('There is no function {0} here, so nothing was deleted.', functionName),
    ),
  stepFailed: (functionName: string, step: string, done: readonly string[], cause: Failure) =>
    new Failure(
      'removal.stepFailed',
      [
        t('Could not {0}: {1}', step, cause.message),
        done.length === 0
          ? t('Nothing was deleted.')
          : t('Done before: {0}. Running the command again continues from here.', done.join(', ')),
      ].join(' '),
      {
        cause,
        actions: [
          ...cause.actions,
          {
            kind: 'runCommand',
            title: t('Continue'),
            command: 'lambdaWorkbench.deleteFunction',
            args: [{ kind: 'accountFunction', functionName }],
          },
        ],
      },
    ),
};
