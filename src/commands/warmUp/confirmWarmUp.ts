import * as vscode from 'vscode';
import { mustConfirm } from '../../core/deployment/planRisks.ts';
import type { PlanRisk } from '../../core/deployment/planRisks.ts';
import { renderLines } from '../../core/deployment/planText.ts';
import { warmUpLines } from '../../core/warmUp/warmUpText.ts';
import { readSetting } from '../../editor/settings.ts';
import type { PlannedWarmUp } from '../../workflows/warmUp/planWarmUp.ts';
import { confirmChange } from '../confirmChange.ts';
import type { CommandServices } from '../commandServices.ts';
import type { PlannedHere } from './carryOutWithReport.ts';
import type { WarmUpServices } from './warmUpServices.ts';

/** What a rule is remembered by, once its first plan was confirmed here. */
type Rule = Pick<PlannedWarmUp, 'identity' | 'region' | 'rule'>;

const keyOf = ({ identity, region, rule }: Rule): string => `${identity.accountId}/${region}/${rule}`;

/** Whether a rule of this workspace was turned on or off before, and not removed since. */
export const isKnownRule = (
  rule: Pick<PlannedWarmUp, 'identity' | 'region' | 'rule'>,
  { memory }: Pick<CommandServices, 'memory'>,
): boolean => (memory.read('confirmedPlans') ?? []).includes(keyOf(rule));

/** When this workspace turned a rule on, as far as it did: milliseconds since the epoch. */
export const turnedOnAt = (rule: Rule, { memory }: Pick<CommandServices, 'memory'>): number | undefined =>
  memory.read('warmUpSince')?.[keyOf(rule)];

/** Remembers when a rule was turned on; undefined: it is off. */
export function rememberTurnedOn(
  rule: Rule,
  time: number | undefined,
  { memory }: Pick<CommandServices, 'memory'>,
): void {
  const { [keyOf(rule)]: _, ...others } = memory.read('warmUpSince') ?? {};
  memory.write('warmUpSince', time === undefined ? others : { ...others, [keyOf(rule)]: time });
}

/** The rule is gone: another one is a first one again. */
export function forgetRule(rule: PlannedWarmUp, { memory }: Pick<CommandServices, 'memory'>): void {
  rememberTurnedOn(rule, undefined, { memory });
  const key = keyOf(rule);
  memory.write(
    'confirmedPlans',
    (memory.read('confirmedPlans') ?? []).filter((other) => other !== key),
  );
}

/**
 * Asks whether to carry out a plan where that is due: the first one of a rule from this workspace, and every one for a
 * protected alias. True = go ahead.
 */
export async function confirmWarmUp(
  { planned, place, name }: PlannedHere,
  words: { readonly message: string; readonly button: string; readonly facts: readonly string[] },
  { dialogs, memory, reports }: WarmUpServices,
): Promise<boolean> {
  const { t } = vscode.l10n;
  const { steps, target, identity, region } = planned;
  const { alias, functionName } = target;
  const isProtected = alias !== undefined && readSetting('protectedAliases').includes(alias);
  const risks: PlanRisk[] = isProtected
    ? [{ kind: 'protectedAlias', alias, from: undefined, to: alias }]
    : [];
  const first = !isKnownRule(planned, { memory });
  if (!mustConfirm({ steps, risks }, readSetting('deploy.confirmPlan'), first)) return true;
  const lines = warmUpLines(steps);
  const about = isProtected
    ? [
        `${t('Function')}: ${functionName}`,
        `${t('Alias')}: ${alias}`,
        `${t('Account')}: ${identity.accountId}`,
        `${t('Region')}: ${region}`,
      ]
    : [];
  const question = {
    message: isProtected ? t('{0} is a protected alias. {1}', alias, words.message) : words.message,
    facts: [...about, ...words.facts],
    lines,
    button: words.button,
    refusal: t('Leave It as It Is'),
    warning: isProtected,
  };
  const text = [`# ${name} · ${place}`, '', renderLines(lines), ''].join('\n');
  const showPlan = async () => {
    await reports.show({ name: t('{0} warm-up plan', name), text });
  };
  const agreed = await confirmChange(question, showPlan, dialogs);
  if (agreed && first)
    memory.write('confirmedPlans', [...(memory.read('confirmedPlans') ?? []), keyOf(planned)]);
  return agreed;
}
