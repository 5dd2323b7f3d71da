import { isFailure } from '../../core/failures/failure.ts';
import { warmUpFailures } from '../../core/failures/warmUpFailures.ts';
import type { WarmUpStep } from '../../core/warmUp/warmUpPlan.ts';
import { qualifiedName, warmUpPhrase } from '../../core/warmUp/warmUpText.ts';
import { addPermission, repeatable } from '../addPermission.ts';
import type { AwsConnection, CallOptions, Clock } from '../ports.ts';

interface StepContext extends CallOptions {
  readonly connection: AwsConnection;
  readonly clock: Clock;
}

/**
 * Carries out the plan of a warm-up rule. Stops at the first failure with `warmUp.stepFailed`, which says what was done
 * before; rejects with an AbortError when cancelled, and `onDone` has told what was done until then.
 */
export async function carryOutWarmUp(
  steps: readonly WarmUpStep[],
  { connection, clock }: { readonly connection: AwsConnection; readonly clock: Clock },
  options: CallOptions & {
    readonly onStep?: (text: string, index: number, count: number) => void;
    readonly onDone?: (text: string) => void;
  },
): Promise<void> {
  const { signal } = options;
  const done: string[] = [];
  for (const [index, step] of steps.entries()) {
    const text = warmUpPhrase(step);
    signal.throwIfAborted();
    options.onStep?.(text, index, steps.length);
    try {
      await performWarmUpStep(step, { connection, clock, signal });
    } catch (error) {
      throw isFailure(error) ? warmUpFailures.stepFailed(text, done, error) : error;
    }
    done.push(text);
    options.onDone?.(text);
  }
}

/** All of them but AddPermission may be repeated at will. */
export async function performWarmUpStep(step: WarmUpStep, context: StepContext): Promise<void> {
  const { rules } = context.connection;
  switch (step.kind) {
    case 'putRule':
      return repeatable(() => rules.putRule(step.rule, step.to, context), context);
    case 'addPermission':
      return allowRule(step, context);
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

async function allowRule(
  step: Extract<WarmUpStep, { kind: 'addPermission' }>,
  context: StepContext,
): Promise<void> {
  const { functionName, alias, statementId, ruleArn } = step;
  const permission = { statementId, principal: 'events.amazonaws.com', sourceArn: ruleArn };
  if (!(await addPermission({ ...step, permission }, context)))
    throw warmUpFailures.permissionNotKept(qualifiedName(functionName, alias));
}
