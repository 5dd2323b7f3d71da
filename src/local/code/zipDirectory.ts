/** An entry of a zip's central directory (PKWARE APPNOTE 4.3.12). */
export interface ZipEntry {
  /** As it is written: not yet safe. */
  readonly name: string;
  readonly isFolder: boolean;
  /** `st_mode`; 0 where the archive was not made on Unix. */
  readonly unixMode: number;
  readonly crc32: number;
  /** Bytes, unpacked. */
  readonly size: number;
  /** What is packed. */
  readonly data: { readonly bytes: Uint8Array; readonly deflated: boolean };
}

const signatures = { entry: 0x02014b50, local: 0x04034b50, end: 0x06054b50 };
const signatures64 = { end: 0x06064b50, locator: 0x07064b50 };
/** The end of the directory, without its comment; the comment is at most 65,535 bytes long. */
const endLength = 22;
const longestComment = 0xffff;
/** A number that is in a Zip64 field in place of its own. */
const elsewhere = 0xffffffff;
const fromUnix = 3;

/** Every entry of a zip, in its order. Throws where the archive is damaged, encrypted, or no zip. */
export function readZipDirectory(bytes: Uint8Array): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  const { count, start, before } = directoryOf(view, end);
  const entries: ZipEntry[] = [];
  let at = start;
  for (let index = 0; index < count; index++) {
    if (view.getUint32(at, true) !== signatures.entry) throw new Error('The directory is damaged.');
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((place) =>
      view.getUint16(at + place, true),
    );
    const nameEnd = at + 46 + (nameLength ?? 0);
    const extraEnd = nameEnd + (extraLength ?? 0);
    entries.push(readEntry(bytes, view, { at, nameEnd, extraEnd, before }));
    at = extraEnd + (commentLength ?? 0);
  }
  return entries;
}

function endOf(view: DataView): number {
  const last = view.byteLength - endLength;
  for (let at = last; at >= Math.max(0, last - longestComment); at--) {
    if (view.getUint32(at, true) !== signatures.end) continue;
    if (at + endLength + view.getUint16(at + 20, true) <= view.byteLength) return at;
  }
  throw new Error('There is no end of a directory.');
}

/** @returns `before`: bytes that lie before the archive, such as a script that unpacks it; offsets do not count them */
function directoryOf(view: DataView, end: number): { count: number; start: number; before: number } {
  const locator = end - 20;
  if (locator >= 0 && view.getUint32(locator, true) === signatures64.locator) {
    const end64 = number64(view, locator + 8);
    if (view.getUint32(end64, true) !== signatures64.end) throw new Error('The directory is damaged.');
    return { count: number64(view, end64 + 32), start: number64(view, end64 + 48), before: 0 };
  }
  const size = view.getUint32(end + 12, true);
  const before = end - size - view.getUint32(end + 16, true);
  if (before < 0) throw new Error('The directory is damaged.');
  return { count: view.getUint16(end + 10, true), start: end - size, before };
}

interface EntryPlace {
  readonly at: number;
  readonly nameEnd: number;
  readonly extraEnd: number;
  readonly before: number;
}

function readEntry(
  bytes: Uint8Array,
  view: DataView,
  { at, nameEnd, extraEnd, before }: EntryPlace,
): ZipEntry {
  const short = (place: number) => view.getUint16(at + place, true);
  const long = (place: number) => view.getUint32(at + place, true);
  if (extraEnd > bytes.length) throw new Error('The directory is cut off.');
  const name = new TextDecoder().decode(bytes.subarray(at + 46, nameEnd));
  // In this order, each only where it is not in its own place (APPNOTE 4.5.3).
  const wide = wideNumbers(view, nameEnd, extraEnd);
  const [size = 0, packedSize = 0, offset = 0] = [24, 20, 42].map((place) => {
    const value = long(place);
    return value === elsewhere ? wide() : value;
  });
  const [flags, method, attributes] = [short(8), short(10), long(38)];
  if ((flags & 1) !== 0 || (method !== 0 && method !== 8))
    throw new Error('Encrypted, or of an unknown method.');
  const local = offset + before;
  if (view.getUint32(local, true) !== signatures.local) throw new Error('A file is damaged.');
  const begin = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (begin + packedSize > bytes.length) throw new Error('A file is cut off.');
  return {
    name,
    isFolder: name.endsWith('/') || (attributes & 0x10) !== 0,
    unixMode: short(4) >> 8 === fromUnix ? attributes >>> 16 : 0,
    crc32: long(16),
    size,
    data: { bytes: bytes.subarray(begin, begin + packedSize), deflated: method === 8 },
  };
}

/** Reads one number after the other of an entry's Zip64 field. */
function wideNumbers(view: DataView, start: number, end: number): () => number {
  for (let at = start; at + 4 <= end; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let next = at + 4;
    const last = next + view.getUint16(at + 2, true);
    return () => {
      if (next + 8 > last) throw new Error('A size is missing.');
      next += 8;
      return number64(view, next - 8);
    };
  }
  return () => {
    throw new Error('A size is missing.');
  };
}

const number64 = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));
