import * as vscode from 'vscode';
import { withPolicyToAskFor } from '../../core/failures/deployFailures.ts';
import { workspaceFailures } from '../../core/failures/workspaceFailures.ts';
import { withProgress } from '../../editor/progress.ts';
import { reportPlan } from '../../workflows/reportDeployment.ts';
import type { CommandServices } from '../commandServices.ts';
import { deploymentTarget } from '../targets/deploymentTarget.ts';
import type { TargetServices } from '../targets/deploymentTarget.ts';
import type { FunctionReference } from '../../core/functionReference.ts';
import { keepCode } from './keepCode.ts';
import { oldVersions } from './oldVersions.ts';
import { carryOutWithReport } from './carryOutWithReport.ts';
import { confirmPlan } from './confirmPlan.ts';
import { planWithReport } from './planInProgress.ts';
import type { PlanServices } from './planInProgress.ts';
import { presentResult } from './presentResult.ts';
import type { Outcome } from './presentResult.ts';
import { rememberMove } from './rememberMove.ts';

export type DeployServices = PlanServices &
  TargetServices &
  Pick<
    CommandServices,
    | 'memory'
    | 'dialogs'
    | 'plans'
    | 'deploying'
    | 'functionChanged'
    | 'parsedManifests'
    | 'reports'
    | 'codeStore'
  >;

/**
 * Plans, asks where that is due, carries out, and says what happened: under one notification from start to end. Refuses a
 * function that is being deployed.
 */
export async function deployReference(reference: FunctionReference, services: DeployServices): Promise<void> {
  const { memory, deploying } = services;
  const target = await deploymentTarget(reference, services);
  const { functionName } = target.manifest;
  if (deploying.has(functionName)) throw workspaceFailures.alreadyDeploying(functionName);
  memory.write('lastFunction', reference);
  deploying.add(functionName);
  try {
    const outcome = await withProgress(
      vscode.l10n.t('Deploying {0}', functionName),
      async (signal, report): Promise<Outcome | undefined> => {
        const here = await planWithReport(target, services, signal, report);
        const { planned, place } = here;
        if (planned.plan.steps.length === 0) return { reference, here, result: undefined };
        report(vscode.l10n.t('the plan waits for your answer'));
        const showPlan = () => services.plans.show(reference, functionName, reportPlan(planned, place));
        if (!(await confirmPlan(planned, place, showPlan, services))) return undefined;
        const result = await carryOutWithReport(here, services, signal, report);
        if (result === undefined) return undefined;
        await rememberMove(here, result, services, { signal });
        keepCode(here, services);
        return { reference, here, result, oldVersions: await oldVersions(here, services, signal) };
      },
    );
    if (outcome !== undefined) presentResult(outcome, services);
  } catch (error) {
    throw withPolicyToAskFor(error, reference.file);
  } finally {
    deploying.delete(functionName);
    services.functionChanged(functionName);
  }
}
