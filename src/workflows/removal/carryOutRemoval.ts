import { isFailure } from '../../core/failures/failure.ts';
import { removalFailures } from '../../core/failures/removalFailures.ts';
import type { RemovalStep } from '../../core/removal/removalPlan.ts';
import { removalPhrase } from '../../core/removal/removalText.ts';
import { routeName } from '../../core/restApi/liveRestApi.ts';
import { performEmailStep } from '../email/carryOutEmail.ts';
import { inTurn } from '../email/inTurn.ts';
import type { TurnContext } from '../email/inTurn.ts';
import { performSteps, repeatable } from '../performSteps.ts';
import type { StepOptions } from '../performSteps.ts';
import type { AwsConnection, Clock } from '../ports.ts';
import { writeReliably } from '../reliableWrite.ts';
import { carryOutRestApi } from '../restApi/carryOutRestApi.ts';
import { readRemovable } from '../restApi/planRemoval.ts';
import { performWarmUpStep } from '../warmUp/carryOutWarmUp.ts';

interface StepContext extends TurnContext {
  readonly connection: AwsConnection;
}

/**
 * Deletes what was chosen. Stops at the first failure with `removal.stepFailed`, which says what was done before; rejects
 * with an AbortError when cancelled, and `onDone` has told what was done until then.
 */
export function carryOutRemoval(
  functionName: string,
  steps: readonly RemovalStep[],
  { connection, clock }: { readonly connection: AwsConnection; readonly clock: Clock },
  options: StepOptions & { readonly onWaiting?: (text: string) => void },
): Promise<void> {
  const { signal, onWaiting } = options;
  return performSteps(
    steps,
    {
      phrase: removalPhrase,
      perform: (step) => perform(functionName, step, { connection, clock, signal, onWaiting }),
      stepFailed: (text, done, cause) => removalFailures.stepFailed(functionName, text, done, cause),
    },
    options,
  );
}

async function perform(functionName: string, step: RemovalStep, context: StepContext): Promise<void> {
  const { roles, logs } = context.connection;
  switch (step.kind) {
    case 'warmUp':
      return performWarmUpStep(step.step, context);
    case 'email':
      return performEmailStep(step.step, context);
    case 'deleteRuleSet':
      return deleteRuleSet(step.ruleSet, context);
    case 'removeRoutes':
      return removeRoutes(functionName, step, context);
    case 'deleteLogGroup':
      return repeatable(() => logs.deleteGroup(step.group, context), context);
    case 'deleteFunction':
      return deleteFunction(step.functionName, context);
    case 'detachPolicy':
      return repeatable(() => roles.detachManagedPolicy(step.role, step.policyArn, context), context);
    case 'deleteInlinePolicy':
      return repeatable(() => roles.deleteInlinePolicy(step.role, step.policy, context), context);
    case 'deleteRole':
      return repeatable(() => roles.deleteRole(step.role, context), context);
  }
}

/** As there are when it is their turn: an API that is gone has none. */
async function removeRoutes(
  functionName: string,
  step: Extract<RemovalStep, { kind: 'removeRoutes' }>,
  context: StepContext,
): Promise<void> {
  const { connection } = context;
  const named = { apiId: step.apiId, name: step.api, stage: step.stage };
  const found = await readRemovable({ functionName }, named, connection, context).catch((error: unknown) => {
    if (isFailure(error, 'api.notThere')) return undefined;
    throw error;
  });
  if (found === undefined) return;
  const chosen = new Set(step.routes.map(routeName));
  const left = found.routes.filter((route) => chosen.has(routeName(route)));
  const planned = await found.plan(left, context);
  const steps = planned.steps.filter(({ kind }) => step.permissions || kind !== 'removePermission');
  await carryOutRestApi({ ...planned, steps }, context, context);
}

/** A set is deleted with all of its rules, so one that somebody put a rule into meanwhile stays. */
async function deleteRuleSet(name: string, context: StepContext): Promise<void> {
  const { email } = context.connection;
  const found = await inTurn(context, () => email.readRuleSet(name, context));
  if (found === undefined || found.rules.length > 0) return;
  await repeatable(() => inTurn(context, () => email.deleteRuleSet(name, context)), context);
}

async function deleteFunction(functionName: string, context: StepContext): Promise<void> {
  const { versions, functions } = context.connection;
  const apply = () => versions.deleteFunction(functionName, context).then(() => true as const);
  const readBack = async () =>
    (await functions.readFunction(functionName, undefined, context)) === undefined
      ? (true as const)
      : undefined;
  await writeReliably({ apply, readBack }, context.clock, context.signal);
}
