import * as vscode from 'vscode';
import { mustConfirm } from '../../core/deployment/planRisks.ts';
import { planLines, renderLines } from '../../core/deployment/planText.ts';
import type { PlanLine } from '../../core/deployment/planText.ts';
import { back } from '../../editor/multiStep.ts';
import { readSetting } from '../../editor/settings.ts';
import type { PlannedDeployment } from '../../workflows/planDeployment.ts';
import type { CommandServices } from '../commandServices.ts';

/** A modal that is longer does not fit a laptop's screen. */
const longest = 18;

/**
 * Asks whether to carry out a plan where that is due; true = go ahead. The answer for a function, account and region is
 * remembered: the first plan is always asked for. `showPlan` opens the plan in an editor, the question then stays above it.
 */
export async function confirmPlan(
  planned: PlannedDeployment,
  place: string,
  showPlan: () => Promise<void>,
  { dialogs, memory }: Pick<CommandServices, 'dialogs' | 'memory'>,
): Promise<boolean> {
  const { plan, identity, region } = planned;
  const key = `${identity.accountId}/${region}/${plan.spec.functionName}`;
  const confirmed = memory.read('confirmedPlans') ?? [];
  const first = !confirmed.includes(key);
  if (!mustConfirm(plan, readSetting('deploy.confirmPlan'), first)) return true;
  const question = describeQuestion(planned, place, first);
  const show = vscode.l10n.t('Show Plan');
  const chosen = await dialogs.confirm({ ...question, buttons: [question.button, show] });
  const agreed =
    chosen === question.button || (chosen === show && (await askAbovePlan(question, showPlan, dialogs)));
  if (agreed && first) memory.write('confirmedPlans', [...confirmed, key]);
  return agreed;
}

interface Question {
  readonly message: string;
  readonly detail: string;
  readonly button: string;
  readonly warning: boolean;
}

function describeQuestion(
  { plan, identity, region }: PlannedDeployment,
  place: string,
  first: boolean,
): Question {
  const { functionName } = plan.spec;
  const lines = planLines(plan);
  const risk = plan.risks.find((one) => one.kind === 'protectedAlias');
  if (risk?.kind === 'protectedAlias') {
    const facts = [
      `${vscode.l10n.t('Function')}: ${functionName}`,
      `${vscode.l10n.t('Alias')}: ${risk.alias}`,
      `${vscode.l10n.t('From')}: ${risk.from ?? vscode.l10n.t('nothing, it is created')}`,
      `${vscode.l10n.t('To')}: ${risk.to === 'published' ? vscode.l10n.t('the new version') : risk.to}`,
      `${vscode.l10n.t('Account')}: ${identity.accountId}`,
      `${vscode.l10n.t('Region')}: ${region}`,
    ];
    return {
      message: vscode.l10n.t(
        '{0} is a protected alias. Deploy {1} and let {0} serve it?',
        risk.alias,
        functionName,
      ),
      detail: [...facts, '', shorten(lines)].join('\n'),
      button: vscode.l10n.t('Deploy {0} to {1}', functionName, risk.alias),
      warning: true,
    };
  }
  const message = first
    ? vscode.l10n.t('Deploy {0} to {1} for the first time from this workspace?', functionName, place)
    : vscode.l10n.t('Deploy {0} to {1}?', functionName, place);
  return {
    message,
    detail: shorten(lines),
    button: vscode.l10n.t('Deploy {0}', functionName),
    warning: false,
  };
}

/** What changes comes first when not all lines fit; the differences of policies are only in the whole plan. */
function shorten(lines: readonly PlanLine[]): string {
  const outline = lines.filter(({ level }) => level < 2);
  const changing = outline.filter(({ symbol }) => symbol !== '=');
  const fitting = outline.length <= longest ? outline : changing;
  if (fitting.length <= longest) return renderLines(fitting);
  const rest = fitting.length - longest;
  return `${renderLines(fitting.slice(0, longest))}\n${vscode.l10n.t('… and {0} more lines', rest)}`;
}

/** A quick pick rather than a second modal: the plan can be scrolled while it is open. */
async function askAbovePlan(
  { button }: Question,
  showPlan: () => Promise<void>,
  dialogs: CommandServices['dialogs'],
): Promise<boolean> {
  await showPlan();
  const items = [
    { label: `$(cloud-upload) ${button}`, value: true },
    { label: `$(close) ${vscode.l10n.t('Do Not Deploy')}`, value: false },
  ];
  const answer = await dialogs.pick({
    title: vscode.l10n.t('{0}?', button),
    placeholder: vscode.l10n.t('The plan is open below'),
    items,
    keepOpen: true,
  });
  return answer !== back && answer === true;
}
