import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { CreateLogGroupCommand, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { AttachRolePolicyCommand, ListRolesCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { ListFunctionsCommand, PublishVersionCommand } from '@aws-sdk/client-lambda';
import { ListReceiptRuleSetsCommand } from '@aws-sdk/client-ses';
import { after, before, describe, it } from 'mocha';
import { createConnectionOpener } from '../../src/aws/awsBundle.ts';
import { regions } from '../../src/core/connection/regions.ts';
import { isCancellation, isFailure } from '../../src/core/failures/failure.ts';
import { goesByItself, planRemoval, removalSteps } from '../../src/core/removal/removalPlan.ts';
import type { KnownBelongings, RemovalItem } from '../../src/core/removal/removalPlan.ts';
import { carryOutEmail } from '../../src/workflows/email/carryOutEmail.ts';
import { planEmail } from '../../src/workflows/email/planEmail.ts';
import { carryOutRemoval } from '../../src/workflows/removal/carryOutRemoval.ts';
import { carryOutRestApi } from '../../src/workflows/restApi/carryOutRestApi.ts';
import { planApi } from '../../src/workflows/restApi/planRestApi.ts';
import { readBelongings } from '../../src/workflows/removal/readBelongings.ts';
import { carryOutWarmUp } from '../../src/workflows/warmUp/carryOutWarmUp.ts';
import { planWarmUpOn } from '../../src/workflows/warmUp/planWarmUp.ts';
import { readFaults } from '../support/awsFaults.ts';
import type { Fault } from '../support/awsFaults.ts';
import { noHooks } from '../support/awsListenerConnection.ts';
import { isWrite } from '../support/awsOperations.ts';
import { startAwsProxy } from '../support/awsProxy.ts';
import type { AwsProxy } from '../support/awsProxy.ts';
import { awsTestClients, createTestFunction, createTestRole, uniqueName } from '../support/awsTestClients.ts';
import { DeployWorld, hurriedClock } from '../support/deployWorld.ts';
import { limited } from '../support/limited.ts';
import { startMinistack } from '../support/ministack.ts';
import type { TestMinistack } from '../support/ministack.ts';

const faults: readonly Fault[] = ['dropBefore', 'dropAfter', 429, 500, '500After'];
const calls = [
  ...['GetCallerIdentity', 'GetFunctionConfiguration', 'ListAliases', 'ListVersionsByFunction', 'GetPolicy'],
  ...['DescribeRule', 'ListTargetsByRule', 'ListRuleNamesByTarget', 'DescribeReceiptRuleSet'],
  ...[
    'DescribeActiveReceiptRuleSet',
    'GetRole',
    'ListRolePolicies',
    'ListAttachedRolePolicies',
    'ListFunctions',
  ],
  ...['GetRestApi', 'GetResources', 'GetStages', 'GetDeployment', 'DescribeLogGroups'],
];
const writes = [
  ...['RemoveTargets', 'DeleteRule', 'DeleteReceiptRule', 'DeleteReceiptRuleSet'],
  ...['DeleteRestApi', 'DeleteFunction', 'DeleteLogGroup'],
  ...['DetachRolePolicy', 'DeleteRolePolicy', 'DeleteRole'],
];

interface Scene {
  readonly proxy: AwsProxy;
  readonly remove: (
    choose?: (item: RemovalItem) => boolean,
    options?: { signal?: AbortSignal; onStep?: (index: number) => void },
  ) => Promise<void>;
  /** What of it is at the endpoint, read past the proxy. */
  readonly left: () => Promise<string[]>;
}

let ministack: TestMinistack;
const free = regions.map(([id]) => id);

/** `calc` with role, version, alias, warm-up rule and e-mail rule, in a region that is the case's own. */
async function inScene(play: (scene: Scene) => Promise<void>): Promise<void> {
  const region = free.shift() ?? '';
  const proxy = await startAwsProxy({ upstream: ministack.url, strict: { createMs: 5, updateMs: 5 } });
  const clients = awsTestClients(ministack.url, 3, region);
  const clock = hurriedClock(50);
  const opener = createConnectionOpener({
    readFile: () => Promise.reject(new Error('no file is read')),
    environment: {},
  });
  const open = () => opener.open({ sandbox: true, endpoint: proxy.url, region }, noHooks);
  const { signal: never } = new AbortController();
  try {
    const FunctionName = uniqueName('calc');
    const RoleName = `${FunctionName}-role`;
    const Role = await createTestRole(clients, RoleName);
    const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    await clients.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    const PolicyDocument =
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';
    await clients.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'own', PolicyDocument }));
    const functionName = await createTestFunction(clients, { FunctionName, Role });
    await clients.lambda.send(new PublishVersionCommand({ FunctionName: functionName }));
    const connection = await open();
    await connection.aliases.createAlias(functionName, { name: 'DEV', version: '1' }, { signal: never });
    const warm = { schedule: 'rate(5 minutes)', enabled: true, input: undefined };
    const on = await planWarmUpOn({ functionName, alias: 'DEV' }, warm, connection, { signal: never });
    await carryOutWarmUp(on.steps, { connection, clock }, { signal: never });
    const email = { functionName, alias: 'DEV', ruleSet: functionName, recipients: ['a@example.com'] };
    const mail = await planEmail({ ...email, manifestFile: '' }, { connection, clock }, { signal: never });
    await carryOutEmail(mail.steps, { connection, clock }, { signal: never });
    const key = {
      name: functionName,
      stage: 'prod',
      alias: 'DEV',
      routes: [{ method: 'GET' as const, path: '/a' }],
    };
    const none = () => Promise.resolve(undefined);
    const api = await planApi({ functionName }, key, none, connection, { signal: never });
    assert.ok(api);
    await carryOutRestApi(api, { connection, clock }, { signal: never });
    await clients.logs.send(new CreateLogGroupCommand({ logGroupName: `/aws/lambda/${functionName}` }));
    proxy.reset();
    let known: KnownBelongings | undefined;
    await play({
      proxy,
      remove: async (choose = () => true, { signal = never, onStep } = {}) => {
        const connection = await open();
        const identity = await connection.identity.callerIdentity({ signal });
        const context = { connection, clock, signal };
        const found = await readBelongings(functionName, identity.accountId, known, context);
        known = found.known;
        const steps = removalSteps(
          planRemoval(found.live, { functionName, identity, region }).filter(choose),
        );
        const telling = { signal, onStep: (_text: string, index: number) => onStep?.(index) };
        await carryOutRemoval(functionName, steps, { connection, clock }, telling);
      },
      left: async () => {
        const [functions, rules, sets, roles, apis, groups] = await Promise.all([
          clients.lambda.send(new ListFunctionsCommand({})),
          clients.eventBridge.send(new ListRulesCommand({})),
          clients.ses.send(new ListReceiptRuleSetsCommand({})),
          clients.iam.send(new ListRolesCommand({})),
          clients.apiGateway.send(new GetRestApisCommand({})),
          clients.logs.send(new DescribeLogGroupsCommand({})),
        ]);
        const all = [
          ...(functions.Functions ?? []).map(({ FunctionName }) => ['function', FunctionName]),
          ...(rules.Rules ?? []).map(({ Name }) => ['rule', Name]),
          ...(sets.RuleSets ?? []).map(({ Name }) => ['rule set', Name]),
          ...(apis.items ?? []).map((one) => ['api', one.name]),
          ...(groups.logGroups ?? []).map((one) => ['log group', one.logGroupName]),
          ...(roles.Roles ?? []).map((role) => ['role', role.RoleName]),
        ];
        return all.flatMap(([kind = '', name = '']) => (name.includes(functionName) ? [kind] : []));
      },
    });
  } finally {
    free.push(region);
    clients.destroy();
    await proxy.close();
  }
}

