import JSZip from 'jszip';
import { fileLimit, unzippedLimit } from '../../core/archive/archiveLimits.ts';
import { codeFailures } from '../../core/failures/codeFailures.ts';
import { entryPath } from '../../core/versions/codeFile.ts';
import type { CodeFile } from '../../core/versions/codeFile.ts';
import type { CodeArchive } from '../../workflows/portsForCode.ts';

/** Of a Unix mode: what kind of file it is, and symbolic link among these (stat.h, S_IFMT and S_IFLNK). */
const kindBits = 0o170000;
const linkKind = 0o120000;

/**
 * Opens an archive of code from wherever it comes, without trusting it. The directory alone is read; files are unpacked
 * when asked for, each to no more than the size that the directory tells, all of which together must be within Lambda's
 * own limit. Rejects with `code.unsafeName` (zip-slip), `code.tooLarge` or `code.unreadable`.
 * @param name of the function or version, for these sentences
 */
export async function openArchive(bytes: Uint8Array, name: string): Promise<CodeArchive> {
  const zip = await JSZip.loadAsync(bytes).catch((error: unknown) => {
    throw codeFailures.unreadable(name, error);
  });
  const entries = new Map<string, { readonly file: CodeFile; readonly entry: JSZip.JSZipObject }>();
  for (const entry of Object.values(zip.files)) {
    if (entry.dir) continue;
    // jszip makes names safe by itself: what it made of `../x` could pass for another file.
    const original = entry.unsafeOriginalName ?? entry.name;
    const path = entryPath(original);
    if (path === undefined) throw codeFailures.unsafeName(name, original);
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
      return unpack(found.entry, found.file.size, signal).catch((error: unknown) => {
        signal.throwIfAborted();
        throw codeFailures.unreadable(name, error);
      });
    },
  };
}

function codeFile(path: string, entry: JSZip.JSZipObject): CodeFile {
  const unix = Number(entry.unixPermissions ?? 0);
  const permissions = unix & 0o777;
  return {
    path,
    ...recorded(entry),
    mode: permissions === 0 ? 0o644 : permissions,
    link: (unix & kindBits) === linkKind,
  };
}

/** What the archive's directory says of a file: jszip reads it, and keeps it in a member that its types do not have. */
function recorded(entry: JSZip.JSZipObject): { readonly size: number; readonly crc32: number } {
  const data: unknown = '_data' in entry ? entry._data : undefined;
  // Of an empty file it keeps a promise of nothing.
  if (data instanceof Promise) return { size: 0, crc32: 0 };
  if (typeof data === 'object' && data !== null && 'uncompressedSize' in data && 'crc32' in data) {
    // Of four bytes jszip makes signed numbers.
    return { size: Number(data.uncompressedSize) >>> 0, crc32: Number(data.crc32) >>> 0 };
  }
  throw new Error('jszip does not tell the size of a file any more.');
}

/** In pieces: a file that turns out larger than it was said to be is given up before it fills the memory. */
function unpack(entry: JSZip.JSZipObject, size: number, signal: AbortSignal): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    const stream = entry.nodeStream();
    const giveUp = (error: unknown) => {
      stream.pause();
      stream.removeAllListeners('data');
      reject(error instanceof Error ? error : new Error('The file cannot be unpacked.'));
    };
    const onAbort = () => giveUp(signal.reason);
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener('abort', onAbort, { once: true });
    stream.on('data', (piece: Uint8Array) => {
      length += piece.length;
      if (length > size)
        giveUp(new Error(`The file is larger than the ${size} bytes that it is said to have.`));
      else pieces.push(piece);
    });
    stream.on('error', giveUp);
    stream.on('end', () => {
      signal.removeEventListener('abort', onAbort);
      resolve(Buffer.concat(pieces));
    });
  });
}
