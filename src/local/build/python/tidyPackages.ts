import { readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installTraces, recordWithoutTraces } from '../../../core/build/installRecord.ts';
import { temporaryName } from '../../archive/temporaryName.ts';

/** Takes out of installed packages what differs from run to run or from machine to machine. */
export async function tidyPackages(folder: string): Promise<void> {
  for (const name of ['bin', 'Scripts', '.lock', '__pycache__']) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
  const names = await readdir(folder);
  for (const name of names.filter((one) => one.endsWith('.dist-info'))) {
    for (const trace of installTraces) await rm(join(folder, name, trace), { force: true });
    const record = join(folder, name, 'RECORD');
    const text = await readFile(record, 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    // The file may be a link to the one in uv's cache: never written into.
    const fresh = temporaryName(record);
    await writeFile(fresh, recordWithoutTraces(text));
    await rename(fresh, record);
  }
}
