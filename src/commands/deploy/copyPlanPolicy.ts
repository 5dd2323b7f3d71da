import * as vscode from 'vscode';
import { isFailure } from '../../core/failures/failure.ts';
import { policyForPlan } from '../../core/deployment/planPolicy.ts';
import type { CommandServices } from '../commandServices.ts';
import { chooseFunction } from '../targets/chooseFunction.ts';
import { deploymentTarget } from '../targets/deploymentTarget.ts';
import { planInProgress } from './planInProgress.ts';

/** `Lambda: Copy IAM Policy for This Plan`: what a person in a locked-down account has to ask for. */
export async function copyPlanPolicy(args: readonly unknown[], services: CommandServices): Promise<void> {
  const reference = await chooseFunction(args, vscode.l10n.t('Copy IAM Policy for This Plan'), services);
  if (reference === undefined) return;
  const target = await deploymentTarget(reference, services);
  const readable = await planInProgress(target, services).catch((error: unknown) => {
    if (!isFailure(error, 'aws.accessDenied')) throw error;
    return undefined;
  });
  const { planned } = readable ?? (await planInProgress(target, services, { assumeNew: true }));
  await vscode.env.clipboard.writeText(JSON.stringify(policyForPlan(planned.plan), null, 2));
  const { functionName } = planned.plan.spec;
  // Short: a notification without a button is one line.
  const sentence =
    readable === undefined
      ? vscode.l10n.t('{0} may not be read: IAM policy for its first deploy copied', functionName)
      : vscode.l10n.t('IAM policy for deploying {0} copied', functionName);
  void services.dialogs.notify('info', sentence, []);
}
