import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import {
  GetDeploymentCommand,
  GetResourcesCommand,
  GetStagesCommand,
  paginateGetRestApis,
} from '@aws-sdk/client-api-gateway';
import type { RestApi } from '@aws-sdk/client-api-gateway';
import { GetPolicyCommand } from '@aws-sdk/client-lambda';
import { after, before, describe, it } from 'mocha';
import { isCancellation, isFailure } from '../../src/core/failures/failure.ts';
import type { ApiKey } from '../../src/core/import/deployedTriggers.ts';
import { carryOutRestApi } from '../../src/workflows/restApi/carryOutRestApi.ts';
import { readRemovable } from '../../src/workflows/restApi/planRemoval.ts';
import { planApi } from '../../src/workflows/restApi/planRestApi.ts';
import { readFaults } from '../support/awsFaults.ts';
import type { Fault } from '../support/awsFaults.ts';
import { startAwsProxy } from '../support/awsProxy.ts';
import type { AwsProxy } from '../support/awsProxy.ts';
import { awsTestClients } from '../support/awsTestClients.ts';
import type { AwsTestClients } from '../support/awsTestClients.ts';
import { connect, hurriedClock } from '../support/deployWorld.ts';
import { limited } from '../support/limited.ts';
import { startMinistack } from '../support/ministack.ts';
import type { TestMinistack } from '../support/ministack.ts';
import { createSample } from '../support/sampleWithAliases.ts';

const options = { signal: new AbortController().signal };
const none = () => Promise.resolve(undefined);

/**
 * For every AWS call of a first deploy of an API, of a change and of a removal: the call is disturbed once, or until the run
 * gives up; the next run must bring about the state of a run that nothing disturbed. Cancellation at each step likewise.
 */
const faults: readonly Fault[] = ['dropBefore', 'dropAfter', 429, 500, '500After', 'inProgress'];
const reads = [...['GetCallerIdentity', 'GetFunctionConfiguration', 'GetAlias', 'GetRestApis', 'GetPolicy']];
const readsOfApi = ['GetRestApi', 'GetResources', 'GetStages'];
const calls: Readonly<Record<'made' | 'changed' | 'removed', readonly string[]>> = {
  made: [
    ...reads,
    ...readsOfApi,
    ...['CreateRestApi', 'CreateResource', 'PutMethod', 'PutIntegration', 'PutMethodResponse'],
    ...['PutIntegrationResponse', 'AddPermission', 'CreateDeployment'],
  ],
  changed: [
    ...reads,
    ...readsOfApi,
    ...['GetDeployment', 'CreateResource', 'PutMethod', 'PutIntegration', 'PutMethodResponse'],
    ...['PutIntegrationResponse', 'AddPermission', 'UpdateStage', 'CreateDeployment'],
  ],
  removed: [
    ...['GetCallerIdentity', 'GetRestApis', 'GetPolicy', ...readsOfApi, 'GetDeployment'],
    ...['DeleteMethod', 'DeleteResource', 'RemovePermission', 'CreateDeployment'],
  ],
};
type Kind = keyof typeof calls;

