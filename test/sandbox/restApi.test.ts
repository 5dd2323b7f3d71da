import assert from 'node:assert/strict';
import {
  CreateRestApiCommand,
  GetDeploymentCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  GetStagesCommand,
} from '@aws-sdk/client-api-gateway';
import { GetPolicyCommand } from '@aws-sdk/client-lambda';
import { before, describe, it } from 'mocha';
import type { ApiKey } from '../../src/core/import/deployedTriggers.ts';
import { restApiLines } from '../../src/core/restApi/restApiText.ts';
import { systemClock } from '../../src/local/clock.ts';
import { readTriggers } from '../../src/workflows/import/readTriggers.ts';
import type { AwsConnection } from '../../src/workflows/ports.ts';
import { carryOutRestApi } from '../../src/workflows/restApi/carryOutRestApi.ts';
import { readRemovable } from '../../src/workflows/restApi/planRemoval.ts';
import { planApi } from '../../src/workflows/restApi/planRestApi.ts';
import type { PlannedRestApi } from '../../src/workflows/restApi/planRestApi.ts';
import { connect } from '../support/deployWorld.ts';
import { readManifest } from '../support/sampleFunctions.ts';
import { createSample } from '../support/sampleWithAliases.ts';
import { useStrictProxy } from '../support/strictProxy.ts';

const options = { signal: new AbortController().signal };
const none = () => Promise.resolve(undefined);

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
