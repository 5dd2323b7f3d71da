import {
  closeSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { CompressedEntry } from './archiveMessages.ts';
import { compressionLevel } from './compressionLevel.ts';
import type { ZipSink } from './zipSink.ts';

/** An entry of the zip that the run before left, local header included. */
export interface CachedEntry extends CompressedEntry {
  readonly fingerprint: string | undefined;
  /** Bytes of header and data together. */
  readonly length: number;
  /** CRC-32 over them, to notice damage. */
  readonly checksum: number;
}

type IndexLine = readonly [path: string, fingerprint: string, ...numbers: number[]];

/** The zip that was kept turned out to be something else than its index says. */
export class CacheDamaged extends Error {
  override readonly name = 'CacheDamaged';
}

/** What decides the bytes of an entry besides the file itself. */
const recipe = `3 zlib ${process.versions.zlib} level ${compressionLevel} ${process.platform}`;
const windowSize = 1024 * 1024;

const indexFile = (file: string) => `${file}.index`;

/** A finished zip, by what its upload needs. */
export interface FinishedZip {
  /** base64. */
  readonly sha256: string;
  readonly size: number;
  /** In the archive's order. */
  readonly entries: ReadonlyMap<string, CachedEntry>;
}

/** A zip is given this time when it is finished. Whoever writes to it afterwards gives it another, also within one tick of the clock. */
const finishedTime = new Date('1980-01-02T00:00:00Z');

/** Whatever is written to the zip or put in its place changes this. */
const identity = ({ size, mtimeNs, ctimeNs, ino }: BigIntStats) => [size, mtimeNs, ctimeNs, ino].join(':');

/** Writes the index of a finished zip. A missing or broken one costs time in the next run, nothing else. */
export function saveIndex(file: string, { sha256, size, entries }: FinishedZip): void {
  const lines: IndexLine[] = [];
  for (const [path, e] of entries) {
    lines.push([
      path,
      e.fingerprint ?? '',
      e.length,
      e.checksum,
      e.method,
      e.crc,
      e.compressedSize,
      e.size,
      e.mode,
      e.machine,
    ]);
  }
  utimesSync(file, new Date(), finishedTime);
  const zip = identity(statSync(file, { bigint: true }));
  writeFileSync(indexFile(file), JSON.stringify({ recipe, sha256, size, zip, lines }));
}

/** The zip of the run before, opened for copying entries out of it. */
export class ReuseCache {
  readonly #entries: ReadonlyMap<string, CachedEntry & { readonly offset: number }>;
  readonly #descriptor: number;
  /** Undefined when the zip was touched since it was finished: its entries may still be good, each has a checksum. */
  readonly #untouched: Pick<FinishedZip, 'sha256' | 'size'> | undefined;
  #window: Buffer | undefined;
  #windowStart = 0;
  #windowLength = 0;
  #closed = false;

  private constructor(
    entries: ReadonlyMap<string, CachedEntry & { offset: number }>,
    descriptor: number,
    untouched: Pick<FinishedZip, 'sha256' | 'size'> | undefined,
  ) {
    this.#entries = entries;
    this.#descriptor = descriptor;
    this.#untouched = untouched;
  }

  /** Undefined when there is none, or none that can be used. */
  static open(file: string): ReuseCache | undefined {
    let descriptor: number | undefined;
    try {
      const index = parseIndex(readFileSync(indexFile(file), 'utf8'));
      descriptor = openSync(file, 'r');
      const stats = fstatSync(descriptor, { bigint: true });
      if (index !== undefined && Number(stats.size) === index.size) {
        return new ReuseCache(index.entries, descriptor, index.zip === identity(stats) ? index : undefined);
      }
    } catch {
      // no run before, or its files are gone or broken: everything is compressed again
    }
    if (descriptor !== undefined) closeSync(descriptor);
    return undefined;
  }

  /** The zip itself, when it is untouched and holds exactly these files as they are now: there is nothing to write then. */
  whole(files: readonly { readonly path: string; readonly fingerprint: string | undefined }[]) {
    if (this.#untouched === undefined || files.length !== this.#entries.size) return undefined;
    const { sha256, size } = this.#untouched;
    let at = 0;
    for (const [path, { fingerprint }] of this.#entries) {
      const file = files[at++];
      if (fingerprint === undefined || file?.path !== path || file.fingerprint !== fingerprint)
        return undefined;
    }
    return { sha256, size, entries: this.#entries };
  }

  find(path: string, fingerprint: string | undefined): CachedEntry | undefined {
    const entry = this.#entries.get(path);
    return fingerprint !== undefined && entry?.fingerprint === fingerprint ? entry : undefined;
  }

  /** Copies the entry found for `path`. @throws CacheDamaged with a part of it written already */
  copy(path: string, sink: ZipSink): void {
    const entry = this.#entries.get(path);
    if (entry === undefined) throw new CacheDamaged(path);
    let checksum = 0;
    for (let done = 0; done < entry.length;) {
      const piece = this.#read(entry.offset + done, entry.length - done);
      checksum = crc32(piece, checksum);
      sink.write(piece);
      done += piece.length;
    }
    if (checksum !== entry.checksum) throw new CacheDamaged(path);
  }

  /** May be called again. */
  close(): void {
    if (!this.#closed) closeSync(this.#descriptor);
    this.#closed = true;
  }

  /** Entries are copied in the order of the zip, so reading ahead a window saves thousands of reads. */
  #read(offset: number, length: number): Buffer {
    const isInside = offset >= this.#windowStart && offset + length <= this.#windowStart + this.#windowLength;
    this.#window ??= Buffer.allocUnsafe(windowSize);
    if (!isInside) {
      this.#windowStart = offset;
      this.#windowLength = readSync(this.#descriptor, this.#window, 0, windowSize, offset);
      if (this.#windowLength === 0) throw new CacheDamaged('cut short');
    }
    const from = offset - this.#windowStart;
    return this.#window.subarray(from, Math.min(from + length, this.#windowLength));
  }
}

function parseIndex(text: string) {
  const index: unknown = JSON.parse(text);
  if (typeof index !== 'object' || index === null) return undefined;
  if (!('recipe' in index) || index.recipe !== recipe) return undefined;
  if (!('size' in index) || typeof index.size !== 'number') return undefined;
  if (!('sha256' in index) || typeof index.sha256 !== 'string' || !('zip' in index)) return undefined;
  if (!('lines' in index) || !Array.isArray(index.lines)) return undefined;
  const entries = new Map<string, CachedEntry & { offset: number }>();
  let offset = 0;
  for (const line of index.lines as unknown[]) {
    if (!isIndexLine(line)) return undefined;
    const [path, fingerprint, length = 0, checksum = 0, method = 0, crc = 0, compressedSize = 0, size = 0] =
      line;
    const entry = {
      length,
      checksum,
      crc,
      compressedSize,
      size,
      mode: line[8] ?? 0,
      machine: line[9] ?? 0,
      offset,
    };
    entries.set(path, {
      ...entry,
      method: method === 0 ? 0 : 8,
      fingerprint: fingerprint === '' ? undefined : fingerprint,
    });
    offset += length;
  }
  return { size: index.size, sha256: index.sha256, zip: index.zip, entries };
}

function isIndexLine(line: unknown): line is IndexLine {
  if (!Array.isArray(line) || line.length !== 10) return false;
  return line.every((value, at) => typeof value === (at < 2 ? 'string' : 'number'));
}