describe('a REST API whose calls are disturbed', function () {
  this.timeout(120_000);
  const run = limited(6);
  let ministack: TestMinistack;
  let clients: AwsTestClients;
  let cases = 0;
  const undisturbed = new Map<Kind, unknown>();

  interface Scene {
    readonly proxy: AwsProxy;
    readonly functionName: string;
    /** Plans and carries out, as a person would by running the command. */
    readonly go: (signal?: AbortSignal, onStep?: (at: number) => void) => Promise<void>;
  }

  /** Everything of a case is its own (function, API, proxy), so that cases run side by side. */
  async function inScene(kind: Kind, play: (scene: Scene) => Promise<void>): Promise<void> {
    const functionName = `api-faults-${++cases}`;
    await createSample(clients, functionName);
    const proxy = await startAwsProxy({ upstream: ministack.url, strict: { createMs: 10, updateMs: 10 } });
    const clock = hurriedClock(400);
    const first: ApiKey = {
      ...{ name: functionName, stage: 'prod', alias: 'PRODUCTION', cors: true },
      routes: [{ method: 'GET', path: '/users/{name}' }],
    };
    const second: ApiKey = {
      ...first,
      alias: 'DEV',
      variables: { limit: '3' },
      routes: [...first.routes, ...(['POST', 'PUT'] as const).map((method) => ({ method, path: '/calc' }))],
    };
    let connection = await connect(proxy.url);
    const deploy = async (spec: ApiKey, signal = options.signal, onStep?: (at: number) => void) => {
      const planned = await planApi({ functionName }, spec, none, connection, { signal });
      assert.ok(planned);
      await carryOutRestApi(planned, { connection, clock }, { signal, onStep: (_, at) => onStep?.(at) });
    };
    const go: Scene['go'] = async (signal = options.signal, onStep) => {
      if (kind !== 'removed') return deploy(kind === 'made' ? first : second, signal, onStep);
      const [apiId = ''] = await connection.restApis.findApis(functionName, { signal });
      const where = { apiId, name: functionName, stage: 'prod' };
      const { routes, plan } = await readRemovable({ functionName }, where, connection, { signal });
      const planned = await plan(
        routes.filter(({ method, path }) => method === 'PUT' || path === '/users/{name}'),
        { signal },
      );
      await carryOutRestApi(planned, { connection, clock }, { signal, onStep: (_, at) => onStep?.(at) });
    };
    try {
      if (kind !== 'made') await deploy(first);
      if (kind === 'removed') await deploy(second);
      connection = await connect(proxy.url);
      proxy.reset();
      await play({ proxy, functionName, go });
    } finally {
      await proxy.close();
    }
  }

  /** All of it but ids, with the name that is the case's own left out. */
  async function stateOf(functionName: string): Promise<unknown> {
    const apis: RestApi[] = [];
    for await (const { items = [] } of paginateGetRestApis({ client: clients.apiGateway, pageSize: 500 }, {}))
      apis.push(...items.filter(({ name }) => name === functionName));
    const restApiId = apis[0]?.id ?? '';
    const resources = await clients.apiGateway.send(
      new GetResourcesCommand({ restApiId, embed: ['methods'] }),
    );
    const { item = [] } = await clients.apiGateway.send(new GetStagesCommand({ restApiId }));
    const deploymentId = item[0]?.deploymentId;
    const { description } = await clients.apiGateway.send(
      new GetDeploymentCommand({ restApiId, deploymentId }),
    );
    const policy = await clients.lambda.send(new GetPolicyCommand({ FunctionName: functionName }));
    const text = JSON.stringify({
      apis: apis.length,
      resources: resources.items
        ?.map(({ path = '', resourceMethods = {} }) => ({
          path,
          methods: Object.entries(resourceMethods).sort(),
        }))
        .sort((a, b) => (a.path < b.path ? -1 : 1)),
      stages: item.map(({ stageName, variables }) => [stageName, variables]),
      statements: (JSON.parse(policy.Policy ?? '{}') as { Statement: { Sid: string }[] }).Statement.sort(
        (a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1),
      ),
      isDescribed: description?.startsWith('Lambda Workbench: '),
    });
    const ids = [restApiId, ...(resources.items ?? []).map(({ id = '' }) => id)];
    return JSON.parse(
      ids.reduce((all, id) => all.replaceAll(id, 'ID'), text).replaceAll(functionName, 'NAME'),
    );
  }

  before(async () => {
    ministack = await startMinistack();
    clients = awsTestClients(ministack.url);
    for (const kind of ['made', 'changed', 'removed'] as const) {
      await inScene(kind, async ({ proxy, functionName, go }) => {
        await go();
        undisturbed.set(kind, await stateOf(functionName));
        const called = [...new Set(proxy.calls.map(({ operation }) => operation))].sort();
        assert.deepEqual(called, [...calls[kind]].sort(), kind);
      });
    }
  });
  after(async () => {
    clients.destroy();
    await ministack.stop();
  });

  for (const kind of ['made', 'changed', 'removed'] as const) {
    describe(kind, () => {
      for (const operation of calls[kind]) {
        for (const fault of operation.startsWith('Get') ? readFaults : faults) {
          for (const times of [1, Infinity]) {
            const started = run(() =>
              inScene(kind, async ({ proxy, functionName, go }) => {
                proxy.failNth(operation, 1, fault, { times });
                await go().catch((error: unknown) => assert.ok(isFailure(error), inspect(error)));
                assert.ok(proxy.count(operation) > 0, 'the call was not made');
                proxy.reset();
                await go();
                assert.deepEqual(await stateOf(functionName), undisturbed.get(kind));
                proxy.reset();
                await go();
                assert.deepEqual(
                  proxy.writes().map((call) => call.operation),
                  [],
                );
              }),
            );
            it(
              `${operation}: ${typeof fault === 'object' ? 'an error' : fault} ${times === 1 ? 'once' : 'until it gives up'}`,
              started,
            );
          }
        }
      }

      const steps = { made: 6, changed: 9, removed: 5 }[kind];
      for (let step = 0; step < steps; step++) {
        const started = run(() =>
          inScene(kind, async ({ functionName, go }) => {
            const controller = new AbortController();
            let reached = false;
            const cancelled = go(controller.signal, (at) => {
              if (at !== step) return;
              reached = true;
              // In the middle of the step: its call is under way.
              setTimeout(() => controller.abort(), 5);
            });
            await cancelled.catch((error: unknown) => assert.ok(isCancellation(error), inspect(error)));
            assert.ok(reached);
            await go();
            assert.deepEqual(await stateOf(functionName), undisturbed.get(kind));
          }),
        );
        it(`cancelled at step ${step + 1}`, started);
      }
    });
  }
});
