import { rmSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { CompressAhead } from './compressAhead.ts';
import type { CompressorPool } from './compressorPool.ts';
import { copySpill } from './copySpill.ts';
import { CacheDamaged } from './reuseCache.ts';
import type { CachedEntry, FinishedZip, ReuseCache } from './reuseCache.ts';
import { raiseStopFlag, stopCheck } from './stopSignal.ts';
import type { WalkedFile } from './walkedFiles.ts';
import { centralDirectory, localHeaderLength } from './zipFormat.ts';
import { ZipSink } from './zipSink.ts';

interface ArchivePlan {
  /** Absolute path of the file to write. */
  readonly temporary: string;
  /** All files in the archive's order. */
  readonly files: readonly WalkedFile[];
  /** Those that the cache does not have, in the same order. */
  readonly batches: readonly (readonly WalkedFile[])[];
  readonly cache: ReuseCache | undefined;
  /** Undefined = too little to do to wake other threads. */
  readonly pool: CompressorPool | undefined;
  readonly cancel: SharedArrayBuffer;
  readonly onProgress: (done: number, total: number) => void;
}

/** Writes the zip front to back while other threads compress what comes next. */
export async function writeArchive(plan: ArchivePlan): Promise<FinishedZip> {
  const { temporary, files, batches, cancel } = plan;
  const sink = new ZipSink(temporary);
  const spillFile = (batch: number) => `${temporary}-${batch}`;
  const ahead = new CompressAhead(batches, plan.pool, (batch) => ({ spillFile: spillFile(batch), cancel }));
  try {
    const { entries, offsets } = await writeEntries(plan, sink, ahead, spillFile);
    const listed = files.map(({ path }) => ({ path, ...required(entries.get(path)) }));
    sink.write(centralDirectory(listed, offsets, sink.length));
    const size = sink.length;
    return { sha256: sink.finish(), size, entries };
  } catch (error) {
    sink.abandon();
    // The other threads have no use for their work any more; a damaged cache alone leaves the build going.
    if (!(error instanceof CacheDamaged)) raiseStopFlag(cancel);
    await ahead.settled();
    batches.forEach((_, batch) => rmSync(spillFile(batch), { force: true }));
    throw error;
  }
}

async function writeEntries(
  { files, cache, cancel, onProgress }: ArchivePlan,
  sink: ZipSink,
  ahead: CompressAhead,
  spillFile: (batch: number) => string,
) {
  const checkStop = stopCheck(cancel);
  const entries = new Map<string, CachedEntry>();
  const offsets: number[] = [];
  let batch = -1;
  let result: Awaited<ReturnType<CompressAhead['take']>> | undefined;
  let position = 0;
  let at = 0;
  for (const { path, fingerprint } of files) {
    checkStop();
    offsets.push(sink.length);
    const cached = cache?.find(path, fingerprint);
    if (cached !== undefined) {
      cache?.copy(path, sink);
      entries.set(path, cached);
      continue;
    }
    if (result === undefined || position === result.entries.length) {
      result = await ahead.take(++batch);
      position = 0;
      at = 0;
      onProgress(entries.size, files.length);
    }
    const entry = required(result.entries[position++]);
    const length = localHeaderLength(path) + entry.compressedSize;
    let checksum: number;
    if (result.bytes === undefined) {
      checksum = copySpill(spillFile(batch), sink);
    } else {
      const bytes = result.bytes.subarray(at, at + length);
      at += length;
      checksum = crc32(bytes);
      sink.write(bytes);
    }
    entries.set(path, { ...entry, fingerprint, length, checksum });
  }
  onProgress(files.length, files.length);
  return { entries, offsets };
}

function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('an entry is missing from its batch');
  return value;
}
