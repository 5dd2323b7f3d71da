import type { LiveAlias } from '../deployment/liveState.ts';
import { aliasesOn } from '../functions/aliasText.ts';
import type { VersionSummary } from '../functions/versionSummary.ts';

/** A version that no alias uses. */
export interface PruneCandidate {
  readonly summary: VersionSummary;
  /** Whether it is older than those that are to be kept: what a person most likely wants to delete. */
  readonly old: boolean;
}

/** Where the manifest does not say how many to keep: the newest may have been published to be used next. */
const keptByDefault = 1;

/**
 * Versions that can be deleted, newest first. None that an alias points to or gives a weight.
 * @param versions newest first, `$LATEST` left out
 * @param keep how many of the newest are not proposed, used or not
 */
export function pruneCandidates(
  versions: readonly VersionSummary[],
  aliases: readonly LiveAlias[],
  keep = keptByDefault,
): PruneCandidate[] {
  return versions
    .map((summary, index) => ({ summary, old: index >= keep }))
    .filter(({ summary }) => aliasesOn(summary.version, aliases).length === 0);
}

/** Bytes of code storage that deleting them frees: Lambda counts each version's archive. */
export function freedBytes(versions: readonly Pick<VersionSummary, 'codeSize'>[]): number {
  return versions.reduce((sum, { codeSize }) => sum + codeSize, 0);
}
