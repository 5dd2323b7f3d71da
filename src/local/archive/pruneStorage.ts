import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isTemporaryName } from './temporaryName.ts';

/** Archives kept for reuse, one for each root and set of rules. */
const keptArchives = 12;
const day = 24 * 60 * 60 * 1000;

/** Deletes all but the newest archives, and what a crash left behind. Best effort: storage is only a cache. */
export function pruneStorage(folder: string): void {
  const names = attempt(() => readdirSync(folder)) ?? [];
  // Not by mtime: a finished zip has none that means anything (reuseCache.ts).
  const age = (name: string) => Date.now() - (attempt(() => statSync(join(folder, name)).ctimeMs) ?? 0);
  const old = names
    .filter((name) => name.endsWith('.zip'))
    .map((name) => ({ name, age: age(name) }))
    .sort((a, b) => a.age - b.age)
    .slice(keptArchives)
    .flatMap(({ name }) => [name, `${name}.index`]);
  const abandoned = names.filter((name) => isTemporaryName(name) && age(name) > day);
  for (const name of [...old, ...abandoned]) attempt(() => rmSync(join(folder, name), { force: true }));
}

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
