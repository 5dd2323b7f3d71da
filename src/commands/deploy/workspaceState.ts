import { deploymentState, workspaceSide } from '../../core/deployment/deploymentState.ts';
import { isFailure } from '../../core/failures/failure.ts';
import { readSetting } from '../../editor/settings.ts';
import { planDeployment } from '../../workflows/planDeployment.ts';
import type { WorkspaceState } from '../../workflows/workspaceStates.ts';
import { readTarget } from '../targets/deploymentTarget.ts';
import type { TargetServices } from '../targets/deploymentTarget.ts';
import { apiState } from '../restApi/apiState.ts';
import { emailState } from '../email/emailState.ts';
import { warmUpState } from '../warmUp/warmUpState.ts';
import type { CommandServices } from '../commandServices.ts';

type Services = TargetServices &
  Pick<
    CommandServices,
    | 'aliasVersions'
    | 'connection'
    | 'archiver'
    | 'builder'
    | 'sourceControl'
    | 'clock'
    | 'memory'
    | 'deploying'
  >;

/**
 * How a function stands to the account: by its plan, of what is on disk. Writes nothing but what was seen in step. Rejects
 * when the account cannot be read; a function that cannot be planned as it is has no state.
 */
export async function workspaceState(
  manifest: string,
  signal: AbortSignal,
  services: Services,
): Promise<WorkspaceState | undefined> {
  const { aliasVersions, connection, archiver, builder, files, sourceControl, clock, memory, deploying } =
    services;
  try {
    const target = await readTarget({ kind: 'manifest', file: manifest }, services);
    const { functionName } = target.manifest;
    if (deploying.has(functionName)) return undefined;
    const opened = await connection.open({ signal });
    const dependencies = {
      ...{ aliasVersions, connection: opened, archiver: await archiver(), builder: await builder() },
      ...{ files, sourceControl, clock },
    };
    const { plan, identity, region } = await planDeployment(target, dependencies, {
      signal,
      // Nothing is installed because a row is drawn.
      build: { onlyMade: true },
      protectedAliases: readSetting('protectedAliases'),
      describeVersions: false,
    });
    const all = memory.read('seenInStep') ?? {};
    const key = [identity.accountId, region, functionName].join('/');
    const state = deploymentState(plan, all[key]);
    if (state === 'inStep') {
      const { revisionId = '' } = plan.live.function ?? {};
      const here = workspaceSide(plan.spec, plan.archive.sha256);
      const seen = all[key];
      if (seen?.revisionId !== revisionId || seen.here !== here)
        memory.write('seenInStep', { ...all, [key]: { revisionId, here } });
    }
    const [api, warmUp, email] = await Promise.all([
      apiState(target, opened, memory, { signal }),
      warmUpState(target, opened, clock, { signal }),
      emailState(target, opened, clock, { signal }),
    ]);
    return { state, alias: plan.spec.alias, api, warmUp, email };
  } catch (error) {
    if (isFailure(error) && !/^(connection|aws)\./.test(error.code)) return undefined;
    throw error;
  }
}
