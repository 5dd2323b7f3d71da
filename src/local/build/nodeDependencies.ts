import type { BuiltCode } from '../../core/archive/codeTree.ts';
import type { BuildOptions, BuildRequest } from '../../workflows/portsForBuild.ts';
import type { BuildWorld } from './buildWorld.ts';

/** Packages of a Node.js function for its runtime and architecture; undefined where it has none. */
export function nodeDependencies(
  _request: BuildRequest,
  _world: BuildWorld,
  _options: BuildOptions,
): Promise<BuiltCode | undefined> {
  return Promise.resolve(undefined);
}
