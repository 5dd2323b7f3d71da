import { t } from '@vscode/l10n';
import { Failure } from './failure.ts';
import { stepFailure } from './stepFailure.ts';

/** What stops `Create or Update Execution Role…`. */
export const roleFailures = {
  takenByArn: (functionName: string, arn: string, file: string | undefined) =>
    new Failure(
      'role.takenByArn',
      t(
        '{0} uses the role {1} as it is ("roleArn"). Name it under "role" to have it created and kept in step.',
        functionName,
        arn,
      ),
      { location: file === undefined ? undefined : { file } },
    ),
  unreadable: (roleName: string) =>
    new Failure(
      'role.unreadable',
      t('The role {0} may not be read (iam:GetRole is denied), so it was left as it is.', roleName),
    ),
  stepFailed: (step: string, done: readonly string[], cause: Failure) =>
    stepFailure('role.stepFailed', t('Nothing of the role was changed.'), { step, done, cause }),
};
