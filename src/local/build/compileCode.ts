import type { BuiltCode } from '../../core/archive/codeTree.ts';
import type { BuildOptions, BuildRequest } from '../../workflows/portsForBuild.ts';
import type { BuildWorld } from './buildWorld.ts';

/** The function's own code where it cannot run as it is written: by esbuild, a script of package.json or a command. */
export function compileCode(
  _request: BuildRequest,
  _world: BuildWorld,
  _options: BuildOptions,
): Promise<BuiltCode | undefined> {
  return Promise.resolve(undefined);
}
