import { t } from '@vscode/l10n';
import { Failure } from './failure.ts';

/** What stops commands of the Functions view: one factory per failure. */
export const accountFailures = {
  noConsole: () =>
    new Failure(
      'account.noConsole',
      t('This connection does not lead to AWS itself, so there is no Console to open.'),
    ),
  noVariables: (functionName: string) =>
    new Failure('account.noVariables', t('{0} has no environment variables.', functionName)),
};
