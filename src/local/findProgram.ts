import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** Absolute folders of a PATH: a relative one would run what a workspace brings. */
export const foldersOfPath = (path: string): string[] =>
  path.split(delimiter).filter((folder) => isAbsolute(folder));

/**
 * Absolute path of a program in the first folder that has it; undefined where none does.
 *
 * @param endings of its file on Windows, in the order in which one wins over another
 */
export async function findProgram(
  name: string,
  folders: readonly string[],
  endings: readonly string[] = ['.exe'],
): Promise<string | undefined> {
  const names = process.platform === 'win32' ? endings.map((ending) => name + ending) : [name];
  for (const folder of folders) {
    for (const file of names) if (await isExecutable(join(folder, file))) return join(folder, file);
  }
  return undefined;
}

export const isExecutable = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
