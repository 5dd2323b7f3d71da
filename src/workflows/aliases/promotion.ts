import type { LiveAlias, LiveFunction } from '../../core/deployment/liveState.ts';
import { aliasFailures } from '../../core/failures/aliasFailures.ts';
import { isFailure } from '../../core/failures/failure.ts';
import type { AwsConnection, CallOptions } from '../ports.ts';
import { writeReliably } from '../reliableWrite.ts';
import { untilAccepted, waitUntilSettled } from '../waits.ts';
import { qualifierOf } from './aliasFacts.ts';
import type { AliasRun } from './aliasRun.ts';

export interface Promotion {
  /** What the next alias is to get: a version, or `$LATEST` when it has to be published first. */
  readonly source: LiveFunction;
  /** The next alias; undefined when it is to be made. */
  readonly next: LiveAlias | undefined;
  /** What it points to now, or mostly. */
  readonly now: LiveFunction | undefined;
}

/**
 * Reads what a promotion would do. `$LATEST` that equals the newest version is that version: publishing would add nothing.
 * Rejects with `alias.versionGone`.
 */
export async function planPromotion(
  functionName: string,
  version: string,
  nextAlias: string,
  { functions }: Pick<AwsConnection, 'functions'>,
  options: CallOptions,
): Promise<Promotion> {
  const read = (wanted: string) => functions.readFunction(functionName, qualifierOf(wanted), options);
  const [source, next] = await Promise.all([
    read(version),
    functions.readAlias(functionName, nextAlias, options),
  ]);
  if (source === undefined) throw aliasFailures.versionGone(version, functionName);
  const now = next && (await read(next.functionVersion));
  if (version !== '$LATEST') return { source, next, now };
  const [newest] = await functions.listVersions(functionName, options);
  return { source: newest?.versionedFields === source.versionedFields ? newest : source, next, now };
}

/** Publishes `$LATEST` as it was shown, and waits until the version is active. Rejects with `alias.latestChanged`. */
export async function publishShown(
  shown: LiveFunction,
  description: string,
  run: AliasRun,
): Promise<LiveFunction> {
  const { functions } = run.connection;
  const { functionName } = shown;
  const readBack = async () => {
    const [newest] = await functions.listVersions(functionName, run);
    return newest?.versionedFields === shown.versionedFields ? newest : undefined;
  };
  const publish = ({ codeSha256, revisionId }: LiveFunction) => {
    const apply = () => functions.publishVersion(functionName, { codeSha256, revisionId }, description, run);
    const attempt = () => writeReliably({ apply, readBack }, run.clock, run.signal);
    return untilAccepted(attempt, { name: functionName, managed: false }, functionName, run);
  };
  const published = await publish(shown).catch(async (error: unknown) => {
    if (!isFailure(error, 'aws.preconditionFailed')) throw error;
    // Its RevisionId also moves by itself.
    const live = await waitUntilSettled(functionName, undefined, run);
    if (live.versionedFields !== shown.versionedFields) throw aliasFailures.latestChanged(functionName);
    return publish(live);
  });
  return waitUntilSettled(functionName, published.version, run);
}
