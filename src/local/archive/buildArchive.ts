import { copyFileSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { checkFiles, checkZip } from '../../core/archive/archiveLimits.ts';
import { ArchiveStop } from '../../core/archive/archiveTrouble.ts';
import type { ArchiveTrouble } from '../../core/archive/archiveTrouble.ts';
import type { BuildMessage, BuildResult } from './archiveMessages.ts';
import { planBatches } from './compressPlan.ts';
import type { CompressorPool } from './compressorPool.ts';
import { writing } from './fileSystemTrouble.ts';
import { pruneStorage } from './pruneStorage.ts';
import { CacheDamaged, ReuseCache, saveIndex } from './reuseCache.ts';
import type { FinishedZip } from './reuseCache.ts';
import { stopCheck } from './stopSignal.ts';
import { temporaryName } from './temporaryName.ts';
import { walkTree } from './treeWalk.ts';
import type { WalkResult } from './walkedFiles.ts';
import { writeArchive } from './writeArchive.ts';

/** From this many bytes to compress on, more threads are worth their start. */
const worthThreads = 2 * 1024 * 1024;

/**
 * Builds one archive from the walk to the renamed file. Nothing half-written stays behind, however it ends.
 * Throws `ArchiveStop` or `BuildCancelled`.
 */
export async function buildArchive(
  message: BuildMessage,
  pool: CompressorPool,
  onProgress: (done: number, total: number) => void,
): Promise<BuildResult> {
  const { file, request, cancel } = message;
  const checkStop = stopCheck(cancel);
  checkStop();
  writing(file, () => mkdirSync(dirname(file), { recursive: true }));
  const cache = ReuseCache.open(file);
  try {
    let pending = 0;
    const walk = walkTree(request, (walked) => {
      checkStop();
      if (cache?.find(walked.path, walked.fingerprint) !== undefined) return;
      pending += walked.size;
      if (pending > worthThreads) pool.start();
    });
    stopWith(checkFiles(walk.files));
    const kept = cache?.whole(walk.files);
    if (kept !== undefined) return finish(message, walk, kept, walk.files.length);
    const write = (reuse: ReuseCache | undefined) => writeAndKeep(message, walk, reuse, pool, onProgress);
    try {
      return await write(cache);
    } catch (error) {
      if (!(error instanceof CacheDamaged)) throw error;
      return await write(undefined);
    }
  } finally {
    cache?.close();
  }
}

async function writeAndKeep(
  { file, request, cancel }: BuildMessage,
  walk: WalkResult,
  cache: ReuseCache | undefined,
  pool: CompressorPool,
  onProgress: (done: number, total: number) => void,
): Promise<BuildResult> {
  const temporary = temporaryName(file);
  try {
    const reusable = (path: string, fingerprint: string | undefined) => cache?.find(path, fingerprint);
    const fresh = walk.files.filter((each) => reusable(each.path, each.fingerprint) === undefined);
    const batches = planBatches(fresh);
    const bytes = fresh.reduce((sum, each) => sum + each.size, 0);
    const written = await writeArchive({
      temporary,
      files: walk.files,
      batches,
      cache,
      pool: bytes > worthThreads ? pool : undefined,
      cancel,
      onProgress,
    });
    requireUploadable(request, written);
    cache?.close(); // Windows does not replace a file that is open
    writing(file, () => renameSync(temporary, file));
    saveIndex(file, written);
    pruneStorage(dirname(file));
    return finish({ file, request, cancel }, walk, written, walk.files.length - fresh.length);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function finish(
  { file, request, cancel }: BuildMessage,
  { leftOut }: WalkResult,
  zip: FinishedZip,
  reused: number,
): BuildResult {
  const { output } = request;
  requireUploadable(request, zip);
  stopCheck(cancel)();
  if (output !== undefined) copyTo(file, output);
  return { kind: 'built', ...facts(zip), leftOut, reused };
}

/** A zip that a person asked for may go to Lambda by way of S3; ours is uploaded directly. */
function requireUploadable(
  { output, anySize }: BuildMessage['request'],
  { size, entries }: FinishedZip,
): void {
  if (output !== undefined || anySize === true) return;
  const packed = [...entries].map(([path, entry]) => ({ path, size: entry.compressedSize }));
  stopWith(checkZip(size, packed));
}

function copyTo(file: string, output: string): void {
  const temporary = temporaryName(output);
  try {
    writing(output, () => copyFileSync(file, temporary));
    writing(output, () => renameSync(temporary, output));
  } finally {
    rmSync(temporary, { force: true });
  }
}

function facts(written: FinishedZip) {
  const numbers = new Float64Array(written.entries.size * 4);
  let at = 0;
  let unzippedSize = 0;
  for (const { size, compressedSize, mode, machine } of written.entries.values()) {
    numbers.set([size, compressedSize, mode, machine], at);
    at += 4;
    unzippedSize += size;
  }
  const files = { paths: [...written.entries.keys()], numbers };
  return { sha256: written.sha256, size: written.size, unzippedSize, files };
}

function stopWith(trouble: ArchiveTrouble | undefined): void {
  if (trouble !== undefined) throw new ArchiveStop(trouble);
}
