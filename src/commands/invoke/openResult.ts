import type { CommandServices } from '../commandServices.ts';
import { chosenResult } from './chosenInvocation.ts';

/** Opens the result of an invocation. */
export async function openResult(
  args: readonly unknown[],
  services: Pick<CommandServices, 'history' | 'results'>,
): Promise<void> {
  await services.results.show(chosenResult(args, services).invocation);
}
