import { crc32, deflateRawSync } from 'node:zlib';
import { archiveMode, linkMode, modeHeadLength } from '../../core/archive/archiveMode.ts';
import { ArchiveStop } from '../../core/archive/archiveTrouble.ts';
import type { CompressAnswer, CompressedEntry, CompressFile, CompressJob } from './archiveMessages.ts';
import { compressionLevel } from './compressionLevel.ts';
import { compressLargeFile } from './compressLargeFile.ts';
import { readLink } from './keptLink.ts';
import { machineNumber } from './machineNumber.ts';
import { readUnchanged } from './readUnchanged.ts';
import { BuildCancelled, stopCheck } from './stopSignal.ts';
import { deflated, localHeaderLength, stored, writeLocalHeader } from './zipFormat.ts';

/** A file above this many bytes is compressed piece by piece into a file, in a batch of its own. */
export const largeFile = 4 * 1024 * 1024;

/** Reads and compresses the files of one job. Never throws: trouble and cancellation are answers. */
export async function compressBatch(job: CompressJob): Promise<CompressAnswer> {
  const { batch, files } = job;
  const checkStop = stopCheck(job.cancel);
  try {
    const [first] = files;
    if (files.length === 1 && first !== undefined && first.size > largeFile) {
      const entry = await compressLargeFile(first, job.spillFile, checkStop);
      return { kind: 'compressed', batch, entries: [entry], bytes: undefined };
    }
    return { kind: 'compressed', batch, ...compressSmallFiles(files, checkStop) };
  } catch (error) {
    if (error instanceof ArchiveStop) return { kind: 'trouble', batch, trouble: error.trouble };
    if (error instanceof BuildCancelled) return { kind: 'cancelled', batch };
    return {
      kind: 'error',
      batch,
      message: error instanceof Error ? (error.stack ?? error.message) : 'unknown',
    };
  }
}

function compressSmallFiles(files: readonly CompressFile[], checkStop: () => void) {
  // What deflate makes longer is stored instead, so this is room enough.
  const room = files.reduce((sum, file) => sum + localHeaderLength(file.path) + file.size, 0);
  const bytes = Buffer.from(new ArrayBuffer(room));
  const entries: CompressedEntry[] = [];
  let at = 0;
  for (const file of files) {
    checkStop();
    if (file.link !== undefined) {
      const entry = storeLink(file, file.link, bytes, at);
      at += localHeaderLength(file.path) + entry.compressedSize;
      entries.push(entry);
      continue;
    }
    const content = readUnchanged(file);
    const packed = deflateRawSync(content, {
      level: compressionLevel,
      chunkSize: deflateBound(content.length),
    });
    const helps = packed.length < content.length;
    const entry: CompressedEntry = {
      method: helps ? deflated : stored,
      crc: crc32(content),
      compressedSize: helps ? packed.length : content.length,
      size: content.length,
      mode: archiveMode(process.platform, file.path, file.mode, content.subarray(0, modeHeadLength)),
      machine: machineNumber(content),
    };
    writeLocalHeader(bytes, at, { path: file.path, ...entry });
    at += localHeaderLength(file.path);
    bytes.set(helps ? packed : content, at);
    at += entry.compressedSize;
    entries.push(entry);
  }
  return { entries, bytes: new Uint8Array(bytes.buffer.slice(0, at)) };
}

/** A link's content is where it leads, never compressed: so every tool that unpacks reads it. */
function storeLink(
  file: CompressFile,
  link: string,
  bytes: Buffer<ArrayBuffer>,
  at: number,
): CompressedEntry {
  const content = Buffer.from(link);
  if (readLink(file.path, file.source) !== link) throw new ArchiveStop({ kind: 'changed', path: file.path });
  const size = content.length;
  const entry = {
    method: stored,
    crc: crc32(content),
    compressedSize: size,
    size,
    mode: linkMode,
    machine: 0,
  } as const;
  writeLocalHeader(bytes, at, { path: file.path, ...entry });
  bytes.set(content, at + localHeaderLength(file.path));
  return entry;
}

/** Room for the whole result, so that zlib needs one output buffer (after zlib's deflateBound). */
const deflateBound = (size: number) => size + (size >> 10) + 64;
