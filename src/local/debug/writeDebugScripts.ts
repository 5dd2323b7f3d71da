import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { debugScripts } from '../../core/debug/debugScripts.ts';
import { temporaryName } from '../archive/temporaryName.ts';

/** Whoever runs the function in the container may read and run them. */
const mode = 0o755;

/** Writes the scripts that start a runtime under a debugger into `folder`, which is then to be mounted; gives it back. */
export async function writeDebugScripts(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, mode);
  await Promise.all(Object.entries(debugScripts).map(([name, text]) => write(join(folder, name), text)));
  return folder;
}

async function write(file: string, text: string): Promise<void> {
  if ((await readFile(file, 'utf8').catch(() => undefined)) === text) return;
  // Another window may be about to run the old one.
  const half = temporaryName(file);
  await writeFile(half, text);
  await chmod(half, mode);
  await rename(half, file);
}
