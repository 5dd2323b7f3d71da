import { t } from '@vscode/l10n';
import { moveAlias } from './nextActions.ts';
import { Failure } from './failure.ts';

/** What stops publishing, comparing and deleting versions: one factory per failure. */
export const versionFailures = {
  changedMeanwhile: (functionName: string) =>
    new Failure(
      'version.changedMeanwhile',
      t(
        '{0} was changed by someone else while it was being published. No version was published. Look at the change, then publish again.',
        functionName,
      ),
    ),
  stillUpdating: (functionName: string, cause: Failure) =>
    new Failure(
      'version.stillUpdating',
      t('{0} is still being updated by Lambda. Publish again when that is over.', functionName),
      { cause },
    ),
  /** @param aliases what uses it; the first one can be moved right away */
  inUse: (functionName: string, version: string, uses: readonly string[], [alias]: readonly string[]) =>
    new Failure(
      'version.inUse',
      t(
        'Version {0} of {1} is in use and was not deleted: {2}. Move or delete what uses it, then delete the version.',
        version,
        functionName,
        uses.join(', '),
      ),
      {
        actions: alias === undefined ? [] : [moveAlias(functionName, alias)],
      },
    ),
  none: (functionName: string) =>
    new Failure(
      'version.none',
      t('{0} has no published version. Publish one, or deploy it with an alias.', functionName),
    ),
  nothingToPrune: (functionName: string, count: number) =>
    new Failure(
      'version.nothingToPrune',
      count === 0
        ? t('{0} has no published version, so there is nothing to delete.', functionName)
        : t('{0} has no version without an alias, so there is nothing to delete.', functionName),
    ),
  pruneStopped: (functionName: string, version: string, done: readonly string[], cause: Failure) =>
    new Failure(
      'version.pruneStopped',
      [
        t('Could not delete version {0} of {1}: {2}', version, functionName, cause.message),
        done.length === 0
          ? t('No version was deleted.')
          : t('Deleted before: {0}. Pruning again continues from here.', done.join(', ')),
      ].join(' '),
      { cause, actions: cause.actions },
    ),
  noWorkspaceFunction: (functionName: string) =>
    new Failure(
      'version.noWorkspaceFunction',
      t(
        'No manifest of this workspace names the function {0}, so there is no code to compare it with.',
        functionName,
      ),
    ),
  notDeployed: (functionName: string, version: string) =>
    new Failure(
      'version.notDeployed',
      version === '$LATEST'
        ? t(
            '{0} is not deployed in the account and region of this connection. Deploy it, or switch the connection.',
            functionName,
          )
        : t('{0} has no version or alias {1} in this account and region.', functionName, version),
    ),
};
