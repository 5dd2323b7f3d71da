import { restApiFailures } from '../../core/failures/restApiFailures.ts';
import { routeName } from '../../core/restApi/liveRestApi.ts';
import type { LiveRestApi } from '../../core/restApi/liveRestApi.ts';
import { routeSourceArn, routeStatementId } from '../../core/restApi/restApiNames.ts';
import { isForeign } from '../../core/restApi/ownRoutes.ts';
import { parentOf } from '../../core/restApi/restApiPlan.ts';
import type { RestApiStep } from '../../core/restApi/restApiStep.ts';
import { restApiPhrase } from '../../core/restApi/restApiText.ts';
import { addPermission, performSteps, repeatable } from '../performSteps.ts';
import type { StepOptions } from '../performSteps.ts';
import type { AwsConnection, Clock } from '../ports.ts';
import { writeReliably } from '../reliableWrite.ts';
import type { PlannedRestApi } from './planRestApi.ts';
import { readApi } from './planRestApi.ts';
import { untilTaken } from './untilTaken.ts';
import type { WaitingContext } from './untilTaken.ts';

interface Run extends WaitingContext {
  readonly connection: AwsConnection;
  readonly planned: PlannedRestApi;
  /** Known from the plan, or once it was made. */
  apiId: string;
  /** Ids of the resources by path. */
  readonly resources: Map<string, string>;
}

/**
 * Carries out the plan of an API; answers its id. Stops at the first failure with `api.stepFailed`, which says what was
 * done before; rejects with an AbortError when cancelled, and `onDone` has told what was done until then.
 */
export async function carryOutRestApi(
  planned: PlannedRestApi,
  { connection, clock }: { readonly connection: AwsConnection; readonly clock: Clock },
  options: StepOptions & Pick<WaitingContext, 'onWaiting'>,
): Promise<string> {
  const { signal, onWaiting } = options;
  const { api, steps } = planned;
  const resources = new Map(api?.resources.map(({ path, id }) => [path, id]));
  const run: Run = { connection, clock, signal, onWaiting, planned, apiId: api?.id ?? '', resources };
  const { stepFailed } = restApiFailures;
  await performSteps(
    steps,
    { phrase: restApiPhrase, perform: (step) => perform(step, run), stepFailed },
    options,
  );
  return run.apiId;
}

async function perform(step: RestApiStep, run: Run): Promise<void> {
  const { connection, apiId, resources, planned } = run;
  const { restApis } = connection;
  const { functionName, alias } = planned.place;
  const again = (apply: () => Promise<void>) => repeatable(() => untilTaken(apply, run), run);
  const idOf = (path: string): string => resources.get(path) ?? '';
  switch (step.kind) {
    case 'createApi':
      return createApi(step.name, run);
    case 'createResource':
      return createResource(step.path, run);
    case 'putRoute': {
      if (step.isNew) await putMethod(step, run);
      const { method, path } = step.route;
      return again(() => restApis.putIntegration(apiId, idOf(path), method, step.uri, run));
    }
    case 'putCors':
      return again(() => restApis.putCors(apiId, idOf(step.path), step.methods, run));
    case 'addPermission': {
      const permission = {
        statementId: routeStatementId(apiId, step.route, alias),
        principal: 'apigateway.amazonaws.com',
        sourceArn: routeSourceArn(apiId, step.route, planned.place),
      };
      const notKept = () => restApiFailures.permissionNotKept(routeName(step.route));
      return addPermission({ ...permission, functionName, alias, replaces: step.replaces }, notKept, run);
    }
    case 'setVariables':
      return again(() => restApis.setVariables(apiId, step.stage, step.to, run));
    case 'deploy':
      return deploy(step, run);
    case 'removeRoute': {
      const { method, path } = step.route;
      return again(() => restApis.deleteMethod(apiId, idOf(path), method, run));
    }
    case 'removeResource':
      return again(() => restApis.deleteResource(apiId, idOf(step.path), run));
    case 'removePermission': {
      const id = routeStatementId(apiId, step.route, step.alias);
      return again(() => connection.rules.removePermission(functionName, step.alias, id, run));
    }
    case 'removeStage':
      return again(() => restApis.deleteStage(apiId, step.stage, run));
    case 'removeApi':
      return again(() => restApis.deleteApi(apiId, run));
  }
}

/** The plan saw none of this name: one that is there after a lost answer is the one that was asked for. */
async function createApi(name: string, run: Run): Promise<void> {
  const { connection, clock, signal } = run;
  const { restApis, triggers } = connection;
  const readBack = async () => {
    const ids = await restApis.findApis(name, run);
    if (ids.length > 1) throw restApiFailures.ambiguous(name, ids);
    return ids[0];
  };
  const apply = () => untilTaken(() => restApis.createApi(name, run), run);
  run.apiId = await writeReliably({ apply, readBack }, clock, signal);
  noteResources(await triggers.readRestApi(run.apiId, run), run);
}

async function createResource(path: string, run: Run): Promise<void> {
  const { connection, apiId, clock, signal, resources } = run;
  const { restApis, triggers } = connection;
  const parent = resources.get(parentOf(path)) ?? '';
  const part = path.slice(path.lastIndexOf('/') + 1);
  const apply = () => untilTaken(() => restApis.createResource(apiId, parent, part, run), run);
  const readBack = async () => {
    noteResources(await triggers.readRestApi(apiId, run), run);
    return resources.get(path);
  };
  resources.set(path, await writeReliably({ apply, readBack }, clock, signal));
}

function noteResources(api: LiveRestApi | undefined, { resources }: Run): void {
  for (const { path, id } of api?.resources ?? []) resources.set(path, id);
}

/** One that is there meanwhile and runs something else stays. */
async function putMethod(
  { route }: Extract<RestApiStep, { kind: 'putRoute' }>,
  { connection, apiId, resources, planned, ...run }: Run,
): Promise<void> {
  const { method, path } = route;
  const apply = () =>
    untilTaken(() => connection.restApis.putMethod(apiId, resources.get(path) ?? '', method, run), run);
  const readBack = async () => {
    const live = await connection.triggers.readRestApi(apiId, run);
    const resource = live?.resources.find((one) => one.path === path);
    const found = resource?.methods.find((one) => one.method === method);
    if (found !== undefined && isForeign(found, planned.place))
      throw restApiFailures.routeTaken(routeName(route), planned.name, found.uri ?? found.type ?? '');
    return found && true;
  };
  await writeReliably({ apply: () => apply().then(() => true), readBack }, run.clock, run.signal);
}

/** A deployment too many would do no harm but count against a quota; one that went through is told by its description. */
async function deploy(
  { stage: name, description, isNew, variables }: Extract<RestApiStep, { kind: 'deploy' }>,
  run: Run,
): Promise<void> {
  const { connection, apiId, clock, signal } = run;
  const stage = { name, description, variables: isNew ? variables : undefined };
  const apply = () => untilTaken(() => connection.restApis.deploy(apiId, stage, run), run);
  const readBack = async () => {
    const { deployedAs } = await readApi(apiId, name, connection, run);
    return deployedAs === description ? true : undefined;
  };
  await writeReliably({ apply: () => apply().then(() => true), readBack }, clock, signal);
}
