import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { foldersUpTo } from './packageFacts.ts';

/** Settings that decide how a source is read, beside it or above it. */
const settings = /^(tsconfig.*|package)\.json$/;

/**
 * Digest of all that decides what a compilation comes to: the contents of its inputs, which files lie beside them (a new one
 * may be found before another), and the settings above them. Files are read whole: a person's sources are small, and file
 * times do not tell of everything.
 *
 * @param inputs absolute paths
 * @param workspaceFolder absolute path of the folder above which nothing counts
 */
export async function sourceState(inputs: readonly string[], workspaceFolder: string): Promise<string> {
  const hash = createHash('sha256');
  const beside = new Set(inputs.map((input) => dirname(input)));
  const above = new Set([...beside].flatMap((folder) => foldersUpTo(workspaceFolder, folder)));
  for (const folder of [...above].sort()) {
    const names = (await readdir(folder).catch(() => [])).sort();
    hash.update(JSON.stringify([folder, beside.has(folder) ? names : []]));
    for (const name of names.filter((each) => settings.test(each))) {
      const text = await contentOf(join(folder, name));
      hash.update(text);
      for (const base of basesOf(text)) hash.update(await contentOf(resolve(folder, base)));
    }
  }
  for (const input of [...inputs].sort()) hash.update(input).update(await contentOf(input));
  return hash.digest('hex');
}

const contentOf = (file: string): Promise<Buffer> => readFile(file).catch(() => Buffer.from('\0missing'));

/** Files that a tsconfig names as those it extends. */
const basesOf = (text: Buffer): string[] =>
  [...text.toString().matchAll(/"extends"\s*:\s*"(\.[^"]+)"/g)].map(([, base = '']) =>
    base.endsWith('.json') ? base : `${base}.json`,
  );
