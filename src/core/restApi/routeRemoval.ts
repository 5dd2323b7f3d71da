import type { JsonValue } from '../json.ts';
import { hasStatement } from '../policy/servicePermission.ts';
import { routeName } from './liveRestApi.ts';
import type { LiveRestApi, Route } from './liveRestApi.ts';
import { isMarked, routeStatementId } from './restApiNames.ts';
import type { RestApiPlace } from './restApiNames.ts';
import { digestAfter } from './ownRoutes.ts';
import { deploySteps, parentOf } from './restApiPlan.ts';
import type { MethodsByPath, RestApiStep } from './restApiStep.ts';

/** What there is where routes are removed. */
export interface RemovalState {
  readonly api: LiveRestApi;
  readonly stage: string;
  readonly deployedAs: string | undefined;
  /** Resource policies by alias; undefined for the function's own. */
  readonly policies: ReadonlyMap<string | undefined, JsonValue | undefined>;
}

/**
 * Removes the permissions of routes, then the routes with what is left empty by that; the stage is deployed. In this order a
 * route is there, and can be chosen again, until nothing of it is left but a deployment, which no route chosen brings about
 * too. An API without any route cannot be deployed: its stages go, and where we made it and nothing else is in it, the API.
 */
export function planRouteRemoval(
  chosen: readonly Route[],
  { api, stage, deployedAs, policies }: RemovalState,
  place: RestApiPlace,
): RestApiStep[] {
  if (chosen.length === 0 && !isMarked(deployedAs, place.functionName)) return [];
  const { routes, methods } = withMocks(chosen, api);
  const permissions = routes.flatMap((route) =>
    [...policies].flatMap(([alias, policy]): RestApiStep[] =>
      hasStatement(policy, routeStatementId(api.id, route, alias))
        ? [{ kind: 'removePermission', route, alias }]
        : [],
    ),
  );
  const isEmpty = [...methods.values()].every((left) => left.length === 0);
  if (isEmpty && api.isOurs && api.stages.every(({ name }) => name === stage))
    return [...permissions, { kind: 'removeApi', name: api.name, routes }];
  const stages = isEmpty ? api.stages : [];
  return [
    ...permissions,
    ...stages.map(({ name }) => ({ kind: 'removeStage', stage: name }) as const),
    ...removals(routes, methods),
    ...(!isEmpty && api.stages.some(({ name }) => name === stage)
      ? deploySteps(stage, { api, deployedAs }, place, digestAfter(methods, [], place))
      : []),
  ];
}

/** The routes with the CORS mocks of ours that have nothing beside them any more, and what methods there are without. */
function withMocks(
  chosen: readonly Route[],
  { resources }: LiveRestApi,
): { readonly routes: readonly Route[]; readonly methods: MethodsByPath } {
  const removed = new Set(chosen.map(routeName));
  const methods = new Map(
    resources.map(({ path, methods: there }) => [
      path,
      there.filter(({ method }) => !removed.has(routeName({ method, path }))),
    ]),
  );
  const routes = [...chosen];
  for (const path of new Set(chosen.map((route) => route.path))) {
    const left = methods.get(path) ?? [];
    if (left.length !== 1 || left[0]?.cors === undefined) continue;
    routes.push({ method: 'OPTIONS', path });
    methods.set(path, []);
  }
  return { routes, methods };
}

/** A resource that is left empty goes as a whole, with what only led there; from others the method goes. */
function removals(routes: readonly Route[], methods: MethodsByPath): RestApiStep[] {
  const left = new Map(methods);
  const paths = [...new Set(routes.map(({ path }) => path))].sort((a, b) => b.length - a.length);
  for (const start of paths) {
    for (let path = start; path !== '/' && left.get(path)?.length === 0; path = parentOf(path)) {
      const inside = `${path}/`;
      if ([...left.keys()].some((other) => other.startsWith(inside))) break;
      left.delete(path);
    }
  }
  const gone = [...methods.keys()].filter((path) => !left.has(path));
  const tops = gone.filter((path) => left.has(parentOf(path)));
  const isIn = (path: string, top: string) => path === top || path.startsWith(`${top}/`);
  return [
    ...routes
      .filter(({ path }) => left.has(path))
      .map((route): RestApiStep => ({ kind: 'removeRoute', route })),
    ...tops.map((top): RestApiStep => {
      return { kind: 'removeResource', path: top, routes: routes.filter(({ path }) => isIn(path, top)) };
    }),
  ];
}
