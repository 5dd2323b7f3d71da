import { t } from '@vscode/l10n';
import { Failure } from './failure.ts';

/** What stops a test request to a REST API: one factory per failure. */
export const requestFailures = {
  noAnswer: (url: string, reason: string) =>
    new Failure('request.noAnswer', t('{0} did not answer: {1}', url, reason)),
};
