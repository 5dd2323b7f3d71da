import { emailPhrase } from '../../core/email/emailText.ts';
import type { EmailStep } from '../../core/email/emailPlan.ts';
import { functionOfAction, sameRecipients, withFunction } from '../../core/email/receiptRule.ts';
import { emailFailures } from '../../core/failures/emailFailures.ts';
import { isFailure } from '../../core/failures/failure.ts';
import { qualifiedName } from '../../core/functions/functionName.ts';
import { addPermission, performSteps, repeatable } from '../performSteps.ts';
import type { StepOptions } from '../performSteps.ts';
import type { AwsConnection, Clock } from '../ports.ts';
import { writeReliably } from '../reliableWrite.ts';
import { inTurn } from './inTurn.ts';
import type { TurnContext } from './inTurn.ts';

interface StepContext extends TurnContext {
  readonly connection: AwsConnection;
}

/**
 * Carries out the plan of an e-mail rule. Stops at the first failure with `email.stepFailed`, which says what was done
 * before; rejects with an AbortError when cancelled, and `onDone` has told what was done until then.
 */
export function carryOutEmail(
  steps: readonly EmailStep[],
  { connection, clock }: { readonly connection: AwsConnection; readonly clock: Clock },
  options: StepOptions & { readonly onWaiting?: (text: string) => void },
): Promise<void> {
  const { signal, onWaiting } = options;
  return performSteps(
    steps,
    {
      phrase: emailPhrase,
      perform: (step) => performEmailStep(step, { connection, clock, signal, onWaiting }),
      stepFailed: emailFailures.stepFailed,
    },
    options,
  );
}

/** Carries out one step. Rejects as the gateways do. */
export async function performEmailStep(step: EmailStep, context: StepContext): Promise<void> {
  const { email, rules } = context.connection;
  const { clock, signal } = context;
  switch (step.kind) {
    case 'createRuleSet': {
      const apply = () => inTurn(context, () => email.createRuleSet(step.ruleSet, context).then(() => true));
      const readBack = async () =>
        (await inTurn(context, () => email.readRuleSet(step.ruleSet, context))) && true;
      await writeReliably({ apply, readBack }, clock, signal);
      return;
    }
    case 'addPermission':
      return allowRule(step, context);
    case 'putRule':
      return putRule(step, context);
    case 'activateRuleSet':
      return repeatable(() => inTurn(context, () => email.activateRuleSet(step.ruleSet, context)), context);
    case 'deleteRule':
      return repeatable(
        () => inTurn(context, () => email.deleteRule(step.ruleSet, step.rule, context)),
        context,
      );
    case 'removePermission': {
      const { functionName, alias, statementId } = step;
      return repeatable(() => rules.removePermission(functionName, alias, statementId, context), context);
    }
  }
}

function allowRule(
  { ruleArn: sourceArn, accountId: sourceAccount, ...step }: Extract<EmailStep, { kind: 'addPermission' }>,
  context: StepContext,
): Promise<void> {
  const permission = { ...step, principal: 'ses.amazonaws.com', sourceArn, sourceAccount };
  const notKept = () => emailFailures.permissionNotKept(qualifiedName(step.functionName, step.alias));
  return addPermission(permission, notKept, context);
}

/**
 * As it is just before the write: an update replaces the whole rule, and SES has nothing that would tell of somebody else's
 * change. A new rule comes last, so that it takes no mail from those that are there.
 */
async function putRule(
  { ruleSet, rule, recipients, functionArn }: Extract<EmailStep, { kind: 'putRule' }>,
  context: StepContext,
): Promise<void> {
  const { email } = context.connection;
  const { clock, signal } = context;
  const read = async () => {
    const found = await inTurn(context, () => email.readRuleSet(ruleSet, context));
    return { live: found?.rules.find(({ name }) => name === rule), last: found?.rules.at(-1)?.name };
  };
  const apply = async () => {
    const { live, last } = await read();
    const base = live ?? { name: rule, enabled: true, actions: [], tlsPolicy: undefined, scanEnabled: true };
    const wanted = withFunction({ ...base, recipients }, recipients, functionArn);
    await untilAllowed(context, () =>
      live === undefined
        ? email.createRule(ruleSet, wanted, last, context)
        : email.updateRule(ruleSet, wanted, context),
    );
    return true;
  };
  const readBack = async () => {
    const { live } = await read();
    const runs = live?.actions.some((action) => functionOfAction(action) === functionArn) === true;
    return runs && sameRecipients(live.recipients, recipients) ? true : undefined;
  };
  await writeReliably({ apply, readBack }, clock, signal);
}

/** A permission that was just added takes SES a few seconds to see. */
const lookAgain = 5;

async function untilAllowed(context: StepContext, write: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await inTurn(context, write);
      return;
    } catch (error) {
      if (!isFailure(error, 'aws.functionRefused') || attempt >= lookAgain) throw error;
    }
  }
}
