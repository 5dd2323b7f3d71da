import type { RoleStep } from '../core/deployment/deploymentStep.ts';
import { isFailure } from '../core/failures/failure.ts';
import { equalPolicies } from '../core/policy/equalPolicies.ts';
import type { AwsConnection, Clock } from './ports.ts';
import { writeReliably } from './reliableWrite.ts';

interface RoleStepContext {
  readonly connection: AwsConnection;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** IAM answers "no such role" for a moment after CreateRole; how often and how long (milliseconds) to ask again. */
const notYetThere = { attempts: 6, pause: 500 };

/** Carries out one step on a role. All of them except CreateRole may be repeated at will. */
export async function performRoleStep(step: RoleStep, context: RoleStepContext): Promise<void> {
  const { clock, signal } = context;
  for (let attempt = 1; ; attempt++) {
    try {
      await writeReliably(roleWrite(step, context), clock, signal);
      return;
    } catch (error) {
      if (!isFailure(error, 'aws.notFound') || attempt >= notYetThere.attempts) throw error;
      await clock.sleep(notYetThere.pause, signal);
    }
  }
}

function roleWrite(step: RoleStep, { connection: { roles }, signal }: RoleStepContext) {
  const options = { signal };
  const done = true as const;
  const write = (apply: () => Promise<unknown>, isDone: () => Promise<boolean>) => ({
    apply: async () => {
      await apply();
      return done;
    },
    readBack: async () => ((await isDone()) ? done : undefined),
  });
  switch (step.kind) {
    case 'createRole': {
      const { name, trustPolicy, path, permissionsBoundary, tags } = step.role;
      return write(
        () => roles.createRole({ name, trustPolicy, path, permissionsBoundary, tags }, options),
        async () => {
          const live = await roles.readRole(name, options);
          return live !== undefined && equalPolicies(live.trustPolicy, trustPolicy);
        },
      );
    }
    case 'updateTrustPolicy':
      return write(
        () => roles.updateTrustPolicy(step.roleName, step.to, options),
        async () => {
          const live = await roles.readRole(step.roleName, options);
          return live !== undefined && equalPolicies(live.trustPolicy, step.to);
        },
      );
    case 'putInlinePolicy':
      return write(
        () => roles.putInlinePolicy(step.roleName, step.policyName, step.to, options),
        async () => {
          const live = await roles.readInlinePolicy(step.roleName, step.policyName, options);
          return live !== undefined && equalPolicies(live, step.to);
        },
      );
    case 'attachManagedPolicy':
      return write(
        () => roles.attachManagedPolicy(step.roleName, step.policyArn, options),
        async () => (await roles.listAttachedPolicyArns(step.roleName, options)).includes(step.policyArn),
      );
    case 'putPermissionsBoundary':
      return write(
        () => roles.putPermissionsBoundary(step.roleName, step.to, options),
        async () => (await roles.readRole(step.roleName, options))?.permissionsBoundary === step.to,
      );
    case 'tagRole':
      return write(
        () => roles.tagRole(step.roleName, step.tags, options),
        async () => {
          const live = (await roles.readRole(step.roleName, options))?.tags;
          return live !== undefined && Object.entries(step.tags).every(([key, value]) => live[key] === value);
        },
      );
  }
}
