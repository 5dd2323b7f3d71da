import type { LiveFunction } from '../../core/deployment/liveState.ts';
import { codeFailures } from '../../core/failures/codeFailures.ts';
import { isFailure } from '../../core/failures/failure.ts';
import { versionFailures } from '../../core/failures/versionFailures.ts';
import type { AwsConnection, CallOptions, Clock } from '../ports.ts';
import { writeReliably } from '../reliableWrite.ts';
import { untilAccepted, waitUntilSettled } from '../waits.ts';

export interface Publication {
  readonly version: string;
  /** Qualified by the version. */
  readonly arn: string;
  /** True when code and configuration are those of a version that was there before: Lambda answers that one. */
  readonly existed: boolean;
}

/**
 * Publishes `$LATEST` as it is now, guarded by its CodeSha256 and RevisionId, and waits until the version is active. A
 * lost answer is read back before anything is repeated. Rejects with `version.changedMeanwhile` when somebody else's change
 * came in between: what they deployed is not published unseen.
 * @param description undefined: Lambda takes that of `$LATEST`
 */
export async function publishVersion(
  functionName: string,
  description: string | undefined,
  { connection, clock }: { readonly connection: AwsConnection; readonly clock: Clock },
  { signal, onWaiting }: CallOptions & { readonly onWaiting: (text: string) => void },
): Promise<Publication> {
  const { functions } = connection;
  const context = { functions, clock, signal, onWaiting };
  const options = { signal };
  try {
    const found = await waitUntilSettled(functionName, undefined, context);
    const before = await functions.listVersions(functionName, options);
    let latest = found;
    const apply = () => functions.publishVersion(functionName, latest, description, options);
    const readBack = async (): Promise<LiveFunction | undefined> => {
      latest = await waitUntilSettled(functionName, undefined, context);
      if (latest.versionedFields !== found.versionedFields)
        throw versionFailures.changedMeanwhile(functionName);
      const [newest] = await functions.listVersions(functionName, options);
      return newest?.versionedFields === latest.versionedFields ? newest : undefined;
    };
    const publish = () =>
      writeReliably({ apply, readBack }, clock, signal).catch((error: unknown) => {
        if (!isFailure(error, 'aws.preconditionFailed')) throw error;
        // The function is as it was, only its RevisionId moved by itself: it was read again.
        return apply();
      });
    const role = { name: found.roleArn.slice(found.roleArn.lastIndexOf('/') + 1), managed: false };
    const { version } = await untilAccepted(publish, role, functionName, context);
    await waitUntilSettled(functionName, version, context);
    return {
      version,
      arn: `${found.arn}:${version}`,
      existed: before.some((one) => one.version === version),
    };
  } catch (error) {
    throw inWordsOfPublishing(error, functionName);
  }
}

/** The waits are those of a deploy, and speak of one. */
function inWordsOfPublishing(error: unknown, functionName: string): unknown {
  if (isFailure(error, 'deploy.functionGone')) return codeFailures.gone(functionName);
  if (isFailure(error, 'deploy.waitTooLong')) return versionFailures.stillUpdating(functionName, error);
  return isFailure(error, 'aws.preconditionFailed') ? versionFailures.changedMeanwhile(functionName) : error;
}
