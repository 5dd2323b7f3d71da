import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes what must not be in the environment of the tool's process to a file that only this user can read, in a folder of
 * the product's storage.
 */
export async function writeEnvironmentFile(folder: string, name: string, text: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${name}.env`);
  await writeFile(file, text, { mode: 0o600, flag: 'wx' });
  return file;
}

/** The tool reads the file before the container starts; nothing of it stays. */
export async function removeEnvironmentFile(file: string | undefined): Promise<void> {
  if (file !== undefined) await rm(file, { force: true });
}
