import * as vscode from 'vscode';
import { renderLines } from '../../core/deployment/planText.ts';
import { restApiFailures } from '../../core/failures/restApiFailures.ts';
import { routeName } from '../../core/restApi/liveRestApi.ts';
import { restApiLines } from '../../core/restApi/restApiText.ts';
import { readRemovable } from '../../workflows/restApi/planRemoval.ts';
import { withQuickProgress } from '../../editor/progress.ts';
import { forgetPlan } from '../plans/confirmPlan.ts';
import { planWithReport } from '../plans/planWithReport.ts';
import { confirmDeletion } from '../version/confirmDeletion.ts';
import { chooseStage } from './chooseRoute.ts';
import { carryOutApi } from './deployApi.ts';
import { apiPlanKey } from './restApiServices.ts';
import type { RestApiServices } from './restApiServices.ts';

/** `Lambda: Remove API Routes…`: those that run the function, and proposes those that the manifest does not name. */
export async function removeApiRoutes(args: readonly unknown[], services: RestApiServices): Promise<void> {
  const { t } = vscode.l10n;
  const title = t('Remove API Routes');
  const chosen = await chooseStage(args, title, services);
  if (chosen === undefined) return;
  const { target, api, apiId, stage, connection } = chosen;
  const removable = await withQuickProgress(title, (signal) =>
    readRemovable(target, { apiId, name: api, stage }, connection, { signal }),
  );
  const named = new Set(chosen.routes.map(routeName));
  // A row of the Functions view means itself, a manifest what it does not name.
  const isMeant = (name: string) => named.has(name) === (target.manifestFile === undefined);
  const items = removable.routes.map((route) => ({
    label: routeName(route),
    description:
      isMeant(routeName(route)) || target.manifestFile === undefined ? undefined : t('in the manifest'),
    picked: isMeant(routeName(route)),
    value: route,
  }));
  const meaning = (routes: readonly unknown[]) =>
    routes.length === 1 ? t('1 route goes') : t('{0} routes go', routes.length);
  const routes =
    items.length === 0
      ? []
      : await services.dialogs.pickMany({ title, placeholder: t('Routes to remove'), items, meaning });
  if (routes === undefined) return;
  const here = await planWithReport(t('Planning the removal'), services, (_, options) =>
    removable.plan(routes, options),
  );
  const { planned } = here;
  if (planned.steps.length === 0) throw restApiFailures.noRoute(target.functionName);
  const aliases = planned.steps.flatMap((step) =>
    step.kind === 'removePermission' ? (step.alias ?? []) : [],
  );
  const facts = [
    renderLines(restApiLines(planned)),
    '',
    `${t('Function')}: ${target.functionName}`,
    ...(aliases.length === 0 ? [] : [`${t('Alias')}: ${[...new Set(aliases)].join(', ')}`]),
  ];
  const { accountId } = planned.identity;
  const button =
    routes.length === 1 ? t('Remove 1 Route of {0}', api) : t('Remove {0} Routes of {1}', routes.length, api);
  const message = t('Remove routes of the API {0}?', api);
  if (!(await confirmDeletion(message, facts, { accountId, region: connection.region }, button, services)))
    return;
  if ((await carryOutApi(button, here, services)) === undefined) return;
  if (planned.steps.some(({ kind }) => kind === 'removeApi'))
    forgetPlan(apiPlanKey(planned.place, api), services);
  vscode.window.setStatusBarMessage(t('Routes of {0} removed', api), 5000);
}
