import { readFile } from 'node:fs';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { workspaceFailures } from '../core/failures/workspaceFailures.ts';
import type { WorkspaceFiles } from '../workflows/ports.ts';

/** Not the one of fs/promises: it keeps the host's thread busy for half as long again. */
const readWhole = promisify(readFile);

const absent = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);

/** Text files on disk, UTF-8; a byte order mark is not part of the text. */
export const diskFiles: WorkspaceFiles = {
  readText: async (path) => {
    try {
      return (await readWhole(path, 'utf8')).replace(/^\uFEFF/, '');
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw workspaceFailures.unreadable(path, error);
    }
  },
  exists: async (path) => {
    try {
      await stat(path);
      return true;
    } catch (error) {
      if (isAbsent(error)) return false;
      throw workspaceFailures.unreadable(path, error);
    }
  },
};

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && absent.has(String(error.code));
}
