import type { CommandServices } from '../commandServices.ts';
import { argumentNode } from '../targets/commandArgument.ts';
import { invokeLocally } from './invokeLocally.ts';
import { runDeployed } from './invokeInAws.ts';
import { runInvocation } from './runInvocation.ts';

/** `Lambda: Invoke Again`: an earlier invocation, or the last one of this workspace; the first time as `Invoke Locally`. */
export async function invokeAgain(args: readonly unknown[], services: CommandServices): Promise<void> {
  const node = argumentNode(args);
  const earlier = node?.kind === 'invocation' ? services.history.get(node.id) : undefined;
  const target = earlier ?? services.memory.read('lastInvocation');
  if (target === undefined) {
    await invokeLocally([], { fresh: false }, services);
    return;
  }
  const { reference, event } = target;
  if (reference.kind === 'deployed') await runDeployed({ reference, event }, { showsEvent: false }, services);
  else await runInvocation({ reference, event }, { fresh: false }, services);
}
