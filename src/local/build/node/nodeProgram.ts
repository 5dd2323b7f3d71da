import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { scriptOfCommandFile } from '../../../core/build/nodeCommand.ts';

/** A program and the arguments that come before all others. */
export interface NodeProgram {
  readonly file: string;
  readonly before: readonly string[];
}

/**
 * npm, pnpm or yarn as this machine has it: by corepack where the project says which version it wants and corepack is
 * there, else by its name. Undefined when there is none.
 */
export async function findNodeProgram(
  tool: 'npm' | 'pnpm' | 'yarn',
  wantsVersion: boolean,
  searchPath: string,
): Promise<NodeProgram | undefined> {
  const corepack = tool === 'npm' ? undefined : await programOnPath('corepack', searchPath);
  const byCorepack = corepack && { ...corepack, before: [...corepack.before, tool] };
  if (wantsVersion && byCorepack !== undefined) return byCorepack;
  return (await programOnPath(tool, searchPath)) ?? byCorepack;
}

async function programOnPath(name: string, searchPath: string): Promise<NodeProgram | undefined> {
  const isWindows = process.platform === 'win32';
  for (const folder of searchPath.split(path.delimiter)) {
    // A relative folder would be one of the workspace.
    if (!path.isAbsolute(folder)) continue;
    for (const file of isWindows ? [`${name}.exe`, `${name}.cmd`] : [name]) {
      const found = path.join(folder, file);
      const isThere = await access(found, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (!isThere) continue;
      if (!file.endsWith('.cmd')) return { file: found, before: [] };
      const script = scriptOfCommandFile(await readFile(found, 'utf8'));
      const node = await programOnPath('node', searchPath);
      if (script !== undefined && node !== undefined)
        return { file: node.file, before: [path.join(folder, script)] };
    }
  }
  return undefined;
}
