import * as vscode from 'vscode';
import { mustConfirm } from '../../core/deployment/planRisks.ts';
import type { PlanRisk } from '../../core/deployment/planRisks.ts';
import { renderLines } from '../../core/deployment/planText.ts';
import type { PlanLine } from '../../core/deployment/planText.ts';
import { readSetting } from '../../editor/settings.ts';
import type { CommandServices } from '../commandServices.ts';
import { confirmChange } from '../confirmChange.ts';

/** A plan for something that runs a function, and what it is remembered by once it was confirmed here. */
export interface TriggerChange {
  readonly key: string;
  readonly steps: readonly unknown[];
  readonly lines: readonly PlanLine[];
  readonly functionName: string;
  readonly alias: string | undefined;
  readonly accountId: string;
  readonly region: string;
  /** `123456789012 · eu-west-1`, for titles. */
  readonly place: string;
  /** `calc`, `calc:PRODUCTION` */
  readonly name: string;
  /** Title of the plan in an editor. */
  readonly planName: string;
}

/** Whether a plan of this key was confirmed in this workspace before, and what it made not removed since. */
export const isConfirmed = (key: string, { memory }: Pick<CommandServices, 'memory'>): boolean =>
  (memory.read('confirmedPlans') ?? []).includes(key);

/** What the plan made is gone: another one is a first one again. */
export function forgetConfirmed(key: string, { memory }: Pick<CommandServices, 'memory'>): void {
  memory.write(
    'confirmedPlans',
    (memory.read('confirmedPlans') ?? []).filter((other) => other !== key),
  );
}

/**
 * Asks whether to carry out a plan where that is due: the first one of its key from this workspace, and every one for a
 * protected alias. True = go ahead.
 */
export async function confirmTrigger(
  change: TriggerChange,
  words: { readonly message: string; readonly button: string; readonly facts: readonly string[] },
  services: Pick<CommandServices, 'dialogs' | 'memory' | 'reports'>,
): Promise<boolean> {
  const { t } = vscode.l10n;
  const { dialogs, memory, reports } = services;
  const { key, steps, lines, functionName, alias, accountId, region, place, name, planName } = change;
  const isProtected = alias !== undefined && readSetting('protectedAliases').includes(alias);
  const risks: PlanRisk[] = isProtected
    ? [{ kind: 'protectedAlias', alias, from: undefined, to: alias }]
    : [];
  const first = !isConfirmed(key, services);
  if (!mustConfirm({ steps, risks }, readSetting('deploy.confirmPlan'), first)) return true;
  const about = isProtected
    ? [
        `${t('Function')}: ${functionName}`,
        `${t('Alias')}: ${alias}`,
        `${t('Account')}: ${accountId}`,
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
  const text = [`# ${name} · ${place}`, '', ...words.facts, '', renderLines(lines), ''].join('\n');
  const showPlan = async () => {
    await reports.show({ name: planName, text });
  };
  const agreed = await confirmChange(question, showPlan, dialogs);
  if (agreed && first) memory.write('confirmedPlans', [...(memory.read('confirmedPlans') ?? []), key]);
  return agreed;
}
