import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import type { Dirent, Stats } from 'node:fs';
import { sep } from 'node:path';
import type { ArchiveTrouble } from '../../core/archive/archiveTrouble.ts';
import { systemCode } from './fileSystemTrouble.ts';

export type EntryKind = 'file' | 'folder' | 'special';

export type LinkTarget =
  { readonly kind: EntryKind; readonly realPath: string } | { readonly trouble: ArchiveTrouble };

export function entryKind(entry: Dirent | Stats): EntryKind {
  if (entry.isFile()) return 'file';
  return entry.isDirectory() ? 'folder' : 'special';
}

/** Says what links stand for. A link may lead anywhere inside the given folders, real paths compared, and nowhere else. */
export class LinkResolver {
  readonly #folders: readonly string[];

  /** @param folders real, absolute paths */
  constructor(folders: readonly string[]) {
    this.#folders = folders;
  }

  allows(realPath: string): boolean {
    return this.#folders.some(
      (folder) => realPath === folder || realPath.startsWith(folder.endsWith(sep) ? folder : folder + sep),
    );
  }

  /**
   * @param source absolute path of the link
   * @param path the same relative to the root, for sentences
   */
  resolve(source: string, path: string): LinkTarget {
    let realPath: string;
    try {
      realPath = realpathSync.native(source);
    } catch (error) {
      return { trouble: brokenLink(source, path, systemCode(error)) };
    }
    if (!this.allows(realPath)) return { trouble: { kind: 'outsideLink', path, target: realPath } };
    try {
      return { kind: entryKind(lstatSync(realPath)), realPath };
    } catch {
      return { trouble: { kind: 'changed', path } };
    }
  }
}

function brokenLink(source: string, path: string, code: string | undefined): ArchiveTrouble {
  let target: string;
  try {
    target = readlinkSync(source);
  } catch {
    return { kind: 'changed', path };
  }
  if (code === 'ELOOP') return { kind: 'linkCycle', path, target };
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'danglingLink', path, target };
  return { kind: 'unreadable', path, code: code ?? 'UNKNOWN' };
}
