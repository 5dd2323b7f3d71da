import { warmUpFailures } from '../../core/failures/warmUpFailures.ts';
import type { WarmUpStep } from '../../core/warmUp/warmUpPlan.ts';
import { qualifiedName } from '../../core/functions/functionName.ts';
import { warmUpPhrase } from '../../core/warmUp/warmUpText.ts';
import { addPermission, performSteps, repeatable } from '../performSteps.ts';
import type { StepOptions, WriteContext } from '../performSteps.ts';
import type { AwsConnection, Clock } from '../ports.ts';

/**
 * Carries out the plan of a warm-up rule. Stops at the first failure with `warmUp.stepFailed`, which says what was done
 * before; rejects with an AbortError when cancelled, and `onDone` has told what was done until then.
 */
export async function carryOutWarmUp(
  steps: readonly WarmUpStep[],
  { connection, clock }: { readonly connection: AwsConnection; readonly clock: Clock },
  options: StepOptions,
): Promise<void> {
  const context = { connection, clock, signal: options.signal };
  const { stepFailed } = warmUpFailures;
  await performSteps(
    steps,
    { phrase: warmUpPhrase, perform: (step) => performWarmUpStep(step, context), stepFailed },
    options,
  );
}

/** All of them but AddPermission may be repeated at will. */
export async function performWarmUpStep(step: WarmUpStep, context: WriteContext): Promise<void> {
  const { rules } = context.connection;
  switch (step.kind) {
    case 'putRule':
      return repeatable(() => rules.putRule(step.rule, step.to, context), context);
    case 'addPermission': {
      const { ruleArn: sourceArn, ...rest } = step;
      const notKept = () => warmUpFailures.permissionNotKept(qualifiedName(step.functionName, step.alias));
      return addPermission({ ...rest, sourceArn, principal: 'events.amazonaws.com' }, notKept, context);
    }
    case 'putTarget':
      return repeatable(() => rules.putTarget(step.rule, step.to, context), context);
    case 'disableRule':
      return repeatable(() => rules.disableRule(step.rule, context), context);
    case 'removeTargets': {
      const ids = step.targets.map(({ id }) => id);
      return repeatable(() => rules.removeTargets(step.rule, ids, context), context);
    }
    case 'deleteRule':
      return repeatable(() => rules.deleteRule(step.rule, context), context);
    case 'removePermission': {
      const { functionName, alias, statementId } = step;
      return repeatable(() => rules.removePermission(functionName, alias, statementId, context), context);
    }
  }
}
