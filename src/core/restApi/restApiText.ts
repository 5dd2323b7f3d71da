import { t } from '@vscode/l10n';
import type { PlanLine } from '../deployment/planText.ts';
import { functionOfUri } from '../import/functionRoutes.ts';
import { qualifiedName } from '../functions/functionName.ts';
import { routeName } from './liveRestApi.ts';
import type { Route } from './liveRestApi.ts';
import type { RestApiPlan, RestApiStep } from './restApiStep.ts';

const line = (symbol: PlanLine['symbol'], text: string, level: PlanLine['level'] = 0): PlanLine => ({
  symbol,
  level,
  text,
});

/** What an integration runs, as people call it: `calc:PRODUCTION`, `calc:${stageVariables.lambdaAlias}`. */
function ranBy(uri: string): string {
  const runs = functionOfUri(uri);
  return runs === undefined ? uri : qualifiedName(runs.arn.split(':')[6] ?? '', runs.qualifier);
}

/** The plan of an API in lines: what is created, changed and removed, and the routes that stay unasked. */
export function restApiLines({ steps, kept }: RestApiPlan): PlanLine[] {
  return [
    ...steps.flatMap(stepLines),
    ...kept.map((route) => line('=', t('{0}: kept, not in the manifest', routeName(route)))),
  ];
}

function stepLines(step: RestApiStep): PlanLine[] {
  switch (step.kind) {
    case 'createApi':
      return [line('+', t('API {0}', step.name))];
    case 'createResource':
      return [line('+', t('resource {0}', step.path))];
    case 'putRoute': {
      const name = routeName(step.route);
      const to = ranBy(step.uri);
      // Of a route that was made by hand, with mappings.
      if (step.from === step.uri) return [line('~', t('{0} → {1}: as a proxy', name, to))];
      return step.from === undefined
        ? [line('+', t('{0} → {1}', name, to))]
        : [line('~', t('{0}: {1} → {2}', name, ranBy(step.from), to))];
    }
    case 'putCors':
      return [
        line(step.isNew ? '+' : '~', t('CORS of {0}: {1}', step.path, step.methods)),
        line('=', t('answers of the function need Access-Control-Allow-Origin from the function itself'), 1),
      ];
    case 'addPermission': {
      const text = t('permission for {0}', routeName(step.route));
      return [line(step.replaces ? '~' : '+', step.replaces ? t('{0}: replaced', text) : text)];
    }
    case 'setVariables':
      return [
        line('~', t('stage {0}', step.stage)),
        ...Object.entries(step.to).map(([name, value]) =>
          step.from[name] === undefined
            ? line('+', t('variable {0} {1}', name, value), 1)
            : line('~', t('variable {0} {1} → {2}', name, step.from[name], value), 1),
        ),
      ];
    case 'deploy':
      return [
        line(
          step.isNew ? '+' : '~',
          step.isNew ? t('stage {0}', step.stage) : t('stage {0}: deployed anew', step.stage),
        ),
        ...Object.entries(step.isNew ? step.variables : {}).map(([name, value]) =>
          line('+', t('variable {0} {1}', name, value), 1),
        ),
      ];
    case 'removeRoute':
      return [line('-', routeName(step.route))];
    case 'removeResource':
      return [
        ...step.routes.map((route) => line('-', routeName(route))),
        line('-', t('resource {0}', step.path)),
      ];
    case 'removePermission':
      return [line('-', permissionText(step.route, step.alias))];
    case 'removeStage':
      return [line('-', t('stage {0}: it has no routes left', step.stage))];
    case 'removeApi':
      return [
        ...step.routes.map((route) => line('-', routeName(route))),
        line('-', t('API {0}, and its address: it has no routes left', step.name)),
      ];
  }
}

const permissionText = (route: Route, alias: string | undefined): string =>
  alias === undefined
    ? t('permission for {0}', routeName(route))
    : t('permission for {0} to run {1}', routeName(route), alias);

/** What a step does, as the end of "Could not …" and as a progress line. */
export function restApiPhrase(step: RestApiStep): string {
  switch (step.kind) {
    case 'createApi':
      return t('create API {0}', step.name);
    case 'createResource':
      return t('create resource {0}', step.path);
    case 'putRoute':
      return t('set {0}', routeName(step.route));
    case 'putCors':
      return t('set CORS of {0}', step.path);
    case 'addPermission':
      return t('let {0} run the function', routeName(step.route));
    case 'setVariables':
      return t('set the variables of stage {0}', step.stage);
    case 'deploy':
      return t('deploy to stage {0}', step.stage);
    case 'removeRoute':
      return t('remove {0}', routeName(step.route));
    case 'removeResource':
      return t('remove resource {0}', step.path);
    case 'removePermission':
      return t('remove the permission for {0}', routeName(step.route));
    case 'removeStage':
      return t('remove stage {0}', step.stage);
    case 'removeApi':
      return t('remove API {0}', step.name);
  }
}
