import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { importFailures } from '../../core/failures/importFailures.ts';
import { isFailure } from '../../core/failures/failure.ts';
import type { FolderMaker, StagedFolder } from '../../workflows/portsForImport.ts';
import { temporaryName } from '../archive/temporaryName.ts';
import { unpackArchive } from './unpackArchive.ts';

/** Makes folders of the workspace whole or not at all: each under another name beside its place, then renamed. */
export const folderMaker: FolderMaker = {
  isFree,
  async begin(folder) {
    if (!(await isFree(folder))) throw importFailures.folderTaken(folder);
    const path = temporaryName(folder);
    try {
      const made = await mkdir(dirname(folder), { recursive: true });
      await mkdir(path);
      return stagedFolder(folder, path, made);
    } catch (error) {
      throw importFailures.notWritten(folder, error);
    }
  },
};

async function isFree(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    return codeOf(error) === 'ENOENT';
  }
}

/** @param made the outermost folder above it that was made for it */
function stagedFolder(folder: string, path: string, made: string | undefined): StagedFolder {
  const workFile = `${path}.zip`;
  return {
    path,
    workFile,
    async unpack(request, options) {
      try {
        await unpackArchive(join(path, request.below), request, options);
      } catch (error) {
        options.signal.throwIfAborted();
        throw isFailure(error) ? error : importFailures.notWritten(folder, error);
      }
    },
    async write(name, text) {
      try {
        await writeFile(join(path, name), text, { flag: 'wx' });
      } catch (error) {
        throw importFailures.notWritten(folder, error);
      }
    },
    async finish() {
      await rm(workFile, { force: true });
      try {
        // Of an empty folder only; where there is none it is no trouble.
        await rmdir(folder).catch((error: unknown) => {
          if (codeOf(error) !== 'ENOENT') throw error;
        });
        await rename(path, folder);
      } catch (error) {
        throw importFailures.folderTaken(folder, error);
      }
    },
    async discard() {
      await rm(workFile, { force: true });
      const finished = await rm(path, { recursive: true }).then(
        () => false,
        (error: unknown) => codeOf(error) === 'ENOENT',
      );
      if (!finished && made !== undefined) await removeEmpty(dirname(folder), made);
    },
  };
}

/** Removes a folder and those above it, up to the outermost, as long as nothing else has come into them. */
async function removeEmpty(folder: string, outermost: string): Promise<void> {
  for (let at = folder; at.length >= outermost.length; at = dirname(at)) {
    const removed = await rmdir(at).then(
      () => true,
      () => false,
    );
    if (!removed) return;
  }
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;
