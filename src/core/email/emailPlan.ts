import { functionArn } from '../functions/functionName.ts';
import type { CallerIdentity } from '../deployment/liveState.ts';
import type { JsonValue } from '../json.ts';
import { hasStatement, permissionState } from '../policy/servicePermission.ts';
import { emailRuleName, emailStatementId } from './emailNames.ts';
import { receivesMail } from './inboundRegions.ts';
import { functionOfAction, isForAddress, sameRecipients } from './receiptRule.ts';
import type { ReceiptRule } from './receiptRule.ts';

/** The function or alias that mail runs, and where. */
export interface EmailPlace {
  readonly functionName: string;
  readonly alias: string | undefined;
  readonly ruleSet: string;
  readonly identity: Pick<CallerIdentity, 'accountId' | 'partition'>;
  readonly region: string;
}

/** What there is of an e-mail rule. */
export interface LiveEmail {
  /** Rules of the rule set in their order; undefined: there is no such set. */
  readonly rules: readonly ReceiptRule[] | undefined;
  /** Name of the active rule set; null: none is; undefined: it could not be read. */
  readonly active: string | null | undefined;
  /** The resource policy of the function, or of the alias. */
  readonly policy: JsonValue | undefined;
  /** Domains of the recipients that are not verified; undefined: it could not be read. */
  readonly unverified: readonly string[] | undefined;
}

/** A step is data: what is needed to run it and to say it. */
export type EmailStep =
  | { readonly kind: 'createRuleSet'; readonly ruleSet: string }
  | {
      readonly kind: 'addPermission';
      readonly functionName: string;
      readonly alias: string | undefined;
      readonly statementId: string;
      readonly ruleArn: string;
      readonly accountId: string;
      /** Another statement has the id: it goes first. */
      readonly replaces: boolean;
    }
  | {
      readonly kind: 'putRule';
      readonly ruleSet: string;
      readonly rule: string;
      readonly from: ReceiptRule | undefined;
      readonly recipients: readonly string[];
      readonly functionArn: string;
    }
  | { readonly kind: 'activateRuleSet'; readonly ruleSet: string; readonly from: string | null }
  | { readonly kind: 'deleteRule'; readonly ruleSet: string; readonly rule: string }
  | {
      readonly kind: 'removePermission';
      readonly functionName: string;
      readonly alias: string | undefined;
      readonly statementId: string;
    };

/** Why mail may not run the function although the plan is carried out. */
export type EmailWarning =
  | { readonly kind: 'noInbound'; readonly region: string }
  | { readonly kind: 'notVerified'; readonly domains: readonly string[]; readonly region: string }
  | { readonly kind: 'verificationUnreadable' | 'activeUnreadable' }
  | { readonly kind: 'notActive'; readonly ruleSet: string; readonly active: string | null }
  | { readonly kind: 'ruleOff'; readonly rule: string }
  | { readonly kind: 'stopsBefore'; readonly rule: string };

export interface EmailPlan {
  readonly steps: readonly EmailStep[];
  /** What makes the rule set the active one: carried out only when a person says so. */
  readonly activation: Extract<EmailStep, { kind: 'activateRuleSet' }> | undefined;
  readonly warnings: readonly EmailWarning[];
}

const emailRuleArn = ({ functionName, alias, ruleSet, identity, region }: EmailPlace): string =>
  `arn:${identity.partition}:ses:${region}:${identity.accountId}:receipt-rule-set/${ruleSet}:receipt-rule/${emailRuleName(functionName, alias)}`;

/**
 * What is to be done so that mail to the recipients runs the function; nothing where it does. The permission comes before
 * the rule, as SES looks for it.
 * @param aws whether the connection goes to AWS itself: elsewhere its regions say nothing
 */
