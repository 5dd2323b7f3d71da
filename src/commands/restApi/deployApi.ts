import * as vscode from 'vscode';
import type { CommandId } from '../../contributions.ts';
import { renderLines } from '../../core/deployment/planText.ts';
import { routeName } from '../../core/restApi/liveRestApi.ts';
import { restApiLines } from '../../core/restApi/restApiText.ts';
import { qualifiedName } from '../../core/functions/functionName.ts';
import { showFailure } from '../../editor/failureMessages.ts';
import { carryOutRestApi } from '../../workflows/restApi/carryOutRestApi.ts';
import { planApi } from '../../workflows/restApi/planRestApi.ts';
import type { PlannedRestApi } from '../../workflows/restApi/planRestApi.ts';
import { confirmPlan } from '../plans/confirmPlan.ts';
import { carryOutWithReport, planWithReport } from '../plans/planWithReport.ts';
import type { PlannedHere } from '../plans/planWithReport.ts';
import { chooseApi } from './chooseApi.ts';
import type { ChosenApi } from './chooseApi.ts';
import { apiPlanKey, chooseApiOf } from './restApiServices.ts';
import type { RestApiServices } from './restApiServices.ts';

type ApiHere = PlannedHere<PlannedRestApi>;

/** `Lambda: Deploy API`: makes or updates the API as the manifest says, and deploys it to its stage where that differs. */
export async function deployApi(args: readonly unknown[], services: RestApiServices): Promise<void> {
  const { t } = vscode.l10n;
  const chosen = await chooseApi(args, t('Deploy API'), services);
  if (chosen === undefined) return;
  const { target, spec } = chosen;
  const { name, stage, alias } = spec;
  const here = await planWithReport(t('Planning the API {0}', name), services, (connection, options) =>
    planApi(target, spec, chooseApiOf(name, services), connection, options),
  );
  if (here === undefined) return;
  const { planned, place } = here;
  if (planned.steps.length === 0) {
    present(
      t('The API {0} is as the manifest says: nothing to do', name),
      planned.api?.id,
      chosen,
      here,
      services,
    );
    return;
  }
  const runs = qualifiedName(target.functionName, alias);
  const words = {
    message: t('Deploy the API {0} to stage {1}, which runs {2}, in {3}?', name, stage, runs, place),
    button: t('Deploy API {0}', name),
    facts: [],
  };
  if (!(await confirmApi(here, words, alias, services))) return;
  const id = await carryOutApi(words.button, here, services);
  if (id !== undefined) present(t('The API {0} is deployed to {1}', name, stage), id, chosen, here, services);
}

/** Asks whether to carry out the plan of an API where that is due; true = go ahead. */
function confirmApi(
  { planned, place }: ApiHere,
  words: { readonly message: string; readonly button: string; readonly facts: readonly string[] },
  alias: string | undefined,
  services: RestApiServices,
): Promise<boolean> {
  const { steps, identity, name } = planned;
  const { functionName, region } = planned.place;
  return confirmPlan(
    {
      ...{ ...words, steps, functionName, alias, region },
      key: apiPlanKey(planned.place, name),
      lines: restApiLines(planned),
      accountId: identity.accountId,
      document: [vscode.l10n.t('API {0} plan', name), `${name} · ${place}`],
    },
    services,
  );
}

/** The id of the API when all of the plan is done. */
export async function carryOutApi(
  title: string,
  { planned, connection }: ApiHere,
  services: RestApiServices,
): Promise<string | undefined> {
  const { name } = planned;
  const cancelled = (done: string) =>
    vscode.l10n.t(
      'The change of the API {0} was cancelled. Done before: {1}. Running the command again continues from here.',
      name,
      done,
    );
  let id = '';
  try {
    const run = async (options: Parameters<typeof carryOutRestApi>[2]) => {
      id = await carryOutRestApi(planned, { connection, clock: services.clock }, options);
    };
    return (await carryOutWithReport({ title, name, cancelled }, run, services)) ? id : undefined;
  } finally {
    services.functionChanged(planned.target.functionName);
  }
}

/** Says what happened, with buttons for the next thing. Does not wait for an answer. */
function present(
  sentence: string,
  id: string | undefined,
  { target, spec }: ChosenApi,
  here: ApiHere,
  services: RestApiServices,
): void {
  const { t } = vscode.l10n;
  const { dialogs, log, reports } = services;
  const { planned, connection, place } = here;
  const base = connection.restApis.stageUrl(id ?? '', spec.stage);
  const run = (command: CommandId) => () => vscode.commands.executeCommand(command, target.manifestFile);
  const details = [
    `# ${spec.name} · ${place}`,
    '',
    ...(planned.steps.length === 0 ? [] : [renderLines(restApiLines(planned)), '']),
    t('API {0}', spec.name),
    `    ${spec.stage}  ${base}`,
    ...spec.routes.map(
      (route) =>
        `        ${routeName(route)}${spec.alias === undefined ? '' : ` → ${spec.alias}`}  ${base}${route.path}`,
    ),
    ...planned.kept.map((route) => t('        {0}  kept, not in the manifest', routeName(route))),
    '',
  ].join('\n');
  const next: (readonly [string, () => Thenable<unknown>])[] = [
    [t('Send Test Request…'), run('lambdaWorkbench.sendTestRequest')],
    [t('Copy URL'), run('lambdaWorkbench.copyUrl')],
    ...(planned.kept.length > 0
      ? [[t('Remove API Routes…'), run('lambdaWorkbench.removeApiRoutes')] as const]
      : []),
    [
      t('Show Details'),
      () => Promise.resolve(reports.show({ name: t('API {0}', spec.name), text: details })),
    ],
  ];
  log.info(`${sentence} · ${base}`);
  void dialogs
    .notify(
      'info',
      `${sentence}: ${base}${spec.routes[0]?.path ?? ''}`,
      next.map(([title]) => title),
    )
    .then((chosen) => next.find(([title]) => title === chosen)?.[1]())
    .catch((error: unknown) => showFailure(error, sentence, services));
}
