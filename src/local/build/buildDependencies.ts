import type { BuiltCode } from '../../core/archive/codeTree.ts';
import type { BuildOptions, BuildRequest } from '../../workflows/portsForBuild.ts';
import type { BuildWorld } from './buildWorld.ts';

/** The function's dependencies for its runtime and architecture. */
export function buildDependencies(
  _request: BuildRequest,
  _world: BuildWorld,
  _options: BuildOptions,
): Promise<BuiltCode | undefined> {
  return Promise.resolve(undefined);
}
