import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isTemporaryName } from '../archive/temporaryName.ts';

/** What is younger than a day may be in use by another window. */
const day = 24 * 60 * 60 * 1000;

/** Removes all but the `kept` folders that were used last, and what a crash left behind. Best effort. */
export async function pruneFolders(folder: string, kept: number): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const facts = await stat(path).catch(() => undefined);
      return { path, name, age: Date.now() - (facts?.mtimeMs ?? 0) };
    }),
  );
  const whole = found.filter(({ name }) => !isTemporaryName(name)).sort((a, b) => a.age - b.age);
  const old = [...whole.slice(kept), ...found.filter(({ name }) => isTemporaryName(name))];
  for (const { path, age } of old) {
    if (age > day) await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}
