import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { includedPaths, pathSources } from '../../core/archive/pathSources.ts';
import { handlerParts } from '../../core/handler/handlerDetection.ts';
import { compileFailures } from '../../core/failures/compileFailures.ts';
import type { BuildRequest } from '../../workflows/portsForBuild.ts';

/** Absolute path of what has to be compiled for the handler to be there; undefined where the handler can run as it is. */
export async function findSource(
  { manifest, manifestFile, folder, root }: BuildRequest,
  module: string,
): Promise<string | undefined> {
  const { build, runtime, handler } = manifest;
  if (build !== 'none' && build?.entry !== undefined) {
    const entry = resolve(folder, build.entry);
    if (!(await isFile(entry))) throw compileFailures.entryMissing(build.entry, manifestFile);
    return entry;
  }
  const { files = [], sources = [] } = handlerParts(runtime, handler) ?? {};
  if (module.startsWith('..')) return undefined;
  const tree = { root, include: includedPaths(manifest, folder) };
  const first = async (paths: readonly string[]) => {
    for (const path of paths.flatMap((each) => pathSources(tree, each))) if (await isFile(path)) return path;
    return undefined;
  };
  return (await first(files)) === undefined ? first(sources) : undefined;
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (facts) => facts.isFile(),
    () => false,
  );
