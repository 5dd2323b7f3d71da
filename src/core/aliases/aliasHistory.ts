import { equalPointers, pointerTo } from './aliasPointer.ts';
import type { AliasPointer } from './aliasPointer.ts';

/** A version that an alias pointed to once, alone or as the main one of two. */
export interface FormerVersion {
  /** Its number, or `$LATEST`. */
  readonly version: string;
  /** When the alias was moved away from it: milliseconds since the epoch. */
  readonly until: number;
}

/** Former versions of one alias that are kept. */
const capacity = 20;

/** With what the alias was moved away from on top; as it was when the alias only came back to it. */
export function withFormer(
  history: readonly FormerVersion[],
  { version }: AliasPointer,
  now: AliasPointer,
  until: number,
): readonly FormerVersion[] {
  // The second version of a shift that was aborted is no place to go back to.
  return equalPointers(pointerTo(version), now) ? history : mergedHistory([{ version, until }], history);
}

/** What is known from both, newest first; of a version that came twice the last time counts. */
export function mergedHistory(
  ours: readonly FormerVersion[],
  theirs: readonly FormerVersion[],
): FormerVersion[] {
  const newestFirst = [...ours, ...theirs].sort((a, b) => b.until - a.until);
  return newestFirst
    .filter(({ version }, at) => newestFirst.findIndex((other) => other.version === version) === at)
    .slice(0, capacity);
}

/** What can be gone back to: not where it points now, and no version that was deleted. */
export function waysBack(
  history: readonly FormerVersion[],
  now: AliasPointer,
  versions: ReadonlySet<string>,
): FormerVersion[] {
  return history.filter(
    ({ version }) =>
      !equalPointers(pointerTo(version), now) && (version === '$LATEST' || versions.has(version)),
  );
}
