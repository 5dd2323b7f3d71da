import { functionArn } from '../functions/functionName.ts';
import type { CallerIdentity } from '../deployment/liveState.ts';
import type { JsonValue } from '../json.ts';
import type { LiveRule, LiveTarget, LiveWarmUp } from './liveRule.ts';
import { warmUpRuleName, warmUpStatementId, warmUpTargetId } from './warmUpNames.ts';
import { hasStatement } from '../policy/servicePermission.ts';
import { permissionState } from './warmUpPermission.ts';

/** The function or alias that a rule keeps warm, and where. */
export interface WarmUpPlace {
  readonly functionName: string;
  readonly alias: string | undefined;
  readonly identity: Pick<CallerIdentity, 'accountId' | 'partition'>;
  readonly region: string;
}

export interface WarmUpSpec {
  readonly schedule: string;
  /** Undefined: a rule that is there stays on or off, a new one is on. */
  readonly enabled: boolean | undefined;
  /** What the function is given in place of the scheduled event; undefined: what is there stays. */
  readonly input: JsonValue | undefined;
}

/** A step is data: what is needed to run it and to say it. */
export type WarmUpStep =
  | {
      readonly kind: 'putRule';
      readonly rule: string;
      readonly from: LiveRule | undefined;
      readonly to: { readonly schedule: string; readonly enabled: boolean };
    }
  | {
      readonly kind: 'addPermission';
      readonly functionName: string;
      readonly alias: string | undefined;
      readonly statementId: string;
      readonly ruleArn: string;
      /** Another statement has the id: it goes first. */
      readonly replaces: boolean;
    }
  | {
      readonly kind: 'putTarget';
      readonly rule: string;
      readonly from: LiveTarget | undefined;
      readonly to: LiveTarget;
    }
  | { readonly kind: 'disableRule'; readonly rule: string }
  | { readonly kind: 'removeTargets'; readonly rule: string; readonly targets: readonly LiveTarget[] }
  | { readonly kind: 'deleteRule'; readonly rule: string }
  | {
      readonly kind: 'removePermission';
      readonly functionName: string;
      readonly alias: string | undefined;
      readonly statementId: string;
    };

/** ARN of our rule for it, on the default event bus. */
const warmUpRuleArn = ({ functionName, alias, identity, region }: WarmUpPlace): string =>
  `arn:${identity.partition}:events:${region}:${identity.accountId}:rule/${warmUpRuleName(functionName, alias)}`;

/** What is to be done so that the rule runs the function as the spec says; nothing where it does. */
export function planWarmUp(spec: WarmUpSpec, live: LiveWarmUp, place: WarmUpPlace): WarmUpStep[] {
  const { functionName, alias } = place;
  const rule = warmUpRuleName(functionName, alias);
  const ruleArn = warmUpRuleArn(place);
  const steps: WarmUpStep[] = [];
  const to = { schedule: spec.schedule, enabled: spec.enabled ?? live.rule?.enabled ?? true };
  if (live.rule?.schedule !== to.schedule || live.rule.enabled !== to.enabled)
    steps.push({ kind: 'putRule', rule, from: live.rule, to });
  const statementId = warmUpStatementId(alias);
  const permission = permissionState(live.policy, statementId, ruleArn);
  if (permission !== 'there') {
    const replaces = permission === 'different';
    steps.push({ kind: 'addPermission', functionName, alias, statementId, ruleArn, replaces });
  }
  const target = live.targets.find(({ id }) => id === warmUpTargetId);
  const input = spec.input === undefined ? target?.input : JSON.stringify(spec.input);
  const wanted = { id: warmUpTargetId, arn: functionArn(place, alias), input };
  if (target?.arn !== wanted.arn || !equalInput(target.input, input))
    steps.push({ kind: 'putTarget', rule, from: target, to: wanted });
  return steps;
}

/** Nothing where it is off, or not there. */
export function planWarmUpOff(live: Pick<LiveWarmUp, 'rule'>, place: WarmUpPlace): WarmUpStep[] {
  if (live.rule?.enabled !== true) return [];
  return [{ kind: 'disableRule', rule: warmUpRuleName(place.functionName, place.alias) }];
}

/** Whatever there is of it, in the order that AWS demands: a rule with targets cannot be deleted. */
export function planWarmUpRemoval(live: LiveWarmUp, place: WarmUpPlace): WarmUpStep[] {
  const { functionName, alias } = place;
  const rule = warmUpRuleName(functionName, alias);
  const statementId = warmUpStatementId(alias);
  const steps: WarmUpStep[] = [];
  if (live.targets.length > 0) steps.push({ kind: 'removeTargets', rule, targets: live.targets });
  if (live.rule !== undefined) steps.push({ kind: 'deleteRule', rule });
  if (hasStatement(live.policy, statementId))
    steps.push({ kind: 'removePermission', functionName, alias, statementId });
  return steps;
}

function equalInput(a: string | undefined, b: string | undefined): boolean {
  if (a === b) return true;
  try {
    return a !== undefined && b !== undefined && JSON.stringify(JSON.parse(a)) === b;
  } catch {
    return false;
  }
}
