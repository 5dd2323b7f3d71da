import * as vscode from 'vscode';
import { mustConfirm } from '../../core/deployment/planRisks.ts';
import type { PlanRisk } from '../../core/deployment/planRisks.ts';
import { renderLines } from '../../core/deployment/planText.ts';
import type { PlanLine } from '../../core/deployment/planText.ts';
import { readSetting } from '../../editor/settings.ts';
import { confirmChange } from '../confirmChange.ts';
import type { CommandServices } from '../commandServices.ts';

type Memory = Pick<CommandServices, 'memory'>;

/** Whether a plan of this key was confirmed in this workspace before, and its subject not removed since. */
export const isKnownPlan = (key: string, { memory }: Memory): boolean =>
  (memory.read('confirmedPlans') ?? []).includes(key);

/** What the plan was about is gone: another one is a first one again. */
export function forgetPlan(key: string, { memory }: Memory): void {
  const left = (memory.read('confirmedPlans') ?? []).filter((other) => other !== key);
  memory.write('confirmedPlans', left);
}

/** A plan for something that runs a function by itself, as a person is asked about it. */
export interface PlanQuestion {
  /** What it is remembered by, once confirmed: `account/region/…`. */
  readonly key: string;
  readonly steps: readonly unknown[];
  readonly lines: readonly PlanLine[];
  readonly functionName: string;
  readonly alias: string | undefined;
  readonly accountId: string;
  readonly region: string;
  readonly message: string;
  readonly button: string;
  readonly facts: readonly string[];
  /** Title of the whole plan's document, and the first line in it. */
  readonly document: readonly [name: string, heading: string];
}

/**
 * Asks whether to carry out a plan where that is due: the first one of its kind from this workspace, and every one for a
 * protected alias. True = go ahead.
 */
export async function confirmPlan(
  {
    key,
    steps,
    lines,
    functionName,
    alias,
    accountId,
    region,
    message,
    button,
    facts,
    document,
  }: PlanQuestion,
  { dialogs, memory, reports }: Pick<CommandServices, 'dialogs' | 'memory' | 'reports'>,
): Promise<boolean> {
  const { t } = vscode.l10n;
  const isProtected = alias !== undefined && readSetting('protectedAliases').includes(alias);
  const risks: PlanRisk[] = isProtected
    ? [{ kind: 'protectedAlias', alias, from: undefined, to: alias }]
    : [];
  const first = !isKnownPlan(key, { memory });
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
    message: isProtected ? t('{0} is a protected alias. {1}', alias, message) : message,
    facts: [...about, ...facts],
    lines,
    button,
    refusal: t('Leave It as It Is'),
    warning: isProtected,
  };
  const [name, heading] = document;
  const text = [`# ${heading}`, '', renderLines(lines), ''].join('\n');
  const showPlan = async () => {
    await reports.show({ name, text });
  };
  const agreed = await confirmChange(question, showPlan, dialogs);
  if (agreed && first) memory.write('confirmedPlans', [...(memory.read('confirmedPlans') ?? []), key]);
  return agreed;
}
