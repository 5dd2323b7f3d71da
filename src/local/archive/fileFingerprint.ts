import type { BigIntStats } from 'node:fs';

const second = 1_000_000_000n;
const kernelTick = 20_000_000n; // file times advance with the timer tick, 1 to 10 ms, on systems that keep nanoseconds
const coarseTick = 2n * second; // FAT; HFS+ and some network file systems keep whole seconds

/**
 * What makes a file the same as in the run before: equal size, mtimeNs, ctimeNs and inode. Undefined when the file
 * changed so shortly before the walk that a change right after it could carry the same times: such a file is not
 * trusted next time (git's "racy" entries).
 *
 * @param walkStarted nanoseconds since the epoch
 */
export function fileFingerprint(stats: BigIntStats, walkStarted: bigint): string | undefined {
  const isCoarse = stats.mtimeNs % second === 0n && stats.ctimeNs % second === 0n;
  const settled = walkStarted - (isCoarse ? coarseTick : kernelTick);
  // An old mtime proves nothing by itself (it can be set), the ctime of an old file is old too.
  if (stats.mtimeNs > settled || stats.ctimeNs > settled) return undefined;
  return `${String(stats.size)}:${String(stats.mtimeNs)}:${String(stats.ctimeNs)}:${String(stats.ino)}`;
}
