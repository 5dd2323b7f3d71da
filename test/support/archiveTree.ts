import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createArchiver } from '../../src/local/archive/archiver.ts';
import type { Archiver, ArchiveRequest, BuiltArchive } from '../../src/workflows/ports.ts';

export const archiveWorkerFile = fileURLToPath(
  new URL('../../src/local/archive/archiveWorker.ts', import.meta.url),
);

/** Path → content; a path that ends in `/` makes an empty folder, `['#!…']` an executable file. */
export type Tree = Readonly<Record<string, string | Buffer | readonly [string]>>;

export function writeTree(folder: string, tree: Tree): void {
  for (const [path, content] of Object.entries(tree)) {
    const place = join(folder, path);
    mkdirSync(path.endsWith('/') ? place : dirname(place), { recursive: true });
    if (path.endsWith('/')) continue;
    const isExecutable = Array.isArray(content);
    writeFileSync(place, isExecutable ? String(content[0]) : (content as string | Buffer));
    if (isExecutable) chmodSync(place, 0o755);
  }
}

/** An archiver whose zips are kept in `folder`/storage; one for a whole test file, since its threads take time to start. */
export const testArchiver = (folder: string, idleMilliseconds?: number) =>
  createArchiver({
    storageFolder: join(folder, 'storage'),
    workerFile: archiveWorkerFile,
    idleMilliseconds,
  });

export function buildTree(
  archiver: Archiver,
  root: string,
  request: Partial<ArchiveRequest> = {},
): Promise<BuiltArchive> {
  const whole = { root, workspaceFolder: root, exclude: [], known: [], ...request };
  return archiver.build(whole, { signal: new AbortController().signal });
}

export const pathsOf = ({ files }: BuiltArchive) => files.map(({ path }) => path);

/** `path  rule` of everything that was left out. */
export const leftOutOf = ({ leftOut }: BuiltArchive) => leftOut.map(({ path, rule }) => `${path}  ${rule}`);
