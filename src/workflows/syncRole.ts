import type { RoleStep } from '../core/deployment/deploymentStep.ts';
import type { RoleSpec } from '../core/deployment/functionSpec.ts';
import type { CallerIdentity, RoleReading } from '../core/deployment/liveState.ts';
import { planRole, roleArnOf } from '../core/deployment/rolePlan.ts';
import { stepPhrase } from '../core/deployment/stepWords.ts';
import { deployFailures } from '../core/failures/deployFailures.ts';
import { isFailure } from '../core/failures/failure.ts';
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

/** Reads the role and plans; writes nothing. */
export async function planRoleAlone(
  spec: RoleSpec,
  connection: AwsConnection,
  options: CallOptions,
): Promise<PlannedRole> {
  const [identity, live] = await Promise.all([
    connection.identity.callerIdentity(options),
    readRole(roleReadScope(spec), connection.roles, options),
  ]);
  const arn = typeof live === 'object' ? live.role.arn : roleArnOf(spec, identity);
  return { spec, identity, live, steps: planRole(spec, live, identity), arn };
}

/** Carries out the plan of a role; stops at the first failure and says what was done before. */
export async function carryOutRole(
  planned: PlannedRole,
  { connection, clock }: { readonly connection: AwsConnection; readonly clock: Clock },
  options: CallOptions & { readonly onProgress?: (text: string, index: number, count: number) => void },
): Promise<void> {
  const done: string[] = [];
  for (const [index, step] of planned.steps.entries()) {
    const text = stepPhrase(step);
    options.signal.throwIfAborted();
    options.onProgress?.(text, index, planned.steps.length);
    try {
      await performRoleStep(step, { connection, clock, signal: options.signal });
    } catch (error) {
      throw isFailure(error) ? deployFailures.stepFailed(text, done, error) : error;
    }
    done.push(text);
  }
}