export function planEmailRule(
  recipients: readonly string[],
  live: LiveEmail,
  place: EmailPlace,
  aws: boolean,
): EmailPlan {
  const { functionName, alias, ruleSet, identity } = place;
  const rule = emailRuleName(functionName, alias);
  const ruleArn = emailRuleArn(place);
  const runs = functionArn(place, alias);
  const from = live.rules?.find(({ name }) => name === rule);
  const steps: EmailStep[] = [];
  if (live.rules === undefined) steps.push({ kind: 'createRuleSet', ruleSet });
  const statementId = emailStatementId(ruleSet, alias);
  const { accountId } = identity;
  const source = { principal: 'ses.amazonaws.com', sourceArn: ruleArn, sourceAccount: accountId };
  const permission = permissionState(live.policy, statementId, source);
  if (permission !== 'there') {
    const replaces = permission === 'different';
    steps.push({ kind: 'addPermission', functionName, alias, statementId, ruleArn, accountId, replaces });
  }
  if (
    from?.actions.some((action) => functionOfAction(action) === runs) !== true ||
    !sameRecipients(from.recipients, recipients)
  )
    steps.push({ kind: 'putRule', ruleSet, rule, from, recipients, functionArn: runs });
  const { active } = live;
  const activation =
    active === undefined || active === ruleSet
      ? undefined
      : ({ kind: 'activateRuleSet', ruleSet, from: active } as const);
  return { steps, activation, warnings: warningsOf(recipients, live, place, aws) };
}

function warningsOf(
  recipients: readonly string[],
  { rules = [], active, unverified }: LiveEmail,
  { functionName, alias, ruleSet, region }: EmailPlace,
  aws: boolean,
): EmailWarning[] {
  const rule = emailRuleName(functionName, alias);
  const own = rules.findIndex(({ name }) => name === rule);
  const warnings: EmailWarning[] = [];
  if (aws && !receivesMail(region)) warnings.push({ kind: 'noInbound', region });
  if (unverified === undefined) warnings.push({ kind: 'verificationUnreadable' });
  else if (unverified.length > 0) warnings.push({ kind: 'notVerified', domains: unverified, region });
  if (active === undefined) warnings.push({ kind: 'activeUnreadable' });
  else if (active !== ruleSet) warnings.push({ kind: 'notActive', ruleSet, active });
  if (rules[own]?.enabled === false) warnings.push({ kind: 'ruleOff', rule });
  const stopping = rules.slice(0, own < 0 ? rules.length : own).find((one) => stops(one, recipients));
  if (stopping !== undefined) warnings.push({ kind: 'stopsBefore', rule: stopping.name });
  return warnings;
}

/** Whether a rule ends the way of a mail to one of these recipients. */
const stops = ({ enabled, actions, recipients: own }: ReceiptRule, recipients: readonly string[]): boolean =>
  enabled &&
  actions.some(({ name }) => name === 'StopAction') &&
  (recipients.some((one) => isForAddress(own, one)) || own.some((one) => isForAddress(recipients, one)));

/** Domains that SES must have verified for mail to these recipients: each with those above it, as one of them is enough. */
export function domainsOf(recipients: readonly string[]): readonly (readonly string[])[] {
  const domains = recipients.map((one) => one.slice(one.lastIndexOf('@') + 1).replace(/^\./, ''));
  return [...new Set(domains)].map((domain) => {
    const labels = domain.split('.');
    return labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
  });
}

/** Whatever there is of the rule and of its permission. The rule set stays: it may not be ours. */
export function planEmailRemoval(live: Pick<LiveEmail, 'rules' | 'policy'>, place: EmailPlace): EmailStep[] {
  const { functionName, alias, ruleSet } = place;
  const rule = emailRuleName(functionName, alias);
  const statementId = emailStatementId(ruleSet, alias);
  const steps: EmailStep[] = [];
  if (live.rules?.some(({ name }) => name === rule) === true)
    steps.push({ kind: 'deleteRule', ruleSet, rule });
  if (hasStatement(live.policy, statementId))
    steps.push({ kind: 'removePermission', functionName, alias, statementId });
  return steps;
}
