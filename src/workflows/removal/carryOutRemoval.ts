import { removalFailures } from '../../core/failures/removalFailures.ts';
import type { RemovalStep } from '../../core/removal/removalPlan.ts';
import { removalPhrase } from '../../core/removal/removalText.ts';
import { performEmailStep } from '../email/carryOutEmail.ts';
import { inTurn } from '../email/inTurn.ts';
import type { TurnContext } from '../email/inTurn.ts';
import { performSteps, repeatable } from '../performSteps.ts';
import type { StepOptions } from '../performSteps.ts';
import type { AwsConnection, Clock } from '../ports.ts';
import { writeReliably } from '../reliableWrite.ts';
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
      perform: (step) => perform(step, { connection, clock, signal, onWaiting }),
      stepFailed: (text, done, cause) => removalFailures.stepFailed(functionName, text, done, cause),
    },
    options,
  );
}

async function perform(step: RemovalStep, context: StepContext): Promise<void> {
  const { roles } = context.connection;
  switch (step.kind) {
    case 'warmUp':
      return performWarmUpStep(step.step, context);
    case 'email':
      return performEmailStep(step.step, context);
    case 'deleteRuleSet':
      return deleteRuleSet(step.ruleSet, context);
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
