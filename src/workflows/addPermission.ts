import { permissionState } from '../core/policy/servicePermission.ts';
import type { AwsConnection, CallOptions, Clock } from './ports.ts';
import type { Permission } from './portsForTriggers.ts';
import { writeReliably } from './reliableWrite.ts';

interface WriteContext extends CallOptions {
  readonly clock: Clock;
}

/** Performs a write that may be repeated at will: after a lost answer it is. */
export async function repeatable(apply: () => Promise<void>, { clock, signal }: WriteContext): Promise<void> {
  const write = {
    apply: () => apply().then(() => true as const),
    readBack: () => Promise.resolve(undefined),
  };
  await writeReliably(write, clock, signal);
}

/** How often the policy is read after the write, and how long to wait in between (milliseconds). */
const lookAgain = { attempts: 5, pause: 500 };

/**
 * Lets a service run a function or an alias, and reads back whether it may: without the permission it would call in vain,
 * and nothing says so. False when the policy does not show it.
 * @param step.replaces another statement has the id: it goes first
 */
export async function addPermission(
  step: {
    readonly functionName: string;
    readonly alias: string | undefined;
    readonly permission: Permission;
    readonly replaces: boolean;
  },
  context: WriteContext & { readonly connection: AwsConnection },
): Promise<boolean> {
  const { functionName, alias, permission, replaces } = step;
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
    if (attempt >= lookAgain.attempts) return false;
    await clock.sleep(lookAgain.pause, signal);
  }
  return true;
}
