import { accessSync, constants } from 'node:fs';
import { ArchiveStop } from '../../core/archive/archiveTrouble.ts';
import { systemCode } from '../archive/fileSystemTrouble.ts';
import { ScanStop } from './scanMessages.ts';

/** What it means that a file could not be copied: it is gone, may not be read, or the copy cannot be written. */
export function copyTrouble(path: string, source: string | undefined, error: unknown): unknown {
  const code = systemCode(error);
  if (code === undefined) return error;
  if (source !== undefined) {
    try {
      accessSync(source, constants.R_OK);
    } catch (unreadable) {
      const why = systemCode(unreadable) ?? code;
      if (why === 'ENOENT' || why === 'ENOTDIR') return new ArchiveStop({ kind: 'changed', path });
      return new ScanStop({ kind: 'unreadable', path: source, code: why });
    }
  }
  return new ScanStop({ kind: 'notCopied', path, code });
}
