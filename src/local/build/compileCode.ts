import type { BuiltCode } from '../../core/archive/codeTree.ts';
import { handlerModule } from '../../core/build/sourcePlan.ts';
import type { BuildOptions, BuildRequest } from '../../workflows/portsForBuild.ts';
import type { BuildWorld } from './buildWorld.ts';
import { compileSource } from './compileSource.ts';
import { findSource } from './findSource.ts';
import { runOwnBuild } from './runOwnBuild.ts';

/**
 * The function's own code where it cannot run as it is written: by esbuild, a script of package.json or a command. Undefined
 * where it can.
 */
export async function compileCode(
  request: BuildRequest,
  world: BuildWorld,
  options: BuildOptions,
): Promise<BuiltCode | undefined> {
  const { build, runtime, handler } = request.manifest;
  if (build === 'none') return undefined;
  if (build?.command !== undefined || build?.script !== undefined) {
    return runOwnBuild(request, build, world, options);
  }
  const module = handlerModule(runtime, handler);
  if (module === undefined) return undefined;
  const source = await findSource(request, module);
  return source === undefined ? undefined : compileSource({ ...request, source, module }, world, options);
}
