import type { CommandServices } from '../commandServices.ts';
import { argumentNode } from '../targets/commandArgument.ts';

/** Cancels a running invocation of the Invocations view. */
export function cancelInvocation(
  args: readonly unknown[],
  { running }: Pick<CommandServices, 'running'>,
): Promise<void> {
  const node = argumentNode(args);
  if (node?.kind === 'invocation') running.cancel(node.id);
  return Promise.resolve();
}
