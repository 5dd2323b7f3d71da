import { open, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isVirtualEnvironment } from '../../core/archive/defaultExcludes.ts';
import { machineCodeOf, machineHeaderLength } from '../../core/local/architectures.ts';
import { notCode } from './notCode.ts';

/**
 * The first file at these places with machine code that this instruction set cannot run, by its absolute path. Reads
 * the first bytes of every file, so it is for the rare case in which it matters. What cannot be read is passed over: the
 * scan of the code says so.
 */
export async function findForeignCode(
  places: readonly string[],
  architecture: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const visited = new Set<string>();
  const visit = async (path: string): Promise<string | undefined> => {
    signal.throwIfAborted();
    const stats = await stat(path).catch(() => undefined);
    if (stats?.isFile() === true) {
      const found = machineCodeOf(await headerOf(path));
      return found === undefined || found === architecture ? undefined : path;
    }
    if (stats?.isDirectory() !== true) return undefined;
    const real = await realpath(path);
    if (visited.has(real)) return undefined;
    visited.add(real);
    const names = await readdir(path).catch(() => []);
    // Of this machine, and no part of what is deployed.
    if (isVirtualEnvironment(new Set(names))) return undefined;
    for (const name of names.sort()) {
      const found = notCode.has(name) ? undefined : await visit(join(path, name));
      if (found !== undefined) return found;
    }
    return undefined;
  };
  for (const path of places) {
    const found = await visit(path);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Empty for a file that cannot be read. */
async function headerOf(path: string): Promise<Uint8Array> {
  const header = new Uint8Array(machineHeaderLength);
  const file = await open(path).catch(() => undefined);
  try {
    const read = await file?.read(header, 0, header.length, 0).catch(() => undefined);
    return header.subarray(0, read?.bytesRead ?? 0);
  } finally {
    await file?.close();
  }
}
