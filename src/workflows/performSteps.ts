import { isFailure } from '../core/failures/failure.ts';
import type { Failure } from '../core/failures/failure.ts';
import { permissionState } from '../core/policy/servicePermission.ts';
import type { AwsConnection, CallOptions, Clock } from './ports.ts';
import type { Permission } from './portsForTriggers.ts';
import { writeReliably } from './reliableWrite.ts';

export interface WriteContext extends CallOptions {
  readonly connection: AwsConnection;
  readonly clock: Clock;
}

/** How often the policy is read after the write, and how long to wait in between (milliseconds). */
const lookAgain = { attempts: 5, pause: 500 };

/** A write that may be repeated at will. */
export async function repeatable(
  apply: () => Promise<void>,
  { clock, signal }: Pick<WriteContext, 'clock' | 'signal'>,
): Promise<void> {
  const write = {
    apply: () => apply().then(() => true as const),
    readBack: () => Promise.resolve(undefined),
  };
  await writeReliably(write, clock, signal);
}

/**
 * Lets a service run a function or an alias of it, in place of another statement of this id where `replaces` says so, and
 * reads back what was written: without the permission the service calls in vain, and nothing says so.
 * @param notKept what to reject with when the policy does not show it
 */
export async function addPermission(
  {
    functionName,
    alias,
    replaces,
    ...permission
  }: Permission & {
    readonly functionName: string;
    readonly alias: string | undefined;
    readonly replaces: boolean;
  },
  notKept: () => Failure,
  context: WriteContext,
): Promise<void> {
  const { connection, clock, signal } = context;
  const { rules, triggers } = connection;
  const { statementId } = permission;
  const isThere = async () => {
    const policy = await triggers.readPolicy(functionName, alias, context);
    return permissionState(policy, statementId, permission) === 'there' ? (true as const) : undefined;
  };
  if (replaces)
    await repeatable(() => rules.removePermission(functionName, alias, statementId, context), context);
  const apply = () => rules.addPermission(functionName, alias, permission, context).then(() => true as const);
  await writeReliably({ apply, readBack: isThere }, clock, signal);
  for (let attempt = 1; (await isThere()) === undefined; attempt++) {
    if (attempt >= lookAgain.attempts) throw notKept();
    await clock.sleep(lookAgain.pause, signal);
  }
}

/** What carries out a plan is told how far it came. */
export interface StepOptions extends CallOptions {
  readonly onStep?: (text: string, index: number, count: number) => void;
  readonly onDone?: (text: string) => void;
}

/** Performs steps in their order; stops at the first failure with what `stepFailed` makes of it. */
export async function performSteps<Step>(
  steps: readonly Step[],
  {
    phrase,
    perform,
    stepFailed,
  }: {
    readonly phrase: (step: Step) => string;
    readonly perform: (step: Step) => Promise<void>;
    readonly stepFailed: (text: string, done: readonly string[], cause: Failure) => Failure;
  },
  { signal, onStep, onDone }: StepOptions,
): Promise<void> {
  const done: string[] = [];
  for (const [index, step] of steps.entries()) {
    const text = phrase(step);
    signal.throwIfAborted();
    onStep?.(text, index, steps.length);
    try {
      await perform(step);
    } catch (error) {
      throw isFailure(error) ? stepFailed(text, done, error) : error;
    }
    done.push(text);
    onDone?.(text);
  }
}
