import type { BuiltCode } from '../../core/archive/codeTree.ts';
import type { BuildOptions, BuildRequest } from '../../workflows/portsForBuild.ts';
import type { BuildWorld } from './buildWorld.ts';
import { nodeDependencies } from './nodeDependencies.ts';
import { pythonDependencies } from './pythonDependencies.ts';

/** The function's dependencies for its runtime and architecture; undefined where it has none. */
export function buildDependencies(
  request: BuildRequest,
  world: BuildWorld,
  options: BuildOptions,
): Promise<BuiltCode | undefined> {
  const { runtime } = request.manifest;
  if (runtime.startsWith('python')) return pythonDependencies(request, world, options);
  if (runtime.startsWith('nodejs')) return nodeDependencies(request, world, options);
  return Promise.resolve(undefined);
}
