import type { CallerIdentity } from '../../core/deployment/liveState.ts';
import { restApiFailures } from '../../core/failures/restApiFailures.ts';
import type { ApiKey } from '../../core/import/deployedTriggers.ts';
import type { LiveRestApi } from '../../core/restApi/liveRestApi.ts';
import type { RestApiPlace } from '../../core/restApi/restApiNames.ts';
import { planRestApi } from '../../core/restApi/restApiPlan.ts';
import type { RestApiPlan } from '../../core/restApi/restApiStep.ts';
import { checkRegion, startIdentifying } from '../pinnedPlace.ts';
import type { AwsConnection, CallOptions } from '../ports.ts';

/** The function whose API is meant; a manifest may pin account and region. */
export interface RestApiTarget {
  readonly functionName: string;
  readonly accountId?: string;
  readonly region?: string;
  /** Absolute path of the manifest; undefined for a route of the Functions view that has none. */
  readonly manifestFile?: string;
}

/** Asked when several APIs have the name of the manifest; undefined: none of them, the plan is given up. */
export type ChooseApi = (ids: readonly string[], place: RestApiPlace) => Promise<string | undefined>;

/** What there is, and what to do. */
export interface PlannedRestApi extends RestApiPlan {
  readonly target: RestApiTarget;
  readonly place: RestApiPlace;
  readonly identity: CallerIdentity;
  readonly name: string;
  readonly stage: string;
  /** Undefined: it is to be created. */
  readonly api: LiveRestApi | undefined;
}

/**
 * Reads the API of the manifest's name, its stage and the permissions, and plans them as the manifest says; writes
 * nothing. Undefined when the person chose none of several. Rejects with `api.functionMissing`, `api.aliasMissing`,
 * `api.routeTaken` or `api.rivalParameter`, and in another account or region than the manifest pins before anything else
 * is read.
 */
export async function planApi(
  target: RestApiTarget,
  spec: ApiKey,
  chooseApi: ChooseApi,
  connection: AwsConnection,
  options: CallOptions,
): Promise<PlannedRestApi | undefined> {
  const { functionName, manifestFile } = target;
  const { alias, name, stage } = spec;
  const { identity, place } = await placeOf(target, alias, connection, options);
  const [existing, liveAlias, ids, policy] = await Promise.all([
    connection.functions.readFunction(functionName, undefined, options),
    alias === undefined ? undefined : connection.functions.readAlias(functionName, alias, options),
    connection.restApis.findApis(name, options),
    connection.triggers.readPolicy(functionName, alias, options),
  ]);
  if (existing === undefined) throw restApiFailures.functionMissing(functionName, manifestFile);
  if (alias !== undefined && liveAlias === undefined) throw restApiFailures.aliasMissing(alias, functionName);
  const id = ids.length > 1 ? await chooseApi(ids, place) : ids[0];
  if (ids.length > 1 && id === undefined) return undefined;
  const { api, deployedAs } = await readApi(id, stage, connection, options);
  const plan = planRestApi(spec, { api, deployedAs, policy }, place);
  return { ...plan, target, place, identity, name, stage, api };
}

/** An API with what is deployed to one of its stages. */
export async function readApi(
  id: string | undefined,
  stage: string,
  { triggers, restApis }: AwsConnection,
  options: CallOptions,
): Promise<{ readonly api: LiveRestApi | undefined; readonly deployedAs: string | undefined }> {
  const api = id === undefined ? undefined : await triggers.readRestApi(id, options);
  const deployment = api?.stages.find(({ name }) => name === stage)?.deploymentId;
  const deployedAs =
    api === undefined || deployment === undefined
      ? undefined
      : await restApis.readDeployment(api.id, deployment, options);
  return { api, deployedAs };
}

/** Where the routes are. Rejects in another account or region than the manifest pins. */
export async function placeOf(
  target: RestApiTarget,
  alias: string | undefined,
  connection: AwsConnection,
  options: CallOptions,
): Promise<{ readonly identity: CallerIdentity; readonly place: RestApiPlace }> {
  const pinned = { manifest: target, manifestFile: target.manifestFile };
  checkRegion(pinned, connection);
  const { identifying } = await startIdentifying(pinned, connection, options);
  const identity = await identifying;
  const { functionName } = target;
  return { identity, place: { functionName, alias, identity, region: connection.region } };
}
