import { functionId } from '../../workflows/local/functionId.ts';
import type { CommandServices } from '../commandServices.ts';
import { runnableFunction } from '../targets/runnableFunction.ts';
import { runInvocation } from './runInvocation.ts';

/**
 * What a message about architectures offers: from now on the function runs in this workspace with the engine's own, and the
 * invocation that was refused is made.
 */
export async function useNativeImage([id]: readonly unknown[], services: CommandServices): Promise<void> {
  if (typeof id !== 'string') return;
  const { memory } = services;
  const others = (memory.read('nativeFunctions') ?? []).filter((one) => one !== id);
  memory.write('nativeFunctions', [...others, id]);
  const refused = memory.read('lastInvocation');
  if (refused === undefined) return;
  const { reference, event } = refused;
  if (reference.kind === 'deployed') return;
  const source = await runnableFunction(reference, services);
  if (functionId(source) === id) await runInvocation({ reference, event }, { fresh: false }, services);
}
