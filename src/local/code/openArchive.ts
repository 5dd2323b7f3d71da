import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { fileLimit, unzippedLimit } from '../../core/archive/archiveLimits.ts';
import { codeFailures } from '../../core/failures/codeFailures.ts';
import { entryPath } from '../../core/versions/codeFile.ts';
import type { CodeFile } from '../../core/versions/codeFile.ts';
import type { CodeArchive } from '../../workflows/portsForCode.ts';
import { readZipDirectory } from './zipDirectory.ts';
import type { ZipEntry } from './zipDirectory.ts';

/** Of a Unix mode: what kind of file it is, and symbolic link among these (stat.h, S_IFMT and S_IFLNK). */
const kindBits = 0o170000;
const linkKind = 0o120000;

const inflate = promisify(inflateRaw);

/**
 * Opens an archive of code from wherever it comes, without trusting it. The directory alone is read; files are unpacked
 * when asked for, each to no more than the size that the directory tells, all of which together must be within Lambda's
 * own limit. Rejects with `code.unsafeName` (zip-slip), `code.tooLarge` or `code.unreadable`.
 * @param name of the function or version, for these sentences
 */
export function openArchive(bytes: Uint8Array, name: string): Promise<CodeArchive> {
  // A promise also of what is thrown.
  return Promise.resolve().then(() => open(directoryOf(bytes, name), name));
}

function directoryOf(bytes: Uint8Array, name: string): ZipEntry[] {
  try {
    return readZipDirectory(bytes);
  } catch (error) {
    throw codeFailures.unreadable(name, error);
  }
}

function open(directory: readonly ZipEntry[], name: string): CodeArchive {
  const entries = new Map<string, { readonly file: CodeFile; readonly entry: ZipEntry }>();
  for (const entry of directory) {
    if (entry.isFolder) continue;
    const path = entryPath(entry.name);
    if (path === undefined) throw codeFailures.unsafeName(name, entry.name);
    entries.set(path, { file: codeFile(path, entry), entry });
  }
  const files = [...entries.values()].map(({ file }) => file).sort((a, b) => (a.path < b.path ? -1 : 1));
  const size = files.reduce((sum, file) => sum + file.size, 0);
  if (files.length > fileLimit || size > unzippedLimit) throw codeFailures.tooLarge(name);
  return {
    files,
    async read(path, { signal }) {
      const found = entries.get(path);
      if (found === undefined) return undefined;
      try {
        signal.throwIfAborted();
        const content = await unpack(found.entry);
        signal.throwIfAborted();
        return content;
      } catch (error) {
        signal.throwIfAborted();
        throw codeFailures.unreadable(name, error);
      }
    },
  };
}

function codeFile(path: string, { size, crc32, unixMode }: ZipEntry): CodeFile {
  const permissions = unixMode & 0o777;
  const mode = permissions === 0 ? 0o644 : permissions;
  return { path, size, crc32, mode, link: (unixMode & kindBits) === linkKind };
}

/** A file that turns out larger than it was said to be is given up before it fills the memory. */
async function unpack({ size, data: { bytes, deflated } }: ZipEntry): Promise<Uint8Array> {
  const content = deflated ? await inflate(bytes, { maxOutputLength: Math.max(size, 1) }) : bytes;
  if (content.length !== size) {
    throw new Error(`The file has ${content.length} bytes, and is said to have ${size}.`);
  }
  return content;
}
