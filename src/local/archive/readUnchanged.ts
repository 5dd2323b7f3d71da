import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { ArchiveStop } from '../../core/archive/archiveTrouble.ts';
import type { CompressFile } from './archiveMessages.ts';
import { reading } from './fileSystemTrouble.ts';

let shared = Buffer.allocUnsafe(64 * 1024);

/**
 * The whole content, as long as it is what the walk saw; trouble otherwise. It lies in a buffer that all calls share,
 * so it holds until the next call.
 */
export function readUnchanged(file: CompressFile): Buffer {
  // One byte more than expected is asked for, to notice a file that grew.
  const wanted = file.size + 1;
  if (shared.length < wanted) shared = Buffer.allocUnsafe(Math.max(wanted, 2 * shared.length));
  return reading(file.path, () => {
    const descriptor = openSync(file.source, 'r');
    try {
      let length = 0;
      do {
        const read = readSync(descriptor, shared, length, wanted - length, null);
        if (read === 0) break;
        length += read;
      } while (length < file.size);
      requireUnchanged(file, length, descriptor);
      return shared.subarray(0, length);
    } finally {
      closeSync(descriptor);
    }
  });
}

/** The content in pieces of at most `pieceSize` bytes, for files too large for memory; trouble when it changed. */
export function* readPieces(file: CompressFile, pieceSize: number): Generator<Buffer<ArrayBuffer>> {
  const descriptor = reading(file.path, () => openSync(file.source, 'r'));
  try {
    let length = 0;
    for (;;) {
      const piece = Buffer.allocUnsafe(pieceSize);
      const read = reading(file.path, () => readSync(descriptor, piece, 0, pieceSize, null));
      if (read === 0) break;
      length += read;
      yield piece.subarray(0, read);
    }
    requireUnchanged(file, length, descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Refuses a file that was written to between the walk and now, so that no half-written content is packaged. */
function requireUnchanged(file: CompressFile, length: number, descriptor: number): void {
  const { mtimeNs } = fstatSync(descriptor, { bigint: true });
  if (length !== file.size || mtimeNs !== file.mtimeNs) {
    throw new ArchiveStop({ kind: 'changed', path: file.path });
  }
}
