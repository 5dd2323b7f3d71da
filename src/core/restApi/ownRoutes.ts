import { functionOfUri } from '../import/functionRoutes.ts';
import { textHash } from '../textHash.ts';
import { routeName } from './liveRestApi.ts';
import type { LiveMethod, Route } from './liveRestApi.ts';
import { functionArn } from '../functions/functionName.ts';
import type { RestApiPlace } from './restApiNames.ts';
import type { MethodsByPath, RestApiStep } from './restApiStep.ts';

/** A method that runs something else. One that runs nothing was begun and not finished: it is nobody's loss. */
export const isForeign = ({ uri, type }: LiveMethod, place: RestApiPlace): boolean =>
  type !== undefined && functionOfUri(uri)?.arn !== functionArn(place, undefined);

/** Routes that run the function, and the CORS mocks of ours beside them. */
export function ownRoutes(resources: MethodsByPath, place: RestApiPlace): Route[] {
  return [...resources].flatMap(([path, methods]) => {
    const own = methods.filter((method) => method.type !== undefined && !isForeign(method, place));
    const mocks = methods.filter(({ cors }) => cors !== undefined);
    return (own.length > 0 ? [...own, ...mocks] : []).map(({ method }) => ({ method, path }));
  });
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
