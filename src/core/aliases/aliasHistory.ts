import { equalPointers } from './aliasPointer.ts';
import type { AliasPointer } from './aliasPointer.ts';

/** Where an alias pointed once. */
export interface FormerPointer extends AliasPointer {
  /** When it was moved away from there: milliseconds since the epoch. */
  readonly until: number;
}

/** Former pointers of one alias that are kept. */
const capacity = 20;

/** With what the alias was moved away from on top. */
export function withFormer(history: readonly FormerPointer[], former: FormerPointer): FormerPointer[] {
  return mergedHistory([former], history);
}

/** What is known from both, newest first; where it pointed twice, the last time counts. */
export function mergedHistory(
  ours: readonly FormerPointer[],
  theirs: readonly FormerPointer[],
): FormerPointer[] {
  const newestFirst = [...ours, ...theirs].sort((a, b) => b.until - a.until);
  return newestFirst
    .filter((one, at) => newestFirst.findIndex((other) => equalPointers(one, other)) === at)
    .slice(0, capacity);
}

/** What can be gone back to: not where it points now, and no version that was deleted. */
export function waysBack(
  history: readonly FormerPointer[],
  now: AliasPointer,
  versions: ReadonlySet<string>,
): FormerPointer[] {
  return history.filter(
    (former) =>
      !equalPointers(former, now) &&
      [former.version, ...Object.keys(former.routing)].every(
        (version) => version === '$LATEST' || versions.has(version),
      ),
  );
}
