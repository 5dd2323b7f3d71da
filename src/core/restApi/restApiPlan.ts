import { restApiFailures } from '../failures/restApiFailures.ts';
import type { ApiKey } from '../import/deployedTriggers.ts';
import { permissionState } from '../policy/servicePermission.ts';
import { routeName } from './liveRestApi.ts';
import type { LiveRestApi, Route } from './liveRestApi.ts';
import { digestAfter, isForeign, ownRoutes } from './ownRoutes.ts';
import {
  deploymentDescription,
  integrationUri,
  isDeployedFrom,
  routeSourceArn,
  routeStatementId,
} from './restApiNames.ts';
import type { RestApiPlace } from './restApiNames.ts';
import type { LiveApiState, MethodsByPath, RestApiPlan, RestApiStep, Variables } from './restApiStep.ts';

/** What is to be done so that the API runs the function as the manifest says; nothing where it does. */
export function planRestApi(spec: ApiKey, live: LiveApiState, place: RestApiPlace): RestApiPlan {
  const resources = new Map(live.api?.resources.map(({ path, methods }) => [path, methods]));
  const routes = spec.routes.filter(
    (route, at) => spec.routes.findIndex((other) => routeName(other) === routeName(route)) === at,
  );
  const uri = integrationUri(place, spec.stageVariable);
  const puts = routes.flatMap((route) => routeStep(route, uri, resources, spec.name, place));
  const cors = spec.cors === true ? corsSteps(routes, resources) : [];
  const build: RestApiStep[] = [
    ...(live.api === undefined ? [{ kind: 'createApi', name: spec.name } as const] : []),
    ...missingResources(routes, live.api),
    ...puts,
    ...cors,
  ];
  return {
    steps: [
      ...build,
      ...routes.flatMap((route) => permissionStep(route, live, place)),
      ...stageSteps(spec, live, place, digestAfter(resources, build, place)),
    ],
    kept: keptRoutes(spec, resources, place),
  };
}

function routeStep(
  route: Route,
  uri: string,
  resources: MethodsByPath,
  api: string,
  place: RestApiPlace,
): RestApiStep[] {
  const found = resources.get(route.path)?.find(({ method }) => method === route.method);
  if (found !== undefined && isForeign(found, place))
    throw restApiFailures.routeTaken(routeName(route), api, found.uri ?? found.type ?? '');
  if (found?.uri === uri && found.type === 'AWS_PROXY') return [];
  return [{ kind: 'putRoute', route, uri, from: found?.uri, isNew: found === undefined }];
}

/** `/users/{name}` → `/users`, `/users/{name}` */
const chainOf = (path: string): string[] => {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.map((_, at) => `/${parts.slice(0, at + 1).join('/')}`);
};
export const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';

function missingResources(routes: readonly Route[], api: LiveRestApi | undefined): RestApiStep[] {
  const there = new Set(api?.resources.map(({ path }) => path));
  return routes
    .flatMap(({ path }) => chainOf(path))
    .flatMap((path): RestApiStep[] => {
      if (there.has(path)) return [];
      const rival = [...there].find(
        (other) => path.endsWith('}') && other.endsWith('}') && parentOf(other) === parentOf(path),
      );
      if (rival !== undefined) throw restApiFailures.rivalParameter(path, rival);
      there.add(path);
      return [{ kind: 'createResource', path }];
    });
}

const methodOrder = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** One mock for each path, unless OPTIONS is answered by something else there. */
function corsSteps(routes: readonly Route[], resources: MethodsByPath): RestApiStep[] {
  return [...new Set(routes.map(({ path }) => path))].flatMap((path): RestApiStep[] => {
    const there = resources.get(path) ?? [];
    const mock = there.find(({ method }) => method === 'OPTIONS');
    const own = routes.filter((route) => route.path === path).map(({ method }) => method);
    const all = new Set([...own, ...there.map(({ method }) => method)]);
    if (own.includes('OPTIONS') || (mock !== undefined && mock.cors === undefined)) return [];
    // API Gateway takes the method itself before ANY.
    const methods = methodOrder
      .filter((method) => method === 'OPTIONS' || all.has(method) || all.has('ANY'))
      .join(',');
    return mock?.cors === methods ? [] : [{ kind: 'putCors', path, methods, isNew: mock === undefined }];
  });
}

function permissionStep(route: Route, { api, policy }: LiveApiState, place: RestApiPlace): RestApiStep[] {
  const state =
    api === undefined
      ? 'missing'
      : permissionState(policy, routeStatementId(api.id, route, place.alias), {
          principal: 'apigateway.amazonaws.com',
          sourceArn: routeSourceArn(api.id, route, place),
        });
  return state === 'there' ? [] : [{ kind: 'addPermission', route, replaces: state === 'different' }];
}

/** The stage variables that the manifest names. */
const variablesOf = ({ variables, stageVariable, alias }: ApiKey): Variables => ({
  ...variables,
  ...(stageVariable === undefined ? {} : { [stageVariable]: alias ?? '' }),
});

function stageSteps(spec: ApiKey, live: LiveApiState, place: RestApiPlace, digest: string): RestApiStep[] {
  const stage = live.api?.stages.find(({ name }) => name === spec.stage);
  const variables = variablesOf(spec);
  const differing = Object.entries(variables).filter(([name, value]) => stage?.variables[name] !== value);
  const to = Object.fromEntries(differing);
  const from = Object.fromEntries(Object.entries(stage?.variables ?? {}).filter(([name]) => name in to));
  const set: RestApiStep[] =
    stage === undefined || differing.length === 0
      ? []
      : [{ kind: 'setVariables', stage: spec.stage, from, to }];
  return [...set, ...deploySteps(spec.stage, live, place, digest, variables)];
}

/** A deployment where the stage was made from other routes, or by somebody who does not say from which. */
export function deploySteps(
  name: string,
  { api, deployedAs }: Omit<LiveApiState, 'policy'>,
  { functionName }: RestApiPlace,
  digest: string,
  variables: Variables = {},
): RestApiStep[] {
  const stage = api?.stages.find((one) => one.name === name);
  if (stage !== undefined && isDeployedFrom(deployedAs, functionName, digest)) return [];
  const description = deploymentDescription(deployedAs, functionName, digest);
  return [{ kind: 'deploy', stage: name, description, isNew: stage === undefined, variables }];
}

function keptRoutes(spec: ApiKey, resources: MethodsByPath, place: RestApiPlace): Route[] {
  const named = new Set(spec.routes.map(routeName));
  return ownRoutes(resources, place).filter(
    (route) =>
      !named.has(routeName(route)) &&
      !(
        spec.cors === true &&
        route.method === 'OPTIONS' &&
        spec.routes.some(({ path }) => path === route.path)
      ),
  );
}
