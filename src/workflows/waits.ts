import { t } from '@vscode/l10n';
import type { LiveFunction } from '../core/deployment/liveState.ts';
import { deployFailures } from '../core/failures/deployFailures.ts';
import { isFailure } from '../core/failures/failure.ts';
import type { Clock, FunctionGateway } from './ports.ts';

/** Delays between two looks at a function, in milliseconds: short first, as most updates end within a second. */
const firstDelay = 100;
const longestDelay = 3000;
const growth = 1.6;
/** How long an update by Lambda is waited for. */
const updateDeadline = 10 * 60_000;

export interface WaitContext {
  readonly functions: FunctionGateway;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Says what is being waited for, again and again while it lasts. */
  onWaiting(text: string): void;
}

/** Asks again and again, with growing pauses, until `look` answers; undefined when the deadline (milliseconds) passes. */
async function poll<T>(
  context: Pick<WaitContext, 'clock' | 'signal'>,
  deadline: number,
  look: (waitedMs: number) => Promise<T | undefined>,
): Promise<T | undefined> {
  const { clock, signal } = context;
  const started = clock.now();
  for (let delay = firstDelay; ; delay = Math.min(delay * growth, longestDelay)) {
    signal.throwIfAborted();
    const waited = clock.now() - started;
    const found = await look(waited);
    if (found !== undefined) return found;
    if (waited > deadline) return undefined;
    await clock.sleep(delay, signal);
  }
}

/**
 * Waits until a create, update or publish has come to its end (State is not Pending, LastUpdateStatus not InProgress) and
 * answers the function as it is then, with the RevisionId that it has then. The SDK's waiters are not used: their errors
 * hold environment values and a signed URL.
 */
export async function waitUntilSettled(
  functionName: string,
  qualifier: string | undefined,
  context: WaitContext,
): Promise<LiveFunction> {
  const settled = await poll(context, updateDeadline, async (waited) => {
    const live = await context.functions.readFunction(functionName, qualifier, context);
    if (live === undefined) throw deployFailures.functionGone(functionName);
    if (live.state === 'Failed' || live.lastUpdateStatus === 'Failed') {
      const reason = live.state === 'Failed' ? live.stateReason : live.lastUpdateStatusReason;
      throw deployFailures.functionFailed(functionName, reason ?? t('no reason given'));
    }
    if (live.state !== 'Pending' && live.lastUpdateStatus !== 'InProgress') return live;
    if (waited > 1000) {
      context.onWaiting(
        t('Lambda is still updating {0}. Waiting ({1} s)…', functionName, Math.round(waited / 1000)),
      );
    }
    return undefined;
  });
  if (settled === undefined) throw deployFailures.waitTooLong(functionName, updateDeadline / 1000);
  return settled;
}

/**
 * How long a role may take to be assumable, in milliseconds. One of the manifest may just have been made, by this run or
 * by one that was cut off; one that is used by its ARN has most likely been there for long.
 */
const managedRoleDeadline = 5 * 60_000;
const givenRoleDeadline = 60_000;

/**
 * Repeats a call that Lambda refuses while it cannot assume the execution role yet, and while another update is under way.
 * Both happen in healthy accounts and pass by themselves (AWS.md, "Roles" and "Function state").
 */
export async function untilAccepted<T>(
  call: () => Promise<T>,
  role: { readonly name: string; readonly managed: boolean },
  functionName: string,
  context: WaitContext,
): Promise<T> {
  const deadline = role.managed ? managedRoleDeadline : givenRoleDeadline;
  let refusal: unknown;
  const accepted = await poll(context, deadline, async (waited) => {
    try {
      return { answer: await call() };
    } catch (error) {
      const seconds = Math.round(waited / 1000);
      if (isFailure(error, 'aws.roleNotAssumable')) {
        context.onWaiting(
          t('Role {0} cannot be assumed by Lambda yet. Waiting ({1} s)…', role.name, seconds),
        );
      } else if (isFailure(error, 'aws.inProgress')) {
        context.onWaiting(t('Another update of {0} is under way. Waiting ({1} s)…', functionName, seconds));
      } else {
        throw error;
      }
      refusal = error;
      return undefined;
    }
  });
  if (accepted !== undefined) return accepted.answer;
  if (isFailure(refusal, 'aws.roleNotAssumable'))
    throw deployFailures.roleNotAssumable(role.name, deadline / 1000);
  throw deployFailures.waitTooLong(functionName, deadline / 1000);
}
