import * as vscode from 'vscode';
import { restApiFailures } from '../../core/failures/restApiFailures.ts';
import { routeName } from '../../core/restApi/liveRestApi.ts';
import type { Route } from '../../core/restApi/liveRestApi.ts';
import { back } from '../../editor/multiStep.ts';
import { withQuickProgress } from '../../editor/progress.ts';
import type { AwsConnection } from '../../workflows/ports.ts';
import { placeOf } from '../../workflows/restApi/planRestApi.ts';
import type { RestApiTarget } from '../../workflows/restApi/planRestApi.ts';
import { accountArgument } from '../account/accountTarget.ts';
import { chooseApi } from './chooseApi.ts';
import { chooseApiOf } from './restApiServices.ts';
import type { RestApiServices } from './restApiServices.ts';

/** A stage of an API that runs a function. */
export interface ChosenStage {
  readonly connection: AwsConnection;
  readonly target: RestApiTarget;
  readonly apiId: string;
  readonly api: string;
  readonly stage: string;
}

export interface ChosenRoute extends ChosenStage, Route {}

/** The stage that a row or a manifest is about, with the routes of the manifest. Undefined when the person gave up. */
export async function chooseStage(
  args: readonly unknown[],
  title: string,
  services: RestApiServices,
): Promise<(ChosenStage & { readonly routes: readonly Route[] }) | undefined> {
  const row = accountArgument(args);
  const open = (signal: AbortSignal, onProgress: (text: string) => void) =>
    services.connection.open({ signal, onProgress });
  if (row?.kind === 'route' || row?.kind === 'stage') {
    const { functionName, apiId, api, stage } = row;
    const connection = await withQuickProgress(title, open);
    const routes = row.kind === 'route' ? [{ method: row.method, path: row.path }] : [];
    return { connection, target: { functionName }, apiId, api, stage, routes };
  }
  const chosen = await chooseApi(args, title, services);
  if (chosen === undefined) return undefined;
  const { target, spec } = chosen;
  return withQuickProgress(title, async (signal, report) => {
    const connection = await open(signal, report);
    const { place } = await placeOf(target, spec.alias, connection, { signal });
    const ids = await connection.restApis.findApis(spec.name, { signal });
    if (ids.length === 0) throw restApiFailures.notThere(spec.name, target.manifestFile);
    const apiId = ids.length > 1 ? await chooseApiOf(spec.name, services)(ids, place) : ids[0];
    if (apiId === undefined) return undefined;
    return { connection, target, apiId, api: spec.name, stage: spec.stage, routes: spec.routes };
  });
}

/** The same with one of its routes. */
export async function chooseRoute(
  args: readonly unknown[],
  title: string,
  services: RestApiServices,
): Promise<ChosenRoute | undefined> {
  const chosen = await chooseStage(args, title, services);
  if (chosen === undefined) return undefined;
  const { routes, ...stage } = chosen;
  const items = routes.map((route) => ({ label: routeName(route), description: stage.api, value: route }));
  const route =
    routes.length === 1
      ? routes[0]
      : await services.dialogs.pick({ title, placeholder: vscode.l10n.t('Route'), items });
  return route === undefined || route === back ? undefined : { ...stage, ...route };
}
