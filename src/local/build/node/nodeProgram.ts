import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { scriptOfCommandFile } from '../../../core/build/nodeCommand.ts';
import { findProgram, foldersOfPath } from '../../findProgram.ts';

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
  const folders = foldersOfPath(searchPath);
  for (const folder of folders) {
    const file = await findProgram(name, [folder], ['.exe', '.cmd']);
    if (file === undefined) continue;
    if (!file.endsWith('.cmd')) return { file, before: [] };
    const script = scriptOfCommandFile(await readFile(file, 'utf8'));
    const node = await findProgram('node', folders);
    if (script !== undefined && node !== undefined)
      return { file: node, before: [path.join(folder, script)] };
  }
  return undefined;
}
