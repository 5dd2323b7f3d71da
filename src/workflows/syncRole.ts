import type { RoleStep } from '../core/deployment/deploymentStep.ts';
import type { RoleSpec } from '../core/deployment/functionSpec.ts';
import type { CallerIdentity, RoleReading } from '../core/deployment/liveState.ts';
import { planRole, roleArnOf } from '../core/deployment/rolePlan.ts';
import { stepPhrase } from '../core/deployment/stepWords.ts';
import { isFailure } from '../core/failures/failure.ts';
import { roleFailures } from '../core/failures/roleFailures.ts';
import { checkRegion, startIdentifying } from './pinnedPlace.ts';
import type { PinnedPlace } from './pinnedPlace.ts';
import type { AwsConnection, CallOptions, Clock } from './ports.ts';
import { readRole, roleReadScope } from './readLiveState.ts';
import { performRoleStep } from './roleSteps.ts';

/** An execution role alone, without its function: spec, what there is, and what to do. */
export interface PlannedRole {
  readonly spec: RoleSpec;
  readonly identity: CallerIdentity;
  readonly live: RoleReading;
  readonly steps: readonly RoleStep[];
  /** ARN that the role has or will have. */
  readonly arn: string;
}

/**
 * Reads the role and plans; writes nothing. The role of a manifest is dealt with in the account and region that it pins, or
 * not at all: they are checked before anything else is read.
 */
export async function planRoleAlone(
  spec: RoleSpec,
  pinned: PinnedPlace | undefined,
  connection: AwsConnection,
  options: CallOptions,
): Promise<PlannedRole> {
  if (pinned !== undefined) checkRegion(pinned, connection);
  const { identifying } = pinned
    ? await startIdentifying(pinned, connection, options)
    : { identifying: connection.identity.callerIdentity(options) };
  const reading = readRole(roleReadScope(spec), connection.roles, options);
  const [identity, live] = await Promise.all([identifying, reading]);
  const arn = typeof live === 'object' ? live.role.arn : roleArnOf(spec, identity);
  return { spec, identity, live, steps: planRole(spec, live, identity), arn };
}

/**
 * Carries out the plan of a role. Stops at the first failure with `role.stepFailed`, which says what was done before; rejects
 * with an AbortError when cancelled, and `onDone` has told what was done until then.
 */
export async function carryOutRole(
  planned: PlannedRole,
  { connection, clock }: { readonly connection: AwsConnection; readonly clock: Clock },
  options: CallOptions & {
    readonly onStep?: (text: string, index: number, count: number) => void;
    readonly onDone?: (text: string) => void;
  },
): Promise<void> {
  const done: string[] = [];
  for (const [index, step] of planned.steps.entries()) {
    const text = stepPhrase(step);
    options.signal.throwIfAborted();
    options.onStep?.(text, index, planned.steps.length);
    try {
      await performRoleStep(step, { connection, clock, signal: options.signal });
    } catch (error) {
      throw isFailure(error) ? roleFailures.stepFailed(text, done, error) : error;
    }
    done.push(text);
    options.onDone?.(text);
  }
}
