import { t } from '@vscode/l10n';
import { Failure } from './failure.ts';

/** What stops the import of a function: one factory per failure. Nothing is left in the workspace after any of them. */
export const importFailures = {
  gone: (functionName: string) =>
    new Failure(
      'import.gone',
      t('{0} is not in the account any more. Refresh the Functions view.', functionName),
    ),
  image: (functionName: string) =>
    new Failure(
      'import.image',
      t(
        '{0} is deployed as a container image, so there is no archive of its code to import. Its source is where the image was built.',
        functionName,
      ),
    ),
  changedMeanwhile: (functionName: string) =>
    new Failure(
      'import.changedMeanwhile',
      t('The code of {0} was changed while it was imported. Import it again.', functionName),
    ),
  unsafeLink: (functionName: string, path: string) =>
    new Failure(
      'import.unsafeLink',
      t(
        'The archive of {0} was not unpacked: its link {1} leads nowhere, or out of its folder.',
        functionName,
        JSON.stringify(path),
      ),
    ),
  nameTaken: (functionName: string, path: string, cause?: unknown) =>
    new Failure(
      'import.nameTaken',
      t(
        'The archive of {0} was not unpacked: {1} has the name of another file or folder there. This disk may not tell upper from lower case.',
        functionName,
        JSON.stringify(path),
      ),
      { cause },
    ),
  unusableName: (functionName: string, path: string) =>
    new Failure(
      'import.unusableName',
      t(
        'The archive of {0} was not unpacked: this system has no file names like {1}.',
        functionName,
        JSON.stringify(path),
      ),
    ),
  folderTaken: (folder: string, cause?: unknown) =>
    new Failure(
      'import.folderTaken',
      t('{0} is there already and not empty. It was left as it is: import into another folder.', folder),
      { cause },
    ),
  notWritten: (folder: string, cause: unknown) =>
    new Failure(
      'import.notWritten',
      t('{0} could not be written. Check its permissions and the room on the disk.', folder),
      { cause },
    ),
};
