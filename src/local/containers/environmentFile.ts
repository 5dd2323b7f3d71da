import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isLeftover, thisOwner } from './owner.ts';
import type { ContainerOwner } from './owner.ts';

/**
 * Writes what must not be in the environment of the tool's process to a file that only this user can read, in a folder of
 * the product's storage. Its name says whose it is, as a container's labels do.
 */
export async function writeEnvironmentFile(folder: string, name: string, text: string): Promise<string> {
  const { host, pid, startedAt } = await thisOwner();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const owner = [host, String(pid), startedAt].map(encodeURIComponent).join('+');
  const file = join(folder, `${name}+${owner}.env`);
  await writeFile(file, text, { mode: 0o600, flag: 'wx' });
  return file;
}

/** The tool reads the file before the container starts; nothing of it stays. */
export async function removeEnvironmentFile(file: string | undefined): Promise<void> {
  if (file !== undefined) await rm(file, { force: true });
}

/** Removes the files of processes that were killed while a container of theirs was starting. */
export async function removeLeftEnvironmentFiles(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const owner = ownerOf(name);
    if (owner !== undefined && (await isLeftover(owner))) await rm(join(folder, name), { force: true });
  }
}

function ownerOf(fileName: string): ContainerOwner | undefined {
  const [, host, pid, startedAt] = /\+([^+]*)\+(\d+)\+([^+]*)\.env$/.exec(fileName) ?? [];
  if (host === undefined || pid === undefined || startedAt === undefined) return undefined;
  return { host: decodeURIComponent(host), pid: Number(pid), startedAt: decodeURIComponent(startedAt) };
}
