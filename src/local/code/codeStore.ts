import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import {
  chmod,
  copyFile,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { basename, join } from 'node:path';
import { codeFailures } from '../../core/failures/codeFailures.ts';
import type { CodeArchive, CodeStore } from '../../workflows/portsForCode.ts';
import { temporaryName } from '../archive/temporaryName.ts';
import { openArchive } from './openArchive.ts';

export interface CodeStoreOptions {
  /** Absolute path of a folder for this alone: what is old in there is removed. */
  readonly folder: string;
  /** Bytes of archives that are kept on disk. */
  readonly limit?: number;
}

/** Room for five of the largest archives that are uploaded directly; of most functions, for hundreds. */
const defaultLimit = 256 * 1024 * 1024;
/** Archives that stay open: the two sides of a comparison, and those of the one before. */
const openAtOnce = 4;

/** Keeps deployed code where nobody else may read it, under the hash of its bytes, which are checked when they come back. */
export function createCodeStore({ folder, limit = defaultLimit }: CodeStoreOptions): CodeStore {
  const open = new Map<string, CodeArchive>();
  const fileOf = (codeSha256: string) => join(folder, `${fileName(codeSha256)}.zip`);

  function remember(codeSha256: string, archive: CodeArchive): CodeArchive {
    open.delete(codeSha256);
    open.set(codeSha256, archive);
    const oldest = open.keys().next().value;
    if (open.size > openAtOnce && oldest !== undefined) open.delete(oldest);
    return archive;
  }

  return {
    async get(codeSha256) {
      const known = open.get(codeSha256);
      if (known !== undefined) return remember(codeSha256, known);
      const file = fileOf(codeSha256);
      const bytes = await readFile(file).catch(() => undefined);
      if (bytes === undefined) return undefined;
      if (sha256Of(bytes) !== codeSha256) {
        await rm(file, { force: true });
        return undefined;
      }
      const now = new Date();
      // What was used last goes last.
      await utimes(file, now, now).catch(() => undefined);
      return remember(codeSha256, await openArchive(bytes, basename(file)));
    },

    async keep(codeSha256, bytes, name) {
      const archive = remember(codeSha256, await openArchive(bytes, name));
      // Without room on disk it is downloaded again the next time.
      await write(fileOf(codeSha256), bytes, limit).catch(() => undefined);
      return archive;
    },

    async adopt(codeSha256, file) {
      await write(fileOf(codeSha256), file, limit).catch(() => undefined);
    },

    async open(file) {
      const name = basename(file);
      const bytes = await readFile(file).catch((error: unknown) => {
        throw codeFailures.unreadable(name, error);
      });
      return openArchive(bytes, name);
    },
  };
}

/** @param source the archive's bytes, or the path of a file to copy */
async function write(file: string, source: Uint8Array | string, limit: number): Promise<void> {
  const folder = join(file, '..');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const temporary = temporaryName(file);
  try {
    if (typeof source === 'string') {
      await copyFile(source, temporary, constants.COPYFILE_EXCL);
      await chmod(temporary, 0o600);
    } else {
      await writeFile(temporary, source, { mode: 0o600, flag: 'wx' });
    }
    await rename(temporary, file);
  } finally {
    await rm(temporary, { force: true });
  }
  await prune(folder, basename(file), limit);
}

/** Removes what was not used for longest until the rest is within the limit; `newest` stays whatever its size. */
async function prune(folder: string, newest: string, limit: number): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name !== newest);
  const others = await Promise.all(
    names.map(async (name) => ({ name, ...(await factsOf(join(folder, name))) })),
  );
  let total = (await factsOf(join(folder, newest))).size;
  for (const { name, size } of others.sort((a, b) => b.used - a.used)) {
    total += size;
    if (total > limit) await rm(join(folder, name), { force: true });
  }
}

/** Of one that another window removed meanwhile: nothing. */
async function factsOf(file: string): Promise<{ readonly size: number; readonly used: number }> {
  const facts = await stat(file).catch(() => undefined);
  return { size: facts?.size ?? 0, used: facts?.mtimeMs ?? 0 };
}

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64');

/** Base64 has `/` in it: a file's name is the same hash as hexadecimal digits. */
const fileName = (codeSha256: string): string => Buffer.from(codeSha256, 'base64').toString('hex');
