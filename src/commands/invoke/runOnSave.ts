import type { FunctionReference } from '../../core/functionReference.ts';
import { isFailure } from '../../core/failures/failure.ts';
import { functionKey } from '../../core/functionReference.ts';
import type { CommandServices } from '../commandServices.ts';
import { eventsUsed } from './recentEvents.ts';
import { runInvocation } from './runInvocation.ts';
import type { RunServices } from './runInvocation.ts';

/** Runs a function again with its last event because a file was saved. What is still running of it is superseded. */
export async function runOnSave(
  reference: FunctionReference,
  signal: AbortSignal,
  services: RunServices & Pick<CommandServices, 'running'>,
): Promise<void> {
  const [event] = eventsUsed(functionKey(reference), services);
  if (event === undefined) return;
  services.running.cancelAllOf(functionKey(reference));
  try {
    await runInvocation({ reference, event }, { fresh: false, superseded: signal }, services);
  } catch (error) {
    // Half-written JSON is saved now and then; it is marked at its line, and the next save runs again.
    if (!isFailure(error, 'invocation.eventInvalid')) throw error;
  }
}
