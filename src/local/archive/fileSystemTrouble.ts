import { ArchiveStop } from '../../core/archive/archiveTrouble.ts';

/** The code of a node:fs error, such as ENOENT; undefined for any other value. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/**
 * Runs a read of the file at `path` (relative to the root) and turns what node:fs throws into trouble: what is gone
 * was there a moment ago, so it changed; all else could not be read.
 */
export function reading<Result>(path: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    if (path.includes('\ufffd')) throw new ArchiveStop({ kind: 'badName', path });
    const gone = code === 'ENOENT' || code === 'ENOTDIR';
    throw new ArchiveStop(gone ? { kind: 'changed', path } : { kind: 'unreadable', path, code });
  }
}

/** Runs a write of `file` (absolute) and turns what node:fs throws into trouble. */
export function writing<Result>(file: string, write: () => Result): Result {
  try {
    return write();
  } catch (error) {
    const code = systemCode(error);
    throw code === undefined ? error : new ArchiveStop({ kind: 'notWritable', file, code });
  }
}
