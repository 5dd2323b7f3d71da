import type { LiveAlias } from '../../core/deployment/liveState.ts';
import { isFailure } from '../../core/failures/failure.ts';
import { looksLike } from './changeAlias.ts';
import type { AliasOutcome } from './changeAlias.ts';
import type { AliasRun } from './aliasRun.ts';

/**
 * Deletes an alias that is as it was seen. Lambda guards no deletion by a RevisionId, so it is read right before. One that
 * is gone already is no failure.
 */
export async function deleteAlias(
  functionName: string,
  seen: LiveAlias,
  run: AliasRun,
): Promise<Exclude<AliasOutcome, { kind: 'changed' }> | { readonly kind: 'deleted' }> {
  const { functions, aliases } = run.connection;
  const live = await functions.readAlias(functionName, seen.name, run);
  if (live === undefined) return { kind: 'deleted' };
  if (!looksLike(live, seen)) return { kind: 'movedByOthers', theirs: live };
  try {
    await aliases.deleteAlias(functionName, seen.name, run);
  } catch (error) {
    if (!isFailure(error, 'aws.uncertain')) throw error;
    if ((await functions.readAlias(functionName, seen.name, run)) !== undefined) throw error;
  }
  return { kind: 'deleted' };
}
