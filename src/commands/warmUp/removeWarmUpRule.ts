import * as vscode from 'vscode';
import { renderLines } from '../../core/deployment/planText.ts';
import { warmUpLines } from '../../core/warmUp/warmUpText.ts';
import { planToRemove } from '../../workflows/warmUp/planWarmUp.ts';
import { confirmDeletion } from '../version/confirmDeletion.ts';
import { carryOutWithReport, planWithReport } from './carryOutWithReport.ts';
import { chooseWarmUp } from './chooseWarmUp.ts';
import { forgetRule } from './confirmWarmUp.ts';
import type { WarmUpServices } from './warmUpServices.ts';

/** `Lambda: Remove Warm-Up Rule`: with its targets and its permission. Always asked. */
export async function removeWarmUpRule(args: readonly unknown[], services: WarmUpServices): Promise<void> {
  const { t } = vscode.l10n;
  const target = await chooseWarmUp(args, t('Remove Warm-Up Rule'), services);
  if (target === undefined) return;
  const here = await planWithReport(target, services, (connection, options) =>
    planToRemove(target, connection, options),
  );
  const { planned, name } = here;
  const { identity, region } = planned;
  const button = t('Remove Warm-Up of {0}', name);
  const facts = [
    renderLines(warmUpLines(planned.steps)),
    '',
    `${t('Function')}: ${target.functionName}`,
    ...(target.alias === undefined ? [] : [`${t('Alias')}: ${target.alias}`]),
  ];
  const place = { accountId: identity.accountId, region };
  const message = t('Remove the warm-up rule of {0}?', name);
  if (!(await confirmDeletion(message, facts, place, button, services))) return;
  if (!(await carryOutWithReport(button, here, services))) return;
  forgetRule(planned, services);
  vscode.window.setStatusBarMessage(t('Warm-up rule of {0} removed', name), 5000);
}
