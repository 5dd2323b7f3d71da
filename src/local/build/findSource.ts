import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
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
  for (const file of files) if (await isFile(resolve(root, file))) return undefined;
  for (const file of sources) {
    const source = resolve(root, file);
    if (await isFile(source)) return source;
  }
  return undefined;
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (facts) => facts.isFile(),
    () => false,
  );
