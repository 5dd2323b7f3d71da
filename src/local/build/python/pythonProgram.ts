import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import type { PythonTool } from '../../../core/build/pythonCommands.ts';

const isWindows = process.platform === 'win32';

export interface PythonProgram {
  readonly tool: PythonTool;
  /** Absolute path of uv, or of a Python that brings pip. */
  readonly file: string;
}

/**
 * uv where it is, else Python: in the virtual environment of one of the folders, then on the PATH. Undefined where there is none.
 *
 * @param wanted undefined: either
 */
export async function findPythonProgram(
  wanted: PythonTool | undefined,
  folders: readonly string[],
  path: string,
): Promise<PythonProgram | undefined> {
  const environments = folders.map((folder) => join(folder, '.venv', isWindows ? 'Scripts' : 'bin'));
  // A relative folder of the PATH would run what a workspace brings.
  const places = [...environments, ...path.split(delimiter).filter((folder) => isAbsolute(folder))];
  const uv = wanted === 'pip' ? undefined : await firstExecutable(places, ['uv']);
  if (uv !== undefined) return { tool: 'uv', file: uv };
  // Environments that uv has made have no pip.
  const python =
    wanted === 'uv'
      ? undefined
      : await firstExecutable(places.slice(environments.length), ['python3', 'python']);
  return python === undefined ? undefined : { tool: 'pip', file: python };
}

async function firstExecutable(
  folders: readonly string[],
  names: readonly string[],
): Promise<string | undefined> {
  for (const name of names) {
    for (const folder of folders) {
      const file = join(folder, isWindows ? `${name}.exe` : name);
      const isThere = await access(file, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (isThere) return file;
    }
  }
  return undefined;
}
