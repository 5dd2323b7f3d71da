import { isFailure } from '../../core/failures/failure.ts';
import type { Memory } from '../../editor/memory.ts';
import type { DeploymentTarget } from '../../workflows/planDeployment.ts';
import type { AwsConnection, CallOptions } from '../../workflows/ports.ts';
import { planApi } from '../../workflows/restApi/planRestApi.ts';
import type { ApiState } from '../../workflows/workspaceStates.ts';
import { apiPlanKey } from './restApiServices.ts';

/** How the API of a manifest stands to the account. What may not be read has no state: it is a detail of a row. */
export async function apiState(
  { manifest, manifestFile }: DeploymentTarget,
  connection: AwsConnection,
  memory: Memory,
  options: CallOptions,
): Promise<ApiState | undefined> {
  const { api, functionName, accountId, region } = manifest;
  if (api === undefined) return undefined;
  try {
    const target = { functionName, accountId, region, manifestFile };
    // Nobody is asked because a row is drawn.
    const planned = await planApi(
      target,
      api,
      (_ids, place) => Promise.resolve(memory.read('chosenApis')?.[apiPlanKey(place, api.name)]),
      connection,
      options,
    );
    if (planned === undefined) return undefined;
    if (planned.api === undefined) return 'missing';
    return planned.steps.length > 0 ? 'differs' : 'inStep';
  } catch (error) {
    if (isFailure(error, 'api.functionMissing', 'api.aliasMissing')) return 'missing';
    if (isFailure(error)) return undefined;
    throw error;
  }
}
