import { isAbsolute } from 'node:path';
import { sandboxFailures } from '../../core/failures/sandboxFailures.ts';
import { findProgram, foldersOfPath, isExecutable } from '../findProgram.ts';
import { installedCommand } from './ministackInstall.ts';

export interface CommandSearch {
  /** Path of the executable from the setting; undefined or empty = not set. */
  readonly setting: string | undefined;
  /** The host's PATH. */
  readonly path: string;
  /** Where the product installs MiniStack. */
  readonly installFolder: string;
}

/** The MiniStack to run: from the setting, else the PATH, else the product's own. Fails with `sandbox.notInstalled` or `sandbox.commandMissing`. */
export async function findMinistack(search: CommandSearch): Promise<string> {
  const { setting } = search;
  if (setting !== undefined && setting !== '') {
    if (isAbsolute(setting) && (await isExecutable(setting))) return setting;
    throw sandboxFailures.commandMissing(setting);
  }
  const found = await findProgram('ministack', foldersOfPath(search.path));
  if (found !== undefined) return found;
  const installed = await installedCommand(search.installFolder);
  if (installed !== undefined && (await isExecutable(installed))) return installed;
  throw sandboxFailures.notInstalled();
}
