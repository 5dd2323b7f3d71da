import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { localFailures } from '../../core/failures/localFailures.ts';

/**
 * Absolute path of the container tool. `setting` is a name such as `docker`, looked for on `path`, or an absolute path.
 * Fails with `local.toolMissing`.
 */
export async function findTool(setting: string, path: string): Promise<string> {
  const wanted = setting === '' ? 'docker' : setting;
  if (isAbsolute(wanted)) {
    if (await isExecutable(wanted)) return wanted;
    throw localFailures.toolMissing(wanted);
  }
  const names = process.platform === 'win32' ? [`${wanted}.exe`, `${wanted}.cmd`] : [wanted];
  // A name with a separator would be run from whatever folder is the current one.
  for (const folder of /[\\/]/.test(wanted) ? [] : path.split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    for (const name of names) if (await isExecutable(join(folder, name))) return join(folder, name);
  }
  throw localFailures.toolMissing(wanted);
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
