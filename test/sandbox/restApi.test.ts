import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import {
  CreateRestApiCommand,
  GetDeploymentCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  GetStagesCommand,
  paginateGetRestApis,
} from '@aws-sdk/client-api-gateway';
import type { RestApi } from '@aws-sdk/client-api-gateway';
import { CreateAliasCommand, GetPolicyCommand, PublishVersionCommand } from '@aws-sdk/client-lambda';
import JSZip from 'jszip';
import { after, before, describe, it } from 'mocha';
import { isCancellation, isFailure } from '../../src/core/failures/failure.ts';
import type { ApiKey } from '../../src/core/import/deployedTriggers.ts';
import { restApiLines } from '../../src/core/restApi/restApiText.ts';
import { systemClock } from '../../src/local/clock.ts';
import { readTriggers } from '../../src/workflows/import/readTriggers.ts';
import type { AwsConnection } from '../../src/workflows/ports.ts';
import { carryOutRestApi } from '../../src/workflows/restApi/carryOutRestApi.ts';
import { readRemovable } from '../../src/workflows/restApi/planRemoval.ts';
import { planApi } from '../../src/workflows/restApi/planRestApi.ts';
import type { PlannedRestApi } from '../../src/workflows/restApi/planRestApi.ts';
import type { Fault } from '../support/awsFaults.ts';
import { startAwsProxy } from '../support/awsProxy.ts';
import type { AwsProxy } from '../support/awsProxy.ts';
import { awsTestClients, createTestFunction } from '../support/awsTestClients.ts';
import type { AwsTestClients } from '../support/awsTestClients.ts';
import { connect, hurriedClock } from '../support/deployWorld.ts';
import { limited } from '../support/limited.ts';
import { startMinistack } from '../support/ministack.ts';
import type { TestMinistack } from '../support/ministack.ts';
import { inSample, readManifest } from '../support/sampleFunctions.ts';
import { useStrictProxy } from '../support/strictProxy.ts';

const options = { signal: new AbortController().signal };
const none = () => Promise.resolve(undefined);

/** A function of a sample's code with the aliases PRODUCTION and DEV on version 1. */
async function createSample(clients: AwsTestClients, functionName: string): Promise<void> {
  const source = await readFile(inSample('calc', 'calc.py'), 'utf8');
  const ZipFile = await new JSZip().file('calc.py', source).generateAsync({ type: 'uint8array' });
  const FunctionName = await createTestFunction(clients, {
    FunctionName: functionName,
    Handler: 'calc.lambda_handler',
    Code: { ZipFile },
  });
  await clients.lambda.send(new PublishVersionCommand({ FunctionName }));
  for (const Name of ['PRODUCTION', 'DEV'])
    await clients.lambda.send(new CreateAliasCommand({ FunctionName, Name, FunctionVersion: '1' }));
}

async function plan(connection: AwsConnection, functionName: string, spec: ApiKey): Promise<PlannedRestApi> {
  const planned = await planApi({ functionName }, spec, none, connection, options);
  assert.ok(planned);
  return planned;
}

async function removal(
  connection: AwsConnection,
  functionName: string,
  { name, stage }: ApiKey,
  path: string,
) {
  const [apiId = ''] = await connection.restApis.findApis(name, options);
  const found = await readRemovable({ functionName }, { apiId, name, stage }, connection, options);
  return found.plan(
    found.routes.filter((route) => route.path === path),
    options,
  );
}

