import { eventName } from '../../core/events/eventReference.ts';
import { invocationFailures } from '../../core/failures/invocationFailures.ts';
import type { CommandServices } from '../commandServices.ts';
import { chosenResult } from './chosenInvocation.ts';

/** `Lambda: Compare with Last Result`: how a result differs from the one before with the same event. */
export async function compareWithLastResult(
  args: readonly unknown[],
  services: Pick<CommandServices, 'history' | 'results'>,
): Promise<void> {
  const { invocation } = chosenResult(args, services);
  const earlier = services.history.before(invocation);
  if (earlier === undefined) {
    throw invocationFailures.nothingToCompare(invocation.functionName, eventName(invocation.event));
  }
  await services.results.compare(earlier, invocation);
}
