import { join } from 'node:path';
import type { PythonTool } from '../../../core/build/pythonCommands.ts';
import { findProgram, foldersOfPath } from '../../findProgram.ts';

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
  const environments = folders.map((folder) =>
    join(folder, '.venv', process.platform === 'win32' ? 'Scripts' : 'bin'),
  );
  const places = foldersOfPath(path);
  const uv = wanted === 'pip' ? undefined : await findProgram('uv', [...environments, ...places]);
  if (uv !== undefined) return { tool: 'uv', file: uv };
  if (wanted === 'uv') return undefined;
  // Environments that uv has made have no pip.
  const python = (await findProgram('python3', places)) ?? (await findProgram('python', places));
  return python === undefined ? undefined : { tool: 'pip', file: python };
}
