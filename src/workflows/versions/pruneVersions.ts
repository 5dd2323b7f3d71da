import { isFailure } from '../../core/failures/failure.ts';
import { versionFailures } from '../../core/failures/versionFailures.ts';
import type { AccountUsage } from '../../core/functions/functionSummary.ts';
import { versionSummary } from '../../core/functions/versionSummary.ts';
import { pruneCandidates } from '../../core/versions/pruning.ts';
import type { PruneCandidate } from '../../core/versions/pruning.ts';
import type { AwsConnection, CallOptions, Clock } from '../ports.ts';
import { deleteVersion } from './deleteVersion.ts';

export interface Prunable {
  /** Versions that no alias uses, newest first. */
  readonly candidates: readonly PruneCandidate[];
  /** How many versions are published, used or not. */
  readonly published: number;
  /** Undefined where the account's settings may not be read. */
  readonly usage: AccountUsage | undefined;
}

/** How many versions are older than the newest `keep` and not used by an alias. */
export async function countOldVersions(
  functionName: string,
  keep: number,
  { connection }: { readonly connection: AwsConnection },
  { signal }: CallOptions,
): Promise<number> {
  const { functions, aliases } = connection;
  const [versions, inUse] = await Promise.all([
    functions.listVersions(functionName, { signal }),
    aliases.listAliases(functionName, { signal }),
  ]);
  return pruneCandidates(versions.map(versionSummary), inUse, keep).filter(({ old }) => old).length;
}

/** Reads what could be deleted. @param keep how many of the newest versions are not proposed */
export async function readPrunable(
  functionName: string,
  keep: number | undefined,
  { connection }: { readonly connection: AwsConnection },
  options: CallOptions,
): Promise<Prunable> {
  const { functions, aliases, catalog } = connection;
  const [versions, inUse, usage] = await Promise.all([
    functions.listVersions(functionName, options),
    aliases.listAliases(functionName, options),
    catalog.accountUsage(options).catch((error: unknown) => {
      if (isFailure(error, 'aws.accessDenied')) return undefined;
      throw error;
    }),
  ]);
  const candidates = pruneCandidates(versions.map(versionSummary), inUse, keep);
  return { candidates, published: versions.length, usage };
}

/**
 * Deletes versions one after the other, oldest first. Stops at the first that cannot be deleted with
 * `version.pruneStopped`, which says what was done before; running it again continues from there. Rejects with an
 * AbortError when cancelled; what was deleted until then has been told through `onDeleted`.
 */
export async function pruneVersions(
  functionName: string,
  versions: readonly string[],
  dependencies: { readonly connection: AwsConnection; readonly clock: Clock },
  {
    signal,
    onDeleted,
  }: CallOptions & { readonly onDeleted?: (version: string, done: number, of: number) => void },
): Promise<void> {
  const done: string[] = [];
  const order = versions.toSorted((a, b) => Number(a) - Number(b));
  for (const version of order) {
    signal.throwIfAborted();
    try {
      await deleteVersion(functionName, version, dependencies, { signal });
    } catch (error) {
      throw isFailure(error) ? versionFailures.pruneStopped(functionName, version, done, error) : error;
    }
    done.push(version);
    onDeleted?.(version, done.length, order.length);
  }
}
