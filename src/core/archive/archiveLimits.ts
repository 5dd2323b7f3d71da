import type { ArchiveTrouble, SizedFile } from './archiveTrouble.ts';

/** Bytes of a zip that CreateFunction and UpdateFunctionCode take directly (Lambda quotas, "Deployment package size"). */
export const zipLimit = 52_428_800;
/** Bytes of all files of a function, layers included (same source). */
export const unzippedLimit = 262_144_000;
/** Entries of a zip without the Zip64 extension (APPNOTE 4.4.21). */
export const fileLimit = 65_535;

const shownFiles = 10;

/** What is wrong with the files before any of them is compressed; undefined when they fit. */
export function checkFiles(files: readonly SizedFile[]): ArchiveTrouble | undefined {
  if (files.length === 0) return { kind: 'empty' };
  if (files.length > fileLimit) return { kind: 'tooManyFiles', limit: fileLimit };
  const size = files.reduce((sum, file) => sum + file.size, 0);
  if (size <= unzippedLimit) return undefined;
  return { kind: 'unzippedTooLarge', size, limit: unzippedLimit, largest: largestFiles(files) };
}

/**
 * What is wrong with a finished zip that is to be uploaded directly; undefined when it fits.
 * `files` carry their compressed sizes, since those are what make the zip large.
 */
export function checkZip(size: number, files: readonly SizedFile[]): ArchiveTrouble | undefined {
  if (size <= zipLimit) return undefined;
  return { kind: 'zipTooLarge', size, limit: zipLimit, largest: largestFiles(files) };
}

function largestFiles(files: readonly SizedFile[]): SizedFile[] {
  return [...files]
    .sort((a, b) => b.size - a.size || (a.path < b.path ? -1 : 1))
    .slice(0, shownFiles)
    .map(({ path, size }) => ({ path, size }));
}
