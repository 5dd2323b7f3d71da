import { restApiFailures } from '../failures/restApiFailures.ts';
import type { ApiKey } from '../import/deployedTriggers.ts';
import { functionOfUri } from '../import/functionRoutes.ts';
import type { JsonValue } from '../json.ts';
import { permissionState } from '../policy/servicePermission.ts';
import { textHash } from '../textHash.ts';
import { routeName } from './liveRestApi.ts';
import type { LiveMethod, LiveRestApi, Route } from './liveRestApi.ts';
import {
  deploymentDescription,
  functionArn,
  integrationUri,
  isDeployedFrom,
  routeSourceArn,
  routeStatementId,
} from './restApiNames.ts';
import type { RestApiPlace } from './restApiNames.ts';

/** What there is of an API. */
export interface LiveApiState {
  /** Undefined: there is no API of this name. */
  readonly api: LiveRestApi | undefined;
  /** Description of what is deployed to the stage. */
  readonly deployedAs: string | undefined;
  /** The resource policy of the function, or of the alias. */
  readonly policy: JsonValue | undefined;
}

type Variables = Readonly<Record<string, string>>;

/** A step is data: what is needed to run it and to say it. */
export type RestApiStep =
  | { readonly kind: 'createApi'; readonly name: string }
  | { readonly kind: 'createResource'; readonly path: string }
  | {
      readonly kind: 'putRoute';
      readonly route: Route;
      readonly uri: string;
      /** What the route runs now; undefined for a new one, and for one that runs nothing yet. */
      readonly from: string | undefined;
      /** Whether there is no such method. */
      readonly isNew: boolean;
    }
  | { readonly kind: 'putCors'; readonly path: string; readonly methods: string; readonly isNew: boolean }
  /** `replaces`: another statement has the id, it goes first. */
  | { readonly kind: 'addPermission'; readonly route: Route; readonly replaces: boolean }
  | {
      readonly kind: 'setVariables';
      readonly stage: string;
      readonly from: Variables;
      readonly to: Variables;
    }
  | {
      readonly kind: 'deploy';
      readonly stage: string;
      readonly description: string;
      readonly isNew: boolean;
      /** Of a new stage. */
      readonly variables: Variables;
    }
  | { readonly kind: 'removeRoute'; readonly route: Route }
  /** With everything in it: these routes. */
  | { readonly kind: 'removeResource'; readonly path: string; readonly routes: readonly Route[] }
  | { readonly kind: 'removePermission'; readonly route: Route; readonly alias: string | undefined }
  | { readonly kind: 'removeStage'; readonly stage: string }
  | { readonly kind: 'removeApi'; readonly name: string; readonly routes: readonly Route[] };

export interface RestApiPlan {
  readonly steps: readonly RestApiStep[];
  /** Routes that run the function and that the manifest does not name, and CORS mocks of ours that it does not want. */
  readonly kept: readonly Route[];
}

/** Methods of a resource by their path. */
export type MethodsByPath = ReadonlyMap<string, readonly LiveMethod[]>;

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

/** A method that runs something else. One that runs nothing was begun and not finished: it is nobody's loss. */
export const isForeign = ({ uri, type }: LiveMethod, place: RestApiPlace): boolean =>
  type !== undefined && functionOfUri(uri)?.arn !== functionArn(place);

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

/** What of the function the API has when the steps are done, as a digest; a deployment says which one it was made from. */
export function digestAfter(
  resources: MethodsByPath,
  steps: readonly RestApiStep[],
  place: RestApiPlace,
): string {
  const lines = new Map<string, string>();
  for (const [path, methods] of resources) {
    const own = methods.filter((method) => method.type !== undefined && !isForeign(method, place));
    const mocks = methods.filter(({ cors }) => cors !== undefined);
    for (const { method, uri, cors } of own.length > 0 ? [...own, ...mocks] : [])
      lines.set(routeName({ method, path }), cors ?? uri ?? '');
  }
  for (const step of steps) {
    if (step.kind === 'putRoute') lines.set(routeName(step.route), step.uri);
    if (step.kind === 'putCors') lines.set(`OPTIONS ${step.path}`, step.methods);
    if (step.kind === 'removeRoute') lines.delete(routeName(step.route));
  }
  return textHash(JSON.stringify([...lines].sort()));
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

/** Routes that run the function, and the CORS mocks of ours beside them. */
export function ownRoutes(resources: MethodsByPath, place: RestApiPlace): Route[] {
  return [...resources].flatMap(([path, methods]) => {
    const own = methods.filter((method) => method.type !== undefined && !isForeign(method, place));
    const mocks = methods.filter(({ cors }) => cors !== undefined);
    return (own.length > 0 ? [...own, ...mocks] : []).map(({ method }) => ({ method, path }));
  });
}
