import { readFile, stat } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type { CodePlace } from '../../workflows/portsForBuild.ts';
import type { BuildWorld } from './buildWorld.ts';
import { CompiledFolder } from './compiledFolder.ts';

/**
 * Where a place in compiled code comes from, by the source map that its compilation left. Of a build of the person's own
 * without one it is the file that was built. Undefined for what was not compiled.
 */
export async function originalPlace(
  root: string,
  { file, line, column = 1 }: CodePlace,
  world: Pick<BuildWorld, 'compiledFolder'>,
): Promise<CodePlace | undefined> {
  const map = new CompiledFolder(world, root, file).file('localMap');
  const compiled = await mappedPlace(map, dirname(map), line, column);
  if (compiled !== undefined) return compiled;
  const output = await readFile(builtFolderRecord(world, root), 'utf8').catch(() => undefined);
  if (output === undefined) return undefined;
  const built = join(output, file);
  const place = await mappedPlace(`${built}.map`, dirname(built), line, column);
  if (place !== undefined) return place;
  return (await stat(built).catch(() => undefined)) === undefined ? undefined : { file: built, line, column };
}

/** Where it is written down which folder a build of the person's own wrote for the function's folder. */
export const builtFolderRecord = (world: Pick<BuildWorld, 'compiledFolder'>, root: string): string =>
  join(new CompiledFolder(world, root, '').path, 'output');

async function mappedPlace(
  map: string,
  folder: string,
  line: number,
  column: number,
): Promise<CodePlace | undefined> {
  try {
    const payload = JSON.parse(await readFile(map, 'utf8')) as ConstructorParameters<typeof SourceMap>[0];
    const entry = new SourceMap(payload).findEntry(line - 1, column - 1);
    if (!('originalSource' in entry)) return undefined;
    return {
      file: resolve(folder, payload.sourceRoot, entry.originalSource),
      line: entry.originalLine + 1,
      column: entry.originalColumn + 1,
    };
  } catch {
    return undefined;
  }
}
