import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { sandboxFailures } from '../../core/failures/sandboxFailures.ts';
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
  const name = process.platform === 'win32' ? 'ministack.exe' : 'ministack';
  for (const folder of search.path.split(delimiter)) {
    // A relative entry would run whatever lies in the current folder.
    if (!isAbsolute(folder)) continue;
    const candidate = join(folder, name);
    if (await isExecutable(candidate)) return candidate;
  }
  const installed = await installedCommand(search.installFolder);
  if (installed !== undefined && (await isExecutable(installed))) return installed;
  throw sandboxFailures.notInstalled();
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
