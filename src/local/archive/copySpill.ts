import { closeSync, openSync, readSync, rmSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { writing } from './fileSystemTrouble.ts';
import type { ZipSink } from './zipSink.ts';

const pieceSize = 1024 * 1024;

/** Moves the content of a file into the zip and deletes the file. @returns CRC-32 of the content */
export function copySpill(file: string, sink: ZipSink): number {
  const descriptor = writing(file, () => openSync(file, 'r'));
  let checksum = 0;
  try {
    const piece = Buffer.allocUnsafe(pieceSize);
    for (;;) {
      const length = writing(file, () => readSync(descriptor, piece, 0, pieceSize, null));
      if (length === 0) break;
      const bytes = piece.subarray(0, length);
      checksum = crc32(bytes, checksum);
      sink.write(bytes);
    }
  } finally {
    closeSync(descriptor);
  }
  rmSync(file, { force: true });
  return checksum;
}
