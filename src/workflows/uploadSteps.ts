import { t } from '@vscode/l10n';
import type { ArchiveFacts, StoredObject } from '../core/deployment/functionSpec.ts';
import { objectText } from '../core/deployment/uploadPlace.ts';
import { isFailure } from '../core/failures/failure.ts';
import { formatBytes } from '../core/quantities.ts';
import type { DeploymentRun } from './deploymentRun.ts';

/** Milliseconds for the removal of an object, also of a run that was cancelled. */
const removalTime = 15_000;

/**
 * Hands an archive to a call that sends it: by way of S3 where `place` says so. The object is removed afterwards whatever
 * becomes of the call.
 */
export async function withUpload<T>(
  archive: ArchiveFacts,
  place: StoredObject | undefined,
  run: Pick<DeploymentRun, 'connection' | 'signal' | 'onWaiting'>,
  send: (archive: ArchiveFacts) => Promise<T>,
): Promise<T> {
  if (place === undefined) return send(archive);
  const { uploads } = run.connection;
  const where = objectText(place);
  const onProgress = (sent: number, total: number) =>
    run.onWaiting(t('uploaded {0} of {1} to {2}', formatBytes(sent), formatBytes(total), where));
  try {
    await uploads.upload(place, archive, { signal: run.signal, onProgress });
    return await send({ ...archive, storedAt: place });
  } finally {
    await uploads.remove(place, { signal: AbortSignal.timeout(removalTime) }).catch((error: unknown) => {
      const reason = isFailure(error) ? ` ${error.message}` : '';
      run.onWaiting(t('{0} was not removed from {1}.', place.key, where) + reason);
    });
  }
}
