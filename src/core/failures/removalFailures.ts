import { t } from '@vscode/l10n';
import { Failure } from './failure.ts';
import { stepFailure } from './stepFailure.ts';

/** What stops the removal of a function: one factory per failure. */
export const removalFailures = {
  functionMissing: (functionName: string) =>
    new Failure(
      'removal.functionMissing',
      t('There is no function {0} here, so nothing was deleted.', functionName),
    ),
  stepFailed: (functionName: string, step: string, done: readonly string[], cause: Failure) =>
    stepFailure('removal.stepFailed', t('Nothing was deleted.'), {
      ...{ step, done, cause },
      actions: [
        {
          kind: 'runCommand',
          title: t('Continue'),
          command: 'lambdaWorkbench.deleteFunction',
          args: [{ kind: 'accountFunction', functionName }],
        },
      ],
    }),
};
