import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { CreateRestApiCommand, GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { CreateRoleCommand, GetRoleCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { DeleteFunctionCommand, GetFunctionCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { startAwsProxy } from '../support/awsProxy.ts';
import type { AwsProxy } from '../support/awsProxy.ts';
import { awsTestClients, lambdaTrustPolicy, uniqueName } from '../support/awsTestClients.ts';
import type { AwsTestClients } from '../support/awsTestClients.ts';
import { startMinistack } from '../support/ministack.ts';
import type { TestMinistack } from '../support/ministack.ts';

describe('the fault proxy', function () {
  this.timeout(60_000);
  let ministack: TestMinistack;
  let proxy: AwsProxy;
  let clients: AwsTestClients;
  let direct: AwsTestClients;

  before(async () => {
    ministack = await startMinistack();
    proxy = await startAwsProxy({ upstream: ministack.url });
    clients = awsTestClients(proxy.url);
    direct = awsTestClients(ministack.url);
  });
  after(async () => {
    clients.destroy();
    direct.destroy();
    await proxy.close();
    await ministack.stop();
  });
  afterEach(() => proxy.reset());

  const createRole = (name: string) =>
    clients.iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: lambdaTrustPolicy }));
  const roleExists = async (name: string) => {
    const { Roles = [] } = await direct.iam.send(new ListRolesCommand({}));
    return Roles.some((role) => role.RoleName === name);
  };
  const identity = () => clients.sts.send(new GetCallerIdentityCommand({}));
  const listFunctions = () => clients.lambda.send(new ListFunctionsCommand({}));

  it('names the operations of every protocol and counts what is a write', async () => {
    await createRole(uniqueName('role'));
    await identity();
    await listFunctions();
    await clients.apiGateway.send(new GetRestApisCommand({}));
    await clients.apiGateway.send(new CreateRestApiCommand({ name: 'calc' }));
    await assert.rejects(clients.lambda.send(new GetFunctionCommand({ FunctionName: 'missing' })));
    await assert.rejects(clients.lambda.send(new DeleteFunctionCommand({ FunctionName: 'missing' })));
    const seen = proxy.calls.map((call) => `${call.service} ${call.operation} ${call.status}`);
    assert.deepEqual(seen, [
      'iam CreateRole 200',
      'sts GetCallerIdentity 200',
      'lambda ListFunctions 200',
      'apigateway GetRestApis 200',
      'apigateway CreateRestApi 201',
      'lambda GetFunction 404',
      'lambda DeleteFunction 404',
    ]);
    const writes = proxy.writes().map((call) => call.operation);
    assert.deepEqual(writes, ['CreateRole', 'CreateRestApi', 'DeleteFunction']);
    assert.equal(proxy.count('GetFunction'), 1);
    assert.equal(proxy.calls[5]?.params['functionName'], 'missing');
    assert.ok((proxy.calls[0]?.requestBodyBytes ?? 0) > 100);
  });

  it('drops a call before the endpoint sees it', async () => {
    const name = uniqueName('role');
    proxy.failNth('CreateRole', 1, 'dropBefore');
    await assert.rejects(createRole(name));
    assert.equal(proxy.calls[0]?.status, 'dropped');
    assert.equal(await roleExists(name), false);
    await createRole(name);
    assert.equal(await roleExists(name), true);
  });

  it('drops the answer of a call that was carried out', async () => {
    const name = uniqueName('role');
    proxy.failNth('CreateRole', 1, 'dropAfter');
    await assert.rejects(createRole(name));
    assert.equal(await roleExists(name), true);
  });

  it('answers 500, before and after carrying the call out', async () => {
    const [refused, done] = [uniqueName('role'), uniqueName('role')];
    proxy.failNth('CreateRole', 1, 500);
    proxy.failNth('CreateRole', 2, '500After');
    await assert.rejects(createRole(refused), { name: 'ServiceFailureException' });
    await assert.rejects(createRole(done), { name: 'ServiceFailureException' });
    assert.equal(await roleExists(refused), false);
    assert.equal(await roleExists(done), true);
  });

  it('throttles in the words of each service', async () => {
    proxy.failNth('*', 1, 429, { times: 4 });
    await assert.rejects(listFunctions(), {
      name: 'TooManyRequestsException',
      Reason: 'CallerRateLimitExceeded',
    });
    await assert.rejects(createRole(uniqueName('role')), { name: 'Throttling' });
    await assert.rejects(identity(), { name: 'Throttling' });
    await assert.rejects(clients.apiGateway.send(new GetRestApisCommand({})), {
      name: 'TooManyRequestsException',
      retryAfterSeconds: '1',
    });
    const statuses = proxy.calls.map((call) => call.status);
    assert.deepEqual(statuses, [429, 400, 400, 429]);
  });

  it('is retried by the SDK when throttled or dropped, as AWS would be', async () => {
    const patient = awsTestClients(proxy.url, 3);
    proxy.failNth('ListFunctions', 1, 429);
    proxy.failNth('ListFunctions', 2, 'dropBefore');
    await patient.lambda.send(new ListFunctionsCommand({}));
    assert.deepEqual(
      proxy.calls.map((call) => call.status),
      [429, 'dropped', 200],
    );
    patient.destroy();
  });

  it('answers that an update is in progress, or any other error', async () => {
    proxy.failNth('DeleteFunction', 1, 'inProgress');
    proxy.failNth('GetRole', 1, { code: 'AccessDenied', message: 'no iam:GetRole for <you>', status: 403 });
    await assert.rejects(clients.lambda.send(new DeleteFunctionCommand({ FunctionName: 'one' })), {
      name: 'ResourceConflictException',
      message: 'The operation cannot be performed at this time. An update is in progress for resource: one',
    });
    await assert.rejects(clients.iam.send(new GetRoleCommand({ RoleName: 'one' })), {
      name: 'AccessDenied',
      message: 'no iam:GetRole for <you>',
    });
  });

  it('fails the n-th call, as often as told, and lets the others pass', async () => {
    proxy.failNth('ListFunctions', 2, 500, { times: 2 });
    const outcomes: boolean[] = [];
    for (let n = 1; n <= 4; n++) {
      outcomes.push(
        await listFunctions().then(
          () => true,
          () => false,
        ),
      );
    }
    assert.deepEqual(outcomes, [true, false, false, true]);
    proxy.reset();
    proxy.failNth('ListFunctions', 1, 500, { times: Infinity });
    for (let n = 1; n <= 3; n++) await assert.rejects(listFunctions());
    await identity();
    proxy.reset();
    await listFunctions();
  });

  it('delays a call', async () => {
    proxy.delay('ListFunctions', 150);
    const started = performance.now();
    await listFunctions();
    assert.ok(performance.now() - started >= 145);
  });

  it('tells of a call before carrying it out, and hangs until the client gives up', async () => {
    const name = uniqueName('role');
    const cancel = new AbortController();
    const undo = proxy.onCall((call) => {
      if (call.operation === 'CreateRole') cancel.abort();
    });
    proxy.failNth('CreateRole', 1, 'hang');
    const command = new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: lambdaTrustPolicy });
    await assert.rejects(clients.iam.send(command, { abortSignal: cancel.signal }), { name: 'AbortError' });
    undo();
    assert.equal(await roleExists(name), false);
  });
});
