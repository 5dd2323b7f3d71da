import { readFile } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type { CodePlace, FramePlace } from '../../workflows/portsForBuild.ts';
import type { BuildWorld } from './buildWorld.ts';
import { CompiledFolder } from './compiledFolder.ts';

interface MapText {
  readonly text: string;
  /** Absolute path of the folder that its sources are relative to. */
  readonly folder: string;
}

/**
 * Where a place in compiled code comes from, by the source map that its compilation left, or by the one that the file names.
 * Undefined without one.
 */
export async function originalPlace(
  root: string,
  path: string,
  { file, line, column = 1 }: FramePlace,
  world: Pick<BuildWorld, 'compiledFolder'>,
): Promise<CodePlace | undefined> {
  try {
    const map = (await compiledMap(new CompiledFolder(world, root, path))) ?? (await namedMap(file));
    if (map === undefined) return undefined;
    const payload = JSON.parse(map.text) as ConstructorParameters<typeof SourceMap>[0];
    const { sourceRoot = '' } = payload as Partial<typeof payload>;
    const entry = new SourceMap(payload).findEntry(line - 1, column - 1);
    if (!('originalSource' in entry)) return undefined;
    // webpack names sources by their path below the folder that it runs in.
    const [, bundled] = /^webpack:\/\/[^/]*\/(.+)/.exec(entry.originalSource) ?? [];
    return {
      file:
        bundled === undefined ? resolve(map.folder, sourceRoot, entry.originalSource) : join(root, bundled),
      line: entry.originalLine + 1,
      column: entry.originalColumn + 1,
    };
  } catch {
    return undefined;
  }
}

async function compiledMap(compiled: CompiledFolder): Promise<MapText | undefined> {
  const text = await readFile(compiled.file('localMap'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : { text, folder: compiled.path };
}

/** In a file of its own, or in the code itself. */
async function namedMap(file: string | undefined): Promise<MapText | undefined> {
  const code = file === undefined ? '' : await readFile(file, 'utf8');
  const [, url] = /\/\/# sourceMappingURL=(\S+)\s*$/.exec(code) ?? [];
  if (file === undefined || url === undefined) return undefined;
  const folder = dirname(file);
  const [, data] = /^data:[^,]*;base64,(.*)/.exec(url) ?? [];
  if (data !== undefined) return { text: Buffer.from(data, 'base64').toString(), folder };
  const map = resolve(folder, decodeURI(url));
  return { text: await readFile(map, 'utf8'), folder: dirname(map) };
}
