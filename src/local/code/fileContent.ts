import { closeSync, lstatSync, openSync, readSync } from 'node:fs';
import { modeHeadLength } from '../../core/archive/archiveMode.ts';

const pieceLength = 1024 * 1024;

/** First bytes of a file, where its mode depends on them. */
export function fileHead(file: string): Uint8Array {
  if (process.platform !== 'win32') return new Uint8Array();
  const head = Buffer.alloc(modeHeadLength);
  const descriptor = openSync(file, 'r');
  try {
    return head.subarray(0, readSync(descriptor, head));
  } finally {
    closeSync(descriptor);
  }
}

/** @param size bytes of the file */
export function hasSameContent(file: string, copy: string, size: number): boolean {
  if (lstatSync(copy, { throwIfNoEntry: false })?.size !== size) return false;
  const descriptors: number[] = [];
  try {
    for (const path of [file, copy]) descriptors.push(openSync(path, 'r'));
    const [one = -1, other = -1] = descriptors;
    // One byte more than there should be: a file that has grown is another one.
    const length = Math.min(size + 1, pieceLength);
    const [a, b] = [Buffer.allocUnsafe(length), Buffer.allocUnsafe(length)];
    for (;;) {
      const read = [readSync(one, a, 0, length, null), readSync(other, b, 0, length, null)] as const;
      if (read[0] !== read[1] || !a.subarray(0, read[0]).equals(b.subarray(0, read[1]))) return false;
      if (read[0] === 0) return true;
    }
  } catch {
    return false; // copying it says what is wrong
  } finally {
    for (const descriptor of descriptors) closeSync(descriptor);
  }
}
