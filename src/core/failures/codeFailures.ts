import { t } from '@vscode/l10n';
import { Failure } from './failure.ts';

/** What stops downloading and reading deployed code: one factory per failure. None says the signed address. */
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
  damaged: (resource: string, emulator: boolean) =>
    new Failure(
      'code.damaged',
      emulator
        ? t(
            'The endpoint does not serve the code of {0}: what was downloaded is other code. Emulators may have that of $LATEST only.',
            resource,
          )
        : t('What was downloaded as the code of {0} is not what Lambda says it is. Try again.', resource),
    ),
  unreadable: (name: string, cause?: unknown) =>
    new Failure(
      'code.unreadable',
      t('The archive of {0} cannot be read: it is damaged, encrypted, or no zip.', name),
      { cause },
    ),
  unsafeName: (name: string, entry: string) =>
    new Failure(
      'code.unsafeName',
      t(
        'The archive of {0} was not opened: its file {1} would lie outside of its folder.',
        name,
        JSON.stringify(entry),
      ),
    ),
  tooLarge: (name: string) =>
    new Failure(
      'code.tooLarge',
      t('The archive of {0} was not opened: unpacked, it is larger than Lambda allows.', name),
    ),
};
