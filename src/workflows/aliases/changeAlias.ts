import type { AliasChange } from '../../core/aliases/aliasChange.ts';
import { equalPointers, pointerOf } from '../../core/aliases/aliasPointer.ts';
import type { LiveAlias } from '../../core/deployment/liveState.ts';
import { aliasFailures } from '../../core/failures/aliasFailures.ts';
import { isFailure } from '../../core/failures/failure.ts';
import { writeReliably } from '../reliableWrite.ts';
import { untilAccepted } from '../waits.ts';
import type { AliasRun } from './aliasRun.ts';

export type AliasOutcome =
  | { readonly kind: 'changed'; readonly alias: LiveAlias }
  /** Somebody else moved it meanwhile: nothing was done. */
  | { readonly kind: 'movedByOthers'; readonly theirs: LiveAlias };

/**
 * Makes an alias, or changes the one that was seen; guarded by its RevisionId. After a lost answer what is there is read
 * before anything is repeated. Rejects with `alias.exists`, `alias.gone`, `aws.notFound` (no such version) or what else
 * AWS answers.
 */
export async function changeAlias(change: AliasChange, run: AliasRun): Promise<AliasOutcome> {
  const { functionName, alias, to } = change;
  const readAlias = () => run.connection.functions.readAlias(functionName, alias, run);
  const readBack = async () => {
    const live = await readAlias();
    return live !== undefined && equalPointers(pointerOf(live), to) ? live : undefined;
  };
  const write = (known: LiveAlias | undefined) =>
    untilAccepted(
      () => writeReliably({ apply: () => apply(change, known, run), readBack }, run.clock, run.signal),
      { name: functionName, managed: false },
      functionName,
      run,
    );
  let known = change.seen;
  for (let again = false; ; again = true) {
    try {
      return { kind: 'changed', alias: await write(known) };
    } catch (error) {
      if (isFailure(error, 'aws.alreadyExists')) throw aliasFailures.exists(alias, functionName);
      if (!isFailure(error, 'aws.preconditionFailed', 'aws.notFound')) throw error;
      const theirs = await readAlias();
      if (theirs === undefined) throw known === undefined ? error : aliasFailures.gone(alias, functionName);
      if (isFailure(error, 'aws.notFound')) throw error;
      if (again || known === undefined || !looksLike(theirs, known)) return { kind: 'movedByOthers', theirs };
      known = theirs;
    }
  }
}

/** A RevisionId also moves by itself, for one with every permission that is added (AWS.md): that is nobody's change. */
export const looksLike = (theirs: LiveAlias, known: LiveAlias): boolean =>
  equalPointers(pointerOf(theirs), pointerOf(known)) && theirs.description === known.description;

function apply(change: AliasChange, known: LiveAlias | undefined, run: AliasRun): Promise<LiveAlias> {
  const { aliases } = run.connection;
  const { functionName, alias, to, description } = change;
  if (known !== undefined) return aliases.updateAlias(functionName, alias, to, known.revisionId, run);
  return aliases.createAlias(functionName, { name: alias, description, ...to }, run);
}
