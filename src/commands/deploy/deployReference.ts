import { contextKeys } from '../../contributions.ts';
import { workspaceFailures } from '../../core/failures/workspaceFailures.ts';
import { setContextKey } from '../../editor/commandRegistry.ts';
import { reportPlan } from '../../workflows/reportDeployment.ts';
import type { CommandServices } from '../commandServices.ts';
import { deploymentTarget } from '../targets/deploymentTarget.ts';
import type { TargetServices } from '../targets/deploymentTarget.ts';
import type { FunctionReference } from '../targets/functionReference.ts';
import { carryOutInProgress } from './carryOutInProgress.ts';
import { confirmPlan } from './confirmPlan.ts';
import { placeOf } from './planDocuments.ts';
import { planInProgress } from './planInProgress.ts';
import type { PlanServices } from './planInProgress.ts';
import { presentResult } from './presentResult.ts';

export type DeployServices = PlanServices &
  TargetServices &
  Pick<CommandServices, 'memory' | 'dialogs' | 'plans' | 'deploying'>;

/** Plans, asks where that is due, carries out, and says what happened. Refuses a function that is being deployed. */
export async function deployReference(reference: FunctionReference, services: DeployServices): Promise<void> {
  const { memory, deploying } = services;
  const target = await deploymentTarget(reference, services);
  const { functionName } = target.manifest;
  if (deploying.has(functionName)) throw workspaceFailures.alreadyDeploying(functionName);
  memory.write('lastFunction', reference);
  setContextKey(contextKeys.canDeployAgain, true);
  deploying.add(functionName);
  try {
    const here = await planInProgress(target, services);
    const { planned, dependencies } = here;
    const place = placeOf(planned, dependencies.connection.endpoint);
    const showPlan = () => services.plans.show(reference, functionName, reportPlan(planned, place));
    if (planned.plan.steps.length > 0) {
      if (!(await confirmPlan(planned, place, showPlan, services))) return;
      const result = await carryOutInProgress(here, services);
      if (result === undefined) return;
      presentResult({ reference, here, place, result }, services);
    } else {
      presentResult({ reference, here, place, result: undefined }, services);
    }
  } finally {
    deploying.delete(functionName);
  }
}
