import { t } from '@vscode/l10n';
import { Failure } from './failure.ts';

/** What stops the download of deployed code: one factory per failure. None says the signed address. */
export const codeFailures = {
  gone: (resource: string) =>
    new Failure('code.gone', t('{0} is not in the account any more. Refresh the Functions view.', resource)),
  image: (resource: string) =>
    new Failure(
      'code.image',
      t('{0} is deployed as a container image: Lambda has no archive of its code.', resource),
    ),
  notDownloaded: (resource: string, status: number | undefined) =>
    new Failure(
      'code.notDownloaded',
      status === undefined
        ? t(
            'The code of {0} could not be downloaded. Check the network and the proxy, then try again.',
            resource,
          )
        : t('The code of {0} could not be downloaded: its store answered {1}. Try again.', resource, status),
    ),
  damaged: (resource: string) =>
    new Failure(
      'code.damaged',
      t('What was downloaded as the code of {0} is not what Lambda says it is. Try again.', resource),
    ),
};
