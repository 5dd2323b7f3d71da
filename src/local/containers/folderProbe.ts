import { spawn } from 'node:child_process';
import { lstat, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of a file that is small enough to be compared, and of a header of tar (POSIX ustar). */
const smallFile = 64 * 1024;
const tarBlock = 512;

/** True when an engine says of a mount that there is no such folder where it runs. */
export const isUnseenFolder = (stderr: string): boolean =>
  /bind source path does not exist|statfs .*: no such file or directory|error mounting .*: no such file|not shared from the host|mounts denied/i.test(
    stderr,
  );

/**
 * True when the container sees the code folder and not another one, or an empty one, of the same path where the engine
 * runs: a file of it is read back. A folder without a small file is taken to be seen.
 */
export async function seesFolder(tool: string, container: string, folder: string): Promise<boolean> {
  for (const name of (await readdir(folder)).sort()) {
    const file = join(folder, name);
    const stats = await lstat(file);
    if (!stats.isFile() || stats.size === 0 || stats.size > smallFile) continue;
    const archive = await readOut(tool, ['cp', `${container}:/var/task/${name}`, '-']);
    const content = archive.subarray(tarBlock, tarBlock + stats.size);
    return content.equals(await readFile(file));
  }
  return true;
}

/** Bytes that the tool writes; few, as only small files are asked for. */
function readOut(tool: string, args: readonly string[]): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(tool, args, { stdio: ['ignore', 'pipe', 'ignore'], windowsHide: true });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', () => resolve(Buffer.concat(chunks)));
  });
}
