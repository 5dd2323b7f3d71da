import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import { archiveMode, modeHeadLength } from '../../core/archive/archiveMode.ts';
import type { CompressedEntry, CompressFile } from './archiveMessages.ts';
import { compressionLevel } from './compressionLevel.ts';
import { writing } from './fileSystemTrouble.ts';
import { machineNumber } from './machineNumber.ts';
import { readPieces } from './readUnchanged.ts';
import { deflated, localHeaderLength, stored, writeLocalHeader } from './zipFormat.ts';

const pieceSize = 1024 * 1024;

/** Compresses one file of any size into `spillFile`, header included, holding a few pieces of it in memory. */
export async function compressLargeFile(
  file: CompressFile,
  spillFile: string,
  checkStop: () => void,
): Promise<CompressedEntry> {
  const headerLength = localHeaderLength(file.path);
  const spill = writing(spillFile, () => openSync(spillFile, 'w'));
  const writePieces = async (pieces: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<number> => {
    let at = headerLength;
    for await (const piece of pieces) {
      checkStop();
      writing(spillFile, () => writeSync(spill, piece, 0, piece.length, at));
      at += piece.length;
    }
    return at - headerLength;
  };
  try {
    let crc = 0;
    let mode: number | undefined;
    let machine: number | undefined;
    const summed = function* () {
      for (const piece of readPieces(file, pieceSize)) {
        crc = crc32(piece, crc);
        mode ??= archiveMode(process.platform, file.path, file.mode, piece.subarray(0, modeHeadLength));
        machine ??= machineNumber(piece);
        yield piece;
      }
    };
    const deflate = createDeflateRaw({ level: compressionLevel, chunkSize: pieceSize });
    let compressedSize = 0;
    await pipeline(summed, deflate, async (pieces: AsyncIterable<Buffer>) => {
      compressedSize = await writePieces(pieces);
    });
    const helps = compressedSize < file.size;
    if (!helps) {
      compressedSize = await writePieces(readPieces(file, pieceSize));
      writing(spillFile, () => ftruncateSync(spill, headerLength + compressedSize));
    }
    const entry: CompressedEntry = {
      method: helps ? deflated : stored,
      crc,
      compressedSize,
      size: file.size,
      mode: mode ?? archiveMode(process.platform, file.path, file.mode, new Uint8Array()),
      machine: machine ?? 0,
    };
    const header = Buffer.alloc(headerLength);
    writeLocalHeader(header, 0, { path: file.path, ...entry });
    writing(spillFile, () => writeSync(spill, header, 0, headerLength, 0));
    return entry;
  } finally {
    closeSync(spill);
  }
}
