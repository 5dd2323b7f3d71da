import * as vscode from 'vscode';
import { withPolicyToAskFor } from '../../core/failures/deployFailures.ts';
import { reportPlan } from '../../workflows/reportDeployment.ts';
import type { CommandServices } from '../commandServices.ts';
import { chooseFunction } from '../targets/chooseFunction.ts';
import { deploymentTarget } from '../targets/deploymentTarget.ts';
import { planInProgress } from './planInProgress.ts';

/** `Lambda: Show Deployment Plan`: the plan in an editor whose title bar can deploy it. */
export async function showDeploymentPlan(args: readonly unknown[], services: CommandServices): Promise<void> {
  const reference = await chooseFunction(args, vscode.l10n.t('Show Deployment Plan'), services);
  if (reference === undefined) return;
  const target = await deploymentTarget(reference, services);
  const { planned, place } = await planInProgress(target, services).catch((error: unknown) => {
    throw withPolicyToAskFor(error, reference.file);
  });
  await services.plans.show(reference, target.manifest.functionName, reportPlan(planned, place));
}