/** Nothing is found any more where a removal before has come to its end. */
async function untilSettled(run: Promise<void>): Promise<void> {
  await run.catch((error: unknown) => {
    assert.ok(isFailure(error) || isCancellation(error), inspect(error, { depth: 8 }));
  });
}

describe('the removal of a function', function () {
  this.timeout(120_000);
  const run = limited(8);

  before(async () => {
    ministack = await startMinistack();
  });
  after(() => ministack.stop());

  it('makes the calls that are disturbed below, and leaves nothing at the endpoint', async () => {
    await inScene(async ({ proxy, remove, left }) => {
      assert.equal((await left()).length, 6);
      await remove();
      assert.deepEqual(await left(), []);
      const called = [...new Set(proxy.calls.map(({ operation }) => operation))];
      assert.deepEqual(called.filter((one) => !isWrite(one)).sort(), [...calls].sort());
      assert.deepEqual(called.filter(isWrite), writes);
    });
  });

  it('undoes a whole deploy with its warm-up and e-mail rule, and the next deploy starts anew', async () => {
    const proxy = await startAwsProxy({ upstream: ministack.url, strict: { createMs: 5, updateMs: 5 } });
    const functionName = 'calc-deployed';
    const world = await DeployWorld.create(functionName, proxy.url);
    const { clock, connection } = world;
    const { region } = connection;
    const options = { signal: new AbortController().signal };
    try {
      await world.deploy();
      const warm = { schedule: 'rate(5 minutes)', enabled: true, input: undefined };
      const on = await planWarmUpOn({ functionName, alias: 'DEV' }, warm, connection, options);
      await carryOutWarmUp(on.steps, { connection, clock }, options);
      const email = { functionName, alias: 'DEV', ruleSet: functionName, recipients: ['a@example.com'] };
      const mail = await planEmail({ ...email, manifestFile: '' }, { connection, clock }, options);
      await carryOutEmail(mail.steps, { connection, clock }, options);
      const identity = await connection.identity.callerIdentity(options);
      const context = { connection, clock, ...options };
      const { live } = await readBelongings(functionName, identity.accountId, undefined, context);
      const items = planRemoval(live, { functionName, identity, region });
      await carryOutRemoval(functionName, removalSteps(items), { connection, clock }, options);
      const { catalog, roles, email: mails, triggers } = connection;
      assert.deepEqual((await catalog.listFunctions(undefined, options)).functions, []);
      assert.equal(await roles.readRole(`${functionName}-role`, options), undefined);
      assert.equal(await mails.readRuleSet(functionName, options), undefined);
      assert.equal(await triggers.readRule(on.rule, options), undefined);
      await world.deploy();
      assert.equal((await catalog.listFunctions(undefined, options)).functions.length, 1);
    } finally {
      await world.dispose();
      await proxy.close();
    }
  });

  it('touches nothing that is not ticked', async () => {
    await inScene(async ({ remove, left }) => {
      await remove(goesByItself);
      assert.deepEqual(await left(), ['rule set', 'log group', 'role']);
      await remove();
      // Which set it was is not known any more without the function's permission.
      assert.deepEqual(await left(), ['rule set']);
    });
  });

  const converges = async ({ proxy, remove, left }: Scene) => {
    proxy.reset();
    await remove().catch((error: unknown) => {
      assert.ok(isFailure(error, 'removal.functionMissing'), inspect(error));
    });
    assert.deepEqual(await left(), []);
  };

  for (const call of [...calls, ...writes]) {
    for (const fault of isWrite(call) ? faults : readFaults) {
      for (const times of [1, Infinity]) {
        const started = run(() =>
          inScene(async (scene) => {
            scene.proxy.failNth(call, 1, fault, { times });
            await untilSettled(scene.remove());
            assert.ok(scene.proxy.count(call) > 0, 'the call was not made');
            await converges(scene);
          }),
        );
        it(`${call}: ${JSON.stringify(fault)} ${times === 1 ? 'once' : 'until it gives up'}`, started);
      }
    }
  }

  for (const [step, write] of writes.entries()) {
    const started = run(() =>
      inScene(async (scene) => {
        const controller = new AbortController();
        const onStep = (index: number) => {
          // In the middle of the step: its call is under way.
          if (index === step) setTimeout(() => controller.abort(), 3);
        };
        await untilSettled(scene.remove(undefined, { signal: controller.signal, onStep }));
        await converges(scene);
      }),
    );
    it(`cancelled at ${write}`, started);
  }
});
