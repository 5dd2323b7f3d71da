import { linkMode } from '../../core/archive/archiveMode.ts';

/**
 * The zip container (PKWARE APPNOTE 6.3.3) as far as a function's archive needs it: sizes are known before an entry is
 * written, so no data descriptors; no Zip64, since Lambda's limits are far below; nothing in it depends on the machine.
 */
export const stored = 0;
export const deflated = 8;

export interface ZipEntry {
  /** Path in the archive, `/`-separated. */
  readonly path: string;
  readonly method: typeof stored | typeof deflated;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  /** 0o755 or 0o644; 0o120777 for a link. */
  readonly mode: number;
}

const version = 20; // deflate
const madeByUnix = (3 << 8) | version; // so that readers take the mode from the external attributes
const utf8Names = 1 << 11;
/** 1980-01-01, the first date that the format knows: real times would make every build differ. */
const dosDate = (1 << 5) | 1;
const regularFile = 0o100000;

/** Bytes of the header before an entry's data. */
export function localHeaderLength(path: string): number {
  return 30 + Buffer.byteLength(path);
}

/** Writes the header into `target` at `offset`; `target` has `localHeaderLength` bytes of room there. */
export function writeLocalHeader(target: Buffer, offset: number, entry: ZipEntry): void {
  target.writeUInt32LE(0x04034b50, offset);
  writeShared(target, offset + 4, entry);
  target.writeUInt16LE(0, offset + 28);
  target.write(entry.path, offset + 30);
}

/** The list at the end of the zip; `offsets` are where the entries' local headers begin. */
export function centralDirectory(
  entries: readonly ZipEntry[],
  offsets: readonly number[],
  start: number,
): Buffer {
  const names = entries.reduce((sum, entry) => sum + Buffer.byteLength(entry.path), 0);
  const directory = Buffer.alloc(entries.length * 46 + names + 22);
  let at = 0;
  entries.forEach((entry, index) => {
    directory.writeUInt32LE(0x02014b50, at);
    directory.writeUInt16LE(madeByUnix, at + 4);
    writeShared(directory, at + 6, entry);
    directory.writeUInt32LE((fileMode(entry.mode) << 16) >>> 0, at + 38);
    directory.writeUInt32LE(offsets[index] ?? 0, at + 42);
    at += 46 + directory.write(entry.path, at + 46);
  });
  directory.writeUInt32LE(0x06054b50, at);
  directory.writeUInt16LE(entries.length, at + 8);
  directory.writeUInt16LE(entries.length, at + 10);
  directory.writeUInt32LE(at, at + 12);
  directory.writeUInt32LE(start, at + 16);
  return directory;
}

const fileMode = (mode: number) => (mode === linkMode ? mode : regularFile | mode);

/** The 24 bytes that local and central header have in common. */
function writeShared(target: Buffer, offset: number, entry: ZipEntry): void {
  target.writeUInt16LE(version, offset);
  target.writeUInt16LE(utf8Names, offset + 2);
  target.writeUInt16LE(entry.method, offset + 4);
  target.writeUInt16LE(0, offset + 6);
  target.writeUInt16LE(dosDate, offset + 8);
  target.writeUInt32LE(entry.crc, offset + 10);
  target.writeUInt32LE(entry.compressedSize, offset + 14);
  target.writeUInt32LE(entry.size, offset + 18);
  target.writeUInt16LE(Buffer.byteLength(entry.path), offset + 22);
}
