import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Copies that are kept whatever their age, and how long those beyond are kept after their last use. */
const keptCopies = 20;
const day = 24 * 60 * 60 * 1000;

/**
 * Removes all but the copies of code that were used last. Best effort: one that somebody still needs is made again.
 *
 * @param folder absolute path of the folder with all of them
 */
export function pruneMirrors(folder: string): void {
  const names = attempt(() => readdirSync(folder)) ?? [];
  const age = (name: string) => Date.now() - (attempt(() => statSync(join(folder, name)).mtimeMs) ?? 0);
  const old = names
    .map((name) => ({ name, age: age(name) }))
    .sort((a, b) => a.age - b.age)
    .slice(keptCopies)
    .filter((one) => one.age > day);
  for (const { name } of old) attempt(() => rmSync(join(folder, name), { recursive: true, force: true }));
}

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
