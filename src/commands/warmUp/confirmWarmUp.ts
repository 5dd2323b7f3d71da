import * as vscode from 'vscode';
import { warmUpLines } from '../../core/warmUp/warmUpText.ts';
import type { PlannedWarmUp } from '../../workflows/warmUp/planWarmUp.ts';
import { confirmPlan, forgetPlan } from '../plans/confirmPlan.ts';
import type { PlannedHere } from './carryOutWithReport.ts';
import type { WarmUpServices } from './warmUpServices.ts';

/** What a rule is remembered by, once its first plan was confirmed here. */
type Rule = Pick<PlannedWarmUp, 'identity' | 'region' | 'rule'>;
export const ruleKey = ({ identity, region, rule }: Rule): string =>
  `${identity.accountId}/${region}/${rule}`;

type Memory = Pick<WarmUpServices, 'memory'>;

/** When this workspace turned a rule on, as far as it did: milliseconds since the epoch. */
export const turnedOnAt = (rule: Rule, { memory }: Memory): number | undefined =>
  memory.read('warmUpSince')?.[ruleKey(rule)];

/** Remembers when a rule was turned on; undefined: it is off. */
export function rememberTurnedOn(rule: Rule, time: number | undefined, { memory }: Memory): void {
  const { [ruleKey(rule)]: _, ...others } = memory.read('warmUpSince') ?? {};
  memory.write('warmUpSince', time === undefined ? others : { ...others, [ruleKey(rule)]: time });
}

/** The rule is gone: another one is a first one again. */
export function forgetRule(rule: Rule, services: Memory): void {
  rememberTurnedOn(rule, undefined, services);
  forgetPlan(ruleKey(rule), services);
}

/** Asks whether to carry out the plan of a rule where that is due; true = go ahead. */
export function confirmWarmUp(
  { planned, place, name }: PlannedHere,
  words: { readonly message: string; readonly button: string; readonly facts: readonly string[] },
  services: WarmUpServices,
): Promise<boolean> {
  const { steps, target, identity, region } = planned;
  const { functionName, alias } = target;
  return confirmPlan(
    {
      ...{ ...words, steps, functionName, alias, region },
      key: ruleKey(planned),
      lines: warmUpLines(steps),
      accountId: identity.accountId,
      document: [vscode.l10n.t('{0} warm-up plan', name), `${name} · ${place}`],
    },
    services,
  );
}
