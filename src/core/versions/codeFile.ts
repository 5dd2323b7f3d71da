/** A file of deployed code, as the directory of its archive tells of it. */
export interface CodeFile {
  /** Path in the archive, `/`-separated, never leading out of it. */
  readonly path: string;
  /** Bytes, unpacked. */
  readonly size: number;
  /** CRC-32 of the unpacked bytes. */
  readonly crc32: number;
  /** Permission bits, 0o644 where the archive has none. */
  readonly mode: number;
  /** Whether it is a symbolic link, whose content is where it leads to. One that leads out of the folder is never made. */
  readonly link: boolean;
}

/**
 * The path that a zip's entry has below the folder it is unpacked into. Undefined for a name that leads out of that
 * folder, on any system: absolute, with a drive, with `..`, or with a backslash, which is a separator on Windows.
 */
export function entryPath(name: string): string | undefined {
  if (/^\/|^[a-zA-Z]:|[\\\0]/.test(name)) return undefined;
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  return parts.length === 0 || parts.includes('..') ? undefined : parts.join('/');
}
