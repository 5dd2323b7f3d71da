import * as vscode from 'vscode';
import { policyForPlan } from '../../core/deployment/planPolicy.ts';
import type { CommandServices } from '../commandServices.ts';
import { chooseFunction } from '../targets/chooseFunction.ts';
import { deploymentTarget } from '../targets/deploymentTarget.ts';
import { planInProgress } from './planInProgress.ts';

/** `Lambda: Copy IAM Policy for This Plan`: what a person in a locked-down account has to ask for. */
export async function copyPlanPolicy(args: readonly unknown[], services: CommandServices): Promise<void> {
  const reference = await chooseFunction(args, vscode.l10n.t('Copy IAM Policy for This Plan'), services);
  if (reference === undefined) return;
  const { planned } = await planInProgress(await deploymentTarget(reference, services), services);
  await vscode.env.clipboard.writeText(JSON.stringify(policyForPlan(planned.plan), null, 2));
  // Short: a notification without a button is one line.
  const sentence = vscode.l10n.t('IAM policy for deploying {0} copied', planned.plan.spec.functionName);
  void services.dialogs.notify('info', sentence, []);
}
