import * as vscode from 'vscode';
import { mustConfirm } from '../../core/deployment/planRisks.ts';
import { planLines } from '../../core/deployment/planText.ts';
import { readSetting } from '../../editor/settings.ts';
import type { PlannedDeployment } from '../../workflows/planDeployment.ts';
import type { CommandServices } from '../commandServices.ts';
import { confirmChange } from '../confirmChange.ts';
import type { ChangeQuestion } from '../confirmChange.ts';

/**
 * Asks whether to carry out a plan where that is due; true = go ahead. The answer for a function, account and region is
 * remembered: the first plan is always asked for. `showPlan` opens the plan in an editor, the question then stays above it.
 * `words` stand in for those of a deploy.
 */
export async function confirmPlan(
  planned: PlannedDeployment,
  place: string,
  showPlan: () => Promise<void>,
  { dialogs, memory }: Pick<CommandServices, 'dialogs' | 'memory'>,
  words?: Pick<ChangeQuestion, 'message' | 'button' | 'refusal'>,
): Promise<boolean> {
  const { plan, identity, region } = planned;
  const key = `${identity.accountId}/${region}/${plan.spec.functionName}`;
  const confirmed = memory.read('confirmedPlans') ?? [];
  const first = !confirmed.includes(key);
  if (!mustConfirm(plan, readSetting('deploy.confirmPlan'), first)) return true;
  const agreed = await confirmChange(
    { ...describeQuestion(planned, place, first), ...words },
    showPlan,
    dialogs,
  );
  if (agreed && first) memory.write('confirmedPlans', [...confirmed, key]);
  return agreed;
}

function describeQuestion(
  { plan, identity, region }: PlannedDeployment,
  place: string,
  first: boolean,
): ChangeQuestion {
  const { functionName } = plan.spec;
  const lines = planLines(plan);
  const refusal = vscode.l10n.t('Do Not Deploy');
  const risk = plan.risks.find((one) => one.kind === 'protectedAlias');
  if (risk?.kind === 'protectedAlias') {
    return {
      message: vscode.l10n.t(
        '{0} is a protected alias. Deploy {1} and let {0} serve it?',
        risk.alias,
        functionName,
      ),
      facts: [
        `${vscode.l10n.t('Function')}: ${functionName}`,
        `${vscode.l10n.t('Alias')}: ${risk.alias}`,
        `${vscode.l10n.t('From')}: ${risk.from ?? vscode.l10n.t('nothing, it is created')}`,
        `${vscode.l10n.t('To')}: ${risk.to === 'published' ? vscode.l10n.t('the new version') : risk.to}`,
        `${vscode.l10n.t('Account')}: ${identity.accountId}`,
        `${vscode.l10n.t('Region')}: ${region}`,
      ],
      lines,
      button: vscode.l10n.t('Deploy {0} to {1}', functionName, risk.alias),
      refusal,
      warning: true,
    };
  }
  const message = first
    ? vscode.l10n.t('Deploy {0} to {1} for the first time from this workspace?', functionName, place)
    : vscode.l10n.t('Deploy {0} to {1}?', functionName, place);
  return { message, lines, button: vscode.l10n.t('Deploy {0}', functionName), refusal, warning: false };
}
