import type { JsonValue } from '../json.ts';
import { hasStatement } from '../warmUp/warmUpPermission.ts';
import { routeName } from './liveRestApi.ts';
import type { LiveRestApi, Route } from './liveRestApi.ts';
import { routeStatementId } from './restApiNames.ts';
import type { RestApiPlace } from './restApiNames.ts';
import { deploySteps, digestAfter, parentOf } from './restApiPlan.ts';
import type { RestApiStep } from './restApiPlan.ts';

/** What there is where routes are removed. */
export interface RemovalState {
  readonly api: LiveRestApi;
  readonly stage: string;
  readonly deployedAs: string | undefined;
  /** Resource policies by alias; undefined for the function's own. */
  readonly policies: ReadonlyMap<string | undefined, JsonValue | undefined>;
}

/**
 * Removes routes, what is left empty by that, and their permissions; the stage is deployed. An API without any route
 * cannot be deployed: its stage goes, and where we made the API and nothing else is in it, the API.
 */
export function planRouteRemoval(
  chosen: readonly Route[],
  { api, stage, deployedAs, policies }: RemovalState,
  place: RestApiPlace,
): RestApiStep[] {
  const removed = new Set(chosen.map(routeName));
  const methods = new Map(
    api.resources.map((resource) => [
      resource.path,
      resource.methods.filter(({ method }) => !removed.has(routeName({ method, path: resource.path }))),
    ]),
  );
  const routes = [...chosen];
  for (const path of new Set(chosen.map((route) => route.path))) {
    const left = methods.get(path) ?? [];
    // A mock of ours answers for the routes beside it, and there are none any more.
    if (left.length !== 1 || left[0]?.cors === undefined) continue;
    routes.push({ method: 'OPTIONS', path });
    methods.set(path, []);
  }
  const permissions = routes.flatMap((route) =>
    [...policies].flatMap(([alias, policy]): RestApiStep[] =>
      hasStatement(policy, routeStatementId(api.id, route))
        ? [{ kind: 'removePermission', route, alias }]
        : [],
    ),
  );
  const isEmpty = [...methods.values()].every((left) => left.length === 0);
  if (isEmpty && api.isOurs && api.stages.every(({ name }) => name === stage))
    return [{ kind: 'removeApi', name: api.name }, ...permissions];
  const removals = routes.map((route) => ({ kind: 'removeRoute', route }) as const);
  const there = api.stages.some(({ name }) => name === stage);
  const deployed: RestApiStep[] = isEmpty
    ? api.stages.map(({ name }) => ({ kind: 'removeStage', stage: name }))
    : there
      ? deploySteps(stage, { api, deployedAs }, place, digestAfter(methods, [], place))
      : [];
  return [...removals, ...emptied(routes, methods), ...deployed, ...permissions];
}

/** Resources without methods and children, deepest first: those of the routes, and upwards what only led there. */
function emptied(routes: readonly Route[], methods: ReadonlyMap<string, readonly unknown[]>): RestApiStep[] {
  const left = new Map(methods);
  const steps: RestApiStep[] = [];
  const paths = [...new Set(routes.map(({ path }) => path))].sort((a, b) => b.length - a.length);
  for (const start of paths) {
    for (let path = start; path !== '/' && left.get(path)?.length === 0; path = parentOf(path)) {
      const inside = `${path}/`;
      if ([...left.keys()].some((other) => other.startsWith(inside))) break;
      left.delete(path);
      steps.push({ kind: 'removeResource', path });
    }
  }
  return steps;
}
