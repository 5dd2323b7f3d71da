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
 * npm, pnpm or yarn as this machine has it, what is to be tried first at the start: corepack where the project says which
 * version it wants, else the program itself.
 */
export async function findNodePrograms(
  tool: 'npm' | 'pnpm' | 'yarn',
  wantsVersion: boolean,
  searchPath: string,
): Promise<NodeProgram[]> {
  const own = await programOnPath(tool, searchPath);
  const corepack = tool === 'npm' ? undefined : await programOnPath('corepack', searchPath);
  const byCorepack = corepack && { ...corepack, before: [...corepack.before, tool] };
  const found = wantsVersion ? [byCorepack, own] : [own, byCorepack];
  return found.filter((one) => one !== undefined);
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
