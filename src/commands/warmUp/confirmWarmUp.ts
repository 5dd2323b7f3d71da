import * as vscode from 'vscode';
import { warmUpLines } from '../../core/warmUp/warmUpText.ts';
import type { PlannedWarmUp } from '../../workflows/warmUp/planWarmUp.ts';
import type { CommandServices } from '../commandServices.ts';
import { confirmTrigger, forgetConfirmed, isConfirmed } from '../triggers/confirmTrigger.ts';
import type { PlannedHere } from './carryOutWithReport.ts';
import type { WarmUpServices } from './warmUpServices.ts';

/** What a rule is remembered by, once its first plan was confirmed here. */
const keyOf = ({ identity, region, rule }: Pick<PlannedWarmUp, 'identity' | 'region' | 'rule'>): string =>
  `${identity.accountId}/${region}/${rule}`;

/** Whether a rule of this workspace was turned on or off before, and not removed since. */
export const isKnownRule = (
  rule: Pick<PlannedWarmUp, 'identity' | 'region' | 'rule'>,
  services: Pick<CommandServices, 'memory'>,
): boolean => isConfirmed(keyOf(rule), services);

/** The rule is gone: another one is a first one again. */
export function forgetRule(rule: PlannedWarmUp, services: Pick<CommandServices, 'memory'>): void {
  forgetConfirmed(keyOf(rule), services);
}

/** Asks whether to carry out a plan where that is due. True = go ahead. */
export function confirmWarmUp(
  { planned, place, name }: PlannedHere,
  words: { readonly message: string; readonly button: string; readonly facts: readonly string[] },
  services: WarmUpServices,
): Promise<boolean> {
  const { steps, target, identity, region } = planned;
  const change = {
    ...{ key: keyOf(planned), steps, lines: warmUpLines(steps), region, place, name },
    ...{ functionName: target.functionName, alias: target.alias, accountId: identity.accountId },
    planName: vscode.l10n.t('{0} warm-up plan', name),
  };
  return confirmTrigger(change, words, services);
}