describe('a REST API against an emulator that is as strict as AWS', function () {
  this.timeout(120_000);
  const world = useStrictProxy({ createMs: 10, updateMs: 20, quotas: true });
  let connection: AwsConnection;
  let spec: ApiKey;
  let apiId: string;

  before(async () => {
    connection = await connect(world.proxy.url);
    await createSample(world.clients, 'calc');
    const { api } = await readManifest('calc');
    assert.ok(api);
    spec = api;
    world.proxy.reset();
  });

  async function carryOut(planned: PlannedRestApi, said: string[] = []): Promise<string[]> {
    world.proxy.reset();
    const onWaiting = (text: string) => said.push(text);
    apiId = await carryOutRestApi(planned, { connection, clock: systemClock }, { ...options, onWaiting });
    // A call that met a quota is there again.
    const taken = world.proxy.writes().filter(({ status }) => status !== 429);
    return taken.map(({ operation }) => operation);
  }
  const deploy = async (wanted = spec, said: string[] = []) =>
    carryOut(await plan(connection, 'calc', wanted), said);
  const get = (path: string, more = {}) =>
    connection.restApis.send(
      {
        method: 'GET',
        url: `${connection.restApis.stageUrl(apiId, 'prod')}${path}`,
        headers: {},
        body: undefined,
        ...more,
      },
      options,
    );
  const statements = async () => {
    const asked = new GetPolicyCommand({ FunctionName: 'calc', Qualifier: 'PRODUCTION' });
    const { Policy = '' } = await world.clients.lambda.send(asked);
    return (JSON.parse(Policy) as { Statement: Record<string, unknown>[] }).Statement;
  };

  it('runs the sample calc at its stage, by the alias and with its permission', async () => {
    assert.deepEqual(await deploy(), [
      ...[
        'CreateRestApi',
        'CreateResource',
        'PutMethod',
        'PutIntegration',
        'AddPermission',
        'CreateDeployment',
      ],
    ]);
    const answer = await get('/calc?left=15&right=20');
    assert.equal(answer.status, 200);
    assert.deepEqual(JSON.parse(answer.body), { result: 35 });
    assert.ok(
      answer.headers.some(([name, value]) => /content-type/i.test(name) && value === 'application/json'),
    );
    const [permission, ...others] = await statements();
    assert.deepEqual(others, []);
    assert.deepEqual(permission?.['Principal'], { Service: 'apigateway.amazonaws.com' });
    assert.deepEqual(permission['Condition'], {
      ArnLike: { 'AWS:SourceArn': `arn:aws:execute-api:us-east-1:000000000000:${apiId}/*/GET/calc` },
    });
    const { items = [] } = await world.clients.apiGateway.send(new GetRestApisCommand({}));
    assert.deepEqual(items[0]?.endpointConfiguration?.types, ['REGIONAL']);
  });

  it('is found equal the second time: no write', async () => {
    assert.deepEqual(await deploy(), []);
  });

  it('waits for the quotas of AWS where they are met, and says so', async () => {
    const said: string[] = [];
    const routes = ['/one', '/two'].map((path) => ({ method: 'POST', path }) as const);
    const more = { ...spec, cors: true, routes: [...spec.routes, ...routes] };
    await deploy(more, said);
    const started = Date.now();
    await deploy({ ...more, routes: [...more.routes, { method: 'PUT', path: '/one' }] }, said);
    assert.ok(Date.now() - started > 2000, 'one deployment in 5 s');
    assert.match(said.join(), /API Gateway takes only a few such calls at a time\. Waiting \(\d+ s\)…/);
    const preflight = await get('/one', { method: 'OPTIONS' });
    assert.deepEqual(
      preflight.headers
        .filter(([name]) => /^access-control/i.test(name))
        .map(([name, value]) => [name.toLowerCase(), value])
        .sort(),
      [
        [
          'access-control-allow-headers',
          'Content-Type,Authorization,X-Api-Key,X-Amz-Date,X-Amz-Security-Token',
        ],
        ['access-control-allow-methods', 'POST,PUT,OPTIONS'],
        ['access-control-allow-origin', '*'],
      ],
    );
  });

  it('lists routes that the manifest does not name, keeps them, and removes them on request', async () => {
    const planned = await plan(connection, 'calc', { ...spec, cors: true });
    assert.deepEqual(planned.steps, []);
    assert.deepEqual(
      restApiLines(planned)
        .map(({ text }) => text)
        .sort(),
      ['OPTIONS /one', 'OPTIONS /two', 'POST /one', 'POST /two', 'PUT /one'].map(
        (name) => `${name}: kept, not in the manifest`,
      ),
    );
    assert.equal((await get('/two', { method: 'POST', body: '' })).status, 400);
    for (const path of ['/one', '/two']) await carryOut(await removal(connection, 'calc', spec, path));
    const gone = await get('/two', { method: 'POST', body: '' });
    assert.deepEqual([gone.status, gone.body], [403, '{"message":"Missing Authentication Token"}']);
    assert.equal((await statements()).length, 1);
    assert.deepEqual(await deploy({ ...spec, cors: true }), []);
    const { items = [] } = await world.clients.apiGateway.send(new GetResourcesCommand({ restApiId: apiId }));
    assert.deepEqual(items.map(({ path }) => path).sort(), ['/', '/calc']);
  });

  it('takes the alias from a stage variable, and reads as the triggers of the function', async () => {
    const wanted: ApiKey = { ...spec, cors: true, stageVariable: 'lambdaAlias', variables: { limit: '3' } };
    assert.deepEqual(await deploy(wanted), ['PutIntegration', 'UpdateStage', 'CreateDeployment']);
    assert.deepEqual(await deploy(wanted), []);
    const { item = [] } = await world.clients.apiGateway.send(new GetStagesCommand({ restApiId: apiId }));
    assert.deepEqual(item[0]?.variables, { lambdaAlias: 'PRODUCTION', limit: '3' });
    const deployment = { restApiId: apiId, deploymentId: item[0].deploymentId };
    const { description } = await world.clients.apiGateway.send(new GetDeploymentCommand(deployment));
    assert.match(description ?? '', /^Lambda Workbench: calc@[0-9a-f]{8}$/);
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:calc';
    const found = await readTriggers('calc', arn, ['DEV', 'PRODUCTION'], connection.triggers, options);
    assert.deepEqual(found.routes, [
      {
        ...{ apiId, api: 'calc', stage: 'prod', alias: 'PRODUCTION', method: 'GET', path: '/calc' },
        url: `${world.proxy.url}/restapis/${apiId}/prod/_user_request_`,
      },
    ]);
    const { alias, stageVariable } = found.apis[0] ?? {};
    assert.deepEqual([alias, stageVariable, found.notes], ['PRODUCTION', 'lambdaAlias', []]);
    assert.deepEqual(await deploy({ ...wanted, alias: 'DEV' }), ['AddPermission', 'UpdateStage']);
  });

  it('is asked for when there are two of its name', async () => {
    await world.clients.apiGateway.send(new CreateRestApiCommand({ name: 'calc' }));
    assert.equal(await planApi({ functionName: 'calc' }, spec, none, connection, options), undefined);
    const first = (ids: readonly string[]) => Promise.resolve(ids.find((id) => id === apiId));
    const planned = await planApi({ functionName: 'calc' }, spec, first, connection, options);
    assert.equal(planned?.api?.id, apiId);
  });
});

/**
 * For every AWS call of a first deploy of an API, of a change and of a removal: the call is disturbed once, or until the run
 * gives up; the next run must bring about the state of a run that nothing disturbed. Cancellation at each step likewise.
 */
const faults: readonly Fault[] = ['dropBefore', 'dropAfter', 429, 500, '500After', 'inProgress'];
/** A read that was carried out is as good as one that was not. */
const readFaults: readonly Fault[] = ['dropBefore', 429, 500];
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
