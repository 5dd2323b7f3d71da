import type { ArchiveTrouble } from '../../core/archive/archiveTrouble.ts';
import type { LeftOutEntry } from '../../core/archive/leftOut.ts';
import type { ArchiveRequest } from '../../workflows/ports.ts';

/** What goes between the asking thread, the coordinator and the compressors. All of it survives structured cloning. */
export interface BuildMessage {
  readonly request: ArchiveRequest;
  /** Absolute path of the zip that is kept for the next run; its index lies beside it. */
  readonly file: string;
  /** One shared Int32: anything but 0 means stop. It reaches threads that are in the middle of synchronous work. */
  readonly cancel: SharedArrayBuffer;
}

/** The archived files by column: thousands of small objects would hold up the thread that receives them. */
export interface PackedFiles {
  readonly paths: readonly string[];
  /** size, compressedSize, mode, machine of each file, one after the other. */
  readonly numbers: Float64Array;
}

export interface BuildResult {
  readonly kind: 'built';
  readonly sha256: string;
  readonly size: number;
  readonly unzippedSize: number;
  readonly files: PackedFiles;
  readonly leftOut: readonly LeftOutEntry[];
  readonly reused: number;
}

export type BuildAnswer =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | BuildResult
  | { readonly kind: 'trouble'; readonly trouble: ArchiveTrouble }
  | { readonly kind: 'cancelled' }
  /** A defect of ours: anything that is not an `ArchiveTrouble`. */
  | { readonly kind: 'error'; readonly message: string };

/** A file to compress, as the walk found it. */
export interface CompressFile {
  /** Path in the archive. */
  readonly path: string;
  /** Absolute path of what is read. */
  readonly source: string;
  readonly size: number;
  readonly mtimeNs: bigint;
  /** `st_mode`. */
  readonly mode: number;
  /** Where a link leads that is stored as a link; `/`-separated. Its size is that of this text then. */
  readonly link?: string;
}

export interface CompressJob {
  readonly batch: number;
  readonly files: readonly CompressFile[];
  /** Where a file too large for memory is compressed to; its entry is in that file then. */
  readonly spillFile: string;
  readonly cancel: SharedArrayBuffer;
}

export interface CompressedEntry {
  readonly method: 0 | 8;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly mode: number;
  /** Place in `machines` (core/archive/machineCode.ts), counted from 1; 0 where there is no machine code. */
  readonly machine: number;
}

export type CompressAnswer =
  | {
      readonly kind: 'compressed';
      readonly batch: number;
      /** One entry for each file of the job, in its order. */
      readonly entries: readonly CompressedEntry[];
      /** Local headers and data of the entries, one after the other; undefined = they are in the job's `spillFile`. */
      readonly bytes: Uint8Array<ArrayBuffer> | undefined;
    }
  | { readonly kind: 'trouble'; readonly batch: number; readonly trouble: ArchiveTrouble }
  | { readonly kind: 'cancelled'; readonly batch: number }
  | { readonly kind: 'error'; readonly batch: number; readonly message: string };
