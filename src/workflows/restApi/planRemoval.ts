import { restApiFailures } from '../../core/failures/restApiFailures.ts';
import type { JsonValue } from '../../core/json.ts';
import { functionOfUri } from '../../core/import/functionRoutes.ts';
import type { LiveRestApi, Route } from '../../core/restApi/liveRestApi.ts';
import { ownRoutes } from '../../core/restApi/ownRoutes.ts';
import { functionArn } from '../../core/functions/functionName.ts';
import type { RestApiPlace } from '../../core/restApi/restApiNames.ts';
import { planRouteRemoval } from '../../core/restApi/routeRemoval.ts';
import { aliasInStage } from '../../core/restApi/stageAlias.ts';
import type { AwsConnection, CallOptions } from '../ports.ts';
import { placeOf, readApi } from './planRestApi.ts';
import type { PlannedRestApi, RestApiTarget } from './planRestApi.ts';

/** An API with the routes of a function that can be removed. */
export interface RemovableRoutes {
  readonly routes: readonly Route[];
  /** Reads the permissions and plans; writes nothing. With none chosen: what a removal that was cut off has left to do. */
  readonly plan: (chosen: readonly Route[], options: CallOptions) => Promise<PlannedRestApi>;
}

/** Reads the routes of an API that run the function. Rejects with `api.notThere`. */
export async function readRemovable(
  target: RestApiTarget,
  { apiId, name, stage }: { readonly apiId: string; readonly name: string; readonly stage: string },
  connection: AwsConnection,
  options: CallOptions,
): Promise<RemovableRoutes> {
  const { identity, place } = await placeOf(target, undefined, connection, options);
  const { api, deployedAs } = await readApi(apiId, stage, connection, options);
  if (api === undefined) throw restApiFailures.notThere(name, target.manifestFile);
  const routes = ownRoutes(new Map(api.resources.map(({ path, methods }) => [path, methods])), place);
  return {
    routes,
    plan: async (chosen, callOptions) => {
      const policies = await readPolicies(api, place, connection, callOptions);
      const steps = planRouteRemoval(chosen, { api, stage, deployedAs, policies }, place);
      return { steps, kept: [], target, place, identity, name: api.name, stage, api };
    },
  };
}

/** The policies of the function and of every alias that its routes run, in any stage. */
async function readPolicies(
  api: LiveRestApi,
  place: RestApiPlace,
  { triggers }: AwsConnection,
  options: CallOptions,
): Promise<Map<string | undefined, JsonValue | undefined>> {
  const uris = api.resources.flatMap(({ methods }) => methods.map(({ uri }) => uri));
  const runs = uris.map(functionOfUri).filter((one) => one?.arn === functionArn(place, undefined));
  const qualifiers = runs.flatMap((one) => [
    one?.qualifier,
    ...api.stages.map((stage) => aliasInStage(one?.qualifier, stage)),
  ]);
  const aliases = [...new Set(qualifiers)].filter((alias) => !(alias ?? '').includes('$'));
  return new Map(
    await Promise.all(
      aliases.map(
        async (alias) => [alias, await triggers.readPolicy(place.functionName, alias, options)] as const,
      ),
    ),
  );
}
