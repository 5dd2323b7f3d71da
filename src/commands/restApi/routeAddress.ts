import * as vscode from 'vscode';
import { curlCommand } from '../../core/restApi/requestText.ts';
import { pathWithQuery, requestTo } from '../../core/restApi/testRequest.ts';
import { askRequest, rememberedRequest } from './askRequest.ts';
import { chooseRoute, chooseStage } from './chooseRoute.ts';
import type { ChosenRoute } from './chooseRoute.ts';
import type { RestApiServices } from './restApiServices.ts';

/** `Lambda: Copy URL` of a stage or a route, with the parameters of the last test request. */
export async function copyUrl(args: readonly unknown[], services: RestApiServices): Promise<void> {
  const chosen = await chooseStage(args, vscode.l10n.t('Copy URL'), services);
  if (chosen === undefined) return;
  const [route] = chosen.routes;
  const base = chosen.connection.restApis.stageUrl(chosen.apiId, chosen.stage);
  await copy(base + (route === undefined ? '' : pathOf({ ...chosen, ...route }, services)));
}

/** `Lambda: Copy as curl`: the last test request, or what is answered now. */
export async function copyAsCurl(args: readonly unknown[], services: RestApiServices): Promise<void> {
  const title = vscode.l10n.t('Copy as curl');
  const route = await chooseRoute(args, title, services);
  if (route === undefined) return;
  const answers = rememberedRequest(route, services) ?? (await askRequest(title, route, services));
  if (answers === undefined) return;
  const base = route.connection.restApis.stageUrl(route.apiId, route.stage);
  await copy(curlCommand(requestTo(base, route.path, answers)));
}

/** `Lambda: Open in Browser`. */
export async function openInBrowser(args: readonly unknown[], services: RestApiServices): Promise<void> {
  const title = vscode.l10n.t('Open in Browser');
  const route = await chooseRoute(args, title, services);
  if (route === undefined) return;
  if (pathOf(route, services).includes('{') && (await askRequest(title, route, services)) === undefined)
    return;
  const base = route.connection.restApis.stageUrl(route.apiId, route.stage);
  await vscode.env.openExternal(vscode.Uri.parse(base + pathOf(route, services), true));
}

/** With the parameters and the query of the last request; as it is declared before the first. */
function pathOf(route: ChosenRoute, services: RestApiServices): string {
  const known = rememberedRequest(route, services);
  return known === undefined ? route.path : pathWithQuery(route.path, known);
}

async function copy(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0}', text), 5000);
}
