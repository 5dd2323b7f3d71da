import * as vscode from 'vscode';
import type { CommandId } from '../../contributions.ts';
import { routeName } from '../../core/restApi/liveRestApi.ts';
import { answerSummary, answerText, explainAnswer } from '../../core/restApi/requestText.ts';
import { pathWithQuery, requestTo } from '../../core/restApi/testRequest.ts';
import type { HttpAnswer, RequestAnswers } from '../../core/restApi/testRequest.ts';
import { back } from '../../editor/multiStep.ts';
import { withQuickProgress } from '../../editor/progress.ts';
import { findOutWhy } from '../../workflows/restApi/findOutWhy.ts';
import { askRequest, rememberedRequest } from './askRequest.ts';
import { chooseRoute } from './chooseRoute.ts';
import type { ChosenRoute } from './chooseRoute.ts';
import type { RestApiServices } from './restApiServices.ts';

/** `Lambda: Send Test Request…`: what to send is asked once; the answer is shown, and a failure explained. */
export async function sendTestRequest(args: readonly unknown[], services: RestApiServices): Promise<void> {
  const { t } = vscode.l10n;
  const title = t('Send Test Request');
  const route = await chooseRoute(args, title, services);
  if (route === undefined) return;
  const answers = await whatToSend(title, route, services);
  if (answers === undefined) return;
  const { connection, apiId, stage } = route;
  const request = requestTo(connection.restApis.stageUrl(apiId, stage), route.path, answers);
  const name = `${request.method} ${pathWithQuery(route.path, answers)}`;
  const answer = await withQuickProgress(name, (signal) => connection.restApis.send(request, { signal }));
  services.log.info(`${routeName(route)}: ${answerSummary(answer)}`);
  const explanation =
    explainAnswer(answer, `${request.method} ${route.path}`, stage) ??
    (await reasonOf(answer, route, answers, services));
  const text = answerText(request, answer, explanation);
  await services.reports.show({ name: t('Answer of {0}', routeName(route).replaceAll('/', '∕')), text });
  if (explanation === undefined) {
    vscode.window.setStatusBarMessage(`${name}: ${answerSummary(answer)}`, 5000);
    return;
  }
  const command: CommandId = 'lambdaWorkbench.deployApi';
  const button = t('Deploy API');
  const offered = answer.status === 403 && route.target.manifestFile !== undefined ? [button] : [];
  const chosen = await services.dialogs.notify('warning', `${answer.status}: ${explanation}`, offered);
  if (chosen === button) await vscode.commands.executeCommand(command, route.target.manifestFile);
}

/** Asked the first time; then the last request is one Enter away. */
async function whatToSend(
  title: string,
  route: ChosenRoute,
  services: RestApiServices,
): Promise<RequestAnswers | undefined> {
  const { t } = vscode.l10n;
  const known = rememberedRequest(route, services);
  if (known === undefined) return askRequest(title, route, services);
  const last = `${known.method} ${pathWithQuery(route.path, known)}`;
  const items = [
    { label: t('$(play) Send {0}', last), value: true },
    { label: t('$(edit) Change the Request…'), value: false },
  ];
  const again = await services.dialogs.pick({ title, placeholder: t('Request'), items });
  if (again === undefined || again === back) return undefined;
  return again ? known : askRequest(title, route, services);
}

/** A 502 tells the caller nothing: the route is run once more, past its stage, for the log. What writes only on request. */
async function reasonOf(
  answer: HttpAnswer,
  route: ChosenRoute,
  answers: RequestAnswers,
  { dialogs }: RestApiServices,
): Promise<string | undefined> {
  if (answer.status !== 502 && !(answer.status === 500 && answer.body.includes('Internal server error')))
    return undefined;
  const { t } = vscode.l10n;
  const name = `${answers.method} ${pathWithQuery(route.path, answers)}`;
  if (!/^(GET|HEAD|OPTIONS)$/.test(answers.method)) {
    const button = t('Run {0} Again to Find Out Why', route.target.functionName);
    const message = t(
      '{0} answered {1}. Why is only told by running the function again.',
      name,
      answer.status,
    );
    const asked = { message, detail: t('The same request is sent to it.'), buttons: [button], warning: true };
    if ((await dialogs.confirm(asked)) !== button) return undefined;
  }
  return withQuickProgress(t('Finding out why {0} failed', name), (signal) =>
    findOutWhy(route, answers, route.connection, { signal }),
  );
}
