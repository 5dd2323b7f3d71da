import { t } from '@vscode/l10n';
import type { PlanLine } from '../deployment/planText.ts';
import { qualifiedName } from '../functions/functionName.ts';
import type { EmailStep, EmailWarning } from './emailPlan.ts';
import { functionOfAction, sameRecipients } from './receiptRule.ts';

const line = (symbol: PlanLine['symbol'], level: PlanLine['level'], text: string): PlanLine => ({
  symbol,
  level,
  text,
});

/** Recipients of a rule, as people say them. */
export const recipientsText = (recipients: readonly string[]): string =>
  recipients.length === 0 ? t('every address of the verified domains') : recipients.join(', ');

/** The plan of an e-mail rule in lines: what is created, changed and removed. */
export function emailLines(steps: readonly EmailStep[]): PlanLine[] {
  return steps.flatMap((step): PlanLine[] => {
    switch (step.kind) {
      case 'createRuleSet':
        return [line('+', 0, t('receipt rule set {0}', step.ruleSet))];
      case 'addPermission': {
        const text = t('permission for SES to run {0}', qualifiedName(step.functionName, step.alias));
        return [line(step.replaces ? '~' : '+', 0, step.replaces ? t('{0}: replaced', text) : text)];
      }
      case 'putRule':
        return ruleLines(step);
      case 'activateRuleSet': {
        const { ruleSet, from } = step;
        return [line('~', 0, t('active receipt rule set: {0} → {1}', from ?? t('none'), ruleSet))];
      }
      case 'deleteRule':
        return [line('-', 0, t('e-mail rule {0} of the rule set {1}', step.rule, step.ruleSet))];
      case 'removePermission':
        return [
          line('-', 0, t('permission for SES to run {0}', qualifiedName(step.functionName, step.alias))),
        ];
    }
  });
}

function ruleLines({
  ruleSet,
  rule,
  from,
  recipients,
  functionArn,
}: Extract<EmailStep, { kind: 'putRule' }>): PlanLine[] {
  const name = t('e-mail rule {0} of the rule set {1}', rule, ruleSet);
  const runs = nameOf(functionArn);
  const to = recipientsText(recipients);
  if (from === undefined)
    return [line('+', 0, name), line('+', 1, t('mail to {0}', to)), line('+', 1, t('runs {0}', runs))];
  return [
    line('~', 0, name),
    ...(sameRecipients(from.recipients, recipients)
      ? []
      : [line('~', 1, t('mail to {0}', `${recipientsText(from.recipients)} → ${to}`))]),
    ...(from.actions.some((action) => functionOfAction(action) === functionArn)
      ? []
      : [line('+', 1, t('runs {0}', runs))]),
  ];
}

/** `calc:PRODUCTION` of a function's ARN. */
const nameOf = (arn: string): string => arn.split(':').slice(6).join(':');

/** What a step does, as the end of "Could not …" and as a progress line. */
export function emailPhrase(step: EmailStep): string {
  switch (step.kind) {
    case 'createRuleSet':
      return t('create receipt rule set {0}', step.ruleSet);
    case 'addPermission':
      return t('let SES run {0}', qualifiedName(step.functionName, step.alias));
    case 'putRule':
      return step.from === undefined ? t('create rule {0}', step.rule) : t('update rule {0}', step.rule);
    case 'activateRuleSet':
      return t('make {0} the active receipt rule set', step.ruleSet);
    case 'deleteRule':
      return t('delete rule {0}', step.rule);
    case 'removePermission':
      return t('remove the permission to run {0}', qualifiedName(step.functionName, step.alias));
  }
}

/** What keeps mail from running the function, and what can be done. */
export function emailWarning(warning: EmailWarning): string {
  switch (warning.kind) {
    case 'noInbound':
      return t(
        'SES is not known to receive mail in {0}: the function may have to be in another region.',
        warning.region,
      );
    case 'notVerified':
      return t(
        '{0} is not verified in SES in {1}, so no mail for it arrives. Verify the domain, and let its MX record point to inbound-smtp.{1}.amazonaws.com.',
        warning.domains.join(', '),
        warning.region,
      );
    case 'verificationUnreadable':
      return t('Whether the domain is verified could not be read (ses:GetIdentityVerificationAttributes).');
    case 'activeUnreadable':
      return t(
        'Which receipt rule set is active could not be read (ses:DescribeActiveReceiptRuleSet). Only rules of that one run.',
      );
    case 'notActive':
      return warning.active === null
        ? t('No receipt rule set is active, so no rule runs.')
        : t(
            'The active receipt rule set is {0}, so rules of {1} do not run. Activating {1} ends those of {0}.',
            warning.active,
            warning.ruleSet,
          );
    case 'ruleOff':
      return t('The rule {0} was turned off in SES, and stays off.', warning.rule);
    case 'stopsBefore':
      return t('The rule {0} comes before and stops the rules behind it.', warning.rule);
  }
}
