import { isAbsolute } from 'node:path';
import { localFailures } from '../../core/failures/localFailures.ts';
import { findProgram, foldersOfPath, isExecutable } from '../findProgram.ts';

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
  // A name with a separator would be run from whatever folder is the current one.
  const folders = /[\\/]/.test(wanted) ? [] : foldersOfPath(path);
  const found = await findProgram(wanted, folders, ['.exe', '.cmd']);
  if (found === undefined) throw localFailures.toolMissing(wanted);
  return found;
}
