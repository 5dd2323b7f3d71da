import { largeFile } from './compressBatch.ts';
import type { WalkedFile } from './walkedFiles.ts';

/** Bytes and files of one job: small enough that threads finish together, large enough that messages do not count. */
const batchBytes = 1024 * 1024;
const batchFiles = 256;

/** Cuts the files that have to be compressed into jobs, in the archive's order; a large file is a job of its own. */
export function planBatches(files: readonly WalkedFile[]): WalkedFile[][] {
  const batches: WalkedFile[][] = [];
  let current: WalkedFile[] = [];
  let bytes = 0;
  const close = () => {
    if (current.length > 0) batches.push(current);
    current = [];
    bytes = 0;
  };
  for (const file of files) {
    const isFull = current.length >= batchFiles || bytes + file.size > batchBytes;
    if (isFull || file.size > largeFile) close();
    current.push(file);
    bytes += file.size;
    if (file.size > largeFile) close();
  }
  close();
  return batches;
}
