import * as vscode from 'vscode';
import { warmUpLines } from '../../core/warmUp/warmUpText.ts';
import type { PlannedWarmUp } from '../../workflows/warmUp/planWarmUp.ts';
import { confirmPlan } from '../plans/confirmPlan.ts';
import type { PlannedHere } from './carryOutWithReport.ts';
import type { WarmUpServices } from './warmUpServices.ts';

/** What a rule is remembered by, once its first plan was confirmed here. */
export const ruleKey = ({
  identity,
  region,
  rule,
}: Pick<PlannedWarmUp, 'identity' | 'region' | 'rule'>): string => `${identity.accountId}/${region}/${rule}`;

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
