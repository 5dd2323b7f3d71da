import assert from 'node:assert/strict';
import {
  DescribeRuleCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { GetPolicyCommand, PublishVersionCommand } from '@aws-sdk/client-lambda';
import { before, describe, it } from 'mocha';
import { createConnectionOpener } from '../../src/aws/awsBundle.ts';
import { warmUpRuleName, warmUpTargetId } from '../../src/core/warmUp/warmUpNames.ts';
import type { WarmUpSpec } from '../../src/core/warmUp/warmUpPlan.ts';
import { systemClock } from '../../src/local/clock.ts';
import { readTriggers } from '../../src/workflows/import/readTriggers.ts';
import type { AwsConnection } from '../../src/workflows/ports.ts';
import { carryOutWarmUp } from '../../src/workflows/warmUp/carryOutWarmUp.ts';
import { planToRemove, planToTurnOff, planWarmUpOn } from '../../src/workflows/warmUp/planWarmUp.ts';
import type { PlannedWarmUp, WarmUpTarget } from '../../src/workflows/warmUp/planWarmUp.ts';
import { noHooks } from '../support/awsListenerConnection.ts';
import { isWrite } from '../support/awsOperations.ts';
import { createTestFunction } from '../support/awsTestClients.ts';
import { useStrictProxy } from '../support/strictProxy.ts';

// mocha limits the time; a timer started here would run while other files are tested.
const options = { signal: new AbortController().signal };
const spec: WarmUpSpec = { schedule: 'rate(5 minutes)', enabled: undefined, input: undefined };

describe('a warm-up rule against an emulator that is as strict as AWS', function () {
  this.timeout(60_000);
  const world = useStrictProxy({ createMs: 10, updateMs: 20 });
  let connection: AwsConnection;
  let target: WarmUpTarget;
  let rule: string;
  let arn: string;

  /** An alias on version 1, and a rule of somebody else for it. */
  before(async () => {
    const opener = createConnectionOpener({
      readFile: () => Promise.reject(new Error('no file is read')),
      environment: {},
    });
    connection = await opener.open({ sandbox: true, endpoint: world.proxy.url }, noHooks);
    const { lambda, eventBridge } = world.clients;
    const functionName = await createTestFunction(world.clients);
    await lambda.send(new PublishVersionCommand({ FunctionName: functionName }));
    await connection.aliases.createAlias(functionName, { name: 'PRODUCTION', version: '1' }, options);
    target = { functionName, alias: 'PRODUCTION' };
    rule = warmUpRuleName(functionName, 'PRODUCTION');
    arn = (await connection.functions.readFunction(functionName, undefined, options))?.arn ?? '';
    await eventBridge.send(new PutRuleCommand({ Name: 'theirs', ScheduleExpression: 'rate(1 day)' }));
    const Targets = [{ Id: 'one', Arn: `${arn}:PRODUCTION` }];
    await eventBridge.send(new PutTargetsCommand({ Rule: 'theirs', Targets }));
    world.proxy.reset();
  });

  async function carryOut({ steps }: PlannedWarmUp): Promise<string[]> {
    world.proxy.reset();
    await carryOutWarmUp(steps, { connection, clock: systemClock }, options);
    return world.proxy.calls.map(({ operation }) => operation).filter(isWrite);
  }
  const turnOn = async (wanted: WarmUpSpec = { ...spec, enabled: true }) =>
    carryOut(await planWarmUpOn(target, wanted, connection, options));
  const live = () => world.clients.eventBridge.send(new DescribeRuleCommand({ Name: rule }));
  const statements = async () => {
    const FunctionName = target.functionName;
    const asked = new GetPolicyCommand({ FunctionName, Qualifier: target.alias });
    const { Policy = '' } = await world.clients.lambda.send(asked);
    return (JSON.parse(Policy) as { Statement: Record<string, unknown>[] }).Statement;
  };

  it('is made with its target and the permission of the alias, which lets this rule and no other run it', async () => {
    assert.deepEqual(await turnOn(), ['PutRule', 'AddPermission', 'PutTargets']);
    const { ScheduleExpression, State, Arn } = await live();
    assert.deepEqual([ScheduleExpression, State], ['rate(5 minutes)', 'ENABLED']);
    const { Targets } = await world.clients.eventBridge.send(new ListTargetsByRuleCommand({ Rule: rule }));
    assert.deepEqual(Targets, [{ Id: warmUpTargetId, Arn: `${arn}:PRODUCTION` }]);
    const [permission, ...others] = await statements();
    assert.deepEqual(others, []);
    assert.deepEqual(permission?.['Condition'], { ArnLike: { 'AWS:SourceArn': Arn } });
    assert.deepEqual(permission['Principal'], { Service: 'events.amazonaws.com' });
    assert.equal(permission['Resource'], `${arn}:PRODUCTION`);
  });

  it('is found equal the second time: no write', async () => {
    assert.deepEqual(await turnOn(), []);
    assert.deepEqual(await turnOn(spec), []);
  });

  it('is shown among the triggers of the function, beside the rule of somebody else', async () => {
    const { functionName } = target;
    const found = await readTriggers(functionName, arn, ['PRODUCTION'], connection.triggers, options);
    assert.deepEqual(
      found.rules.map(({ name, alias, enabled }) => [name, alias, enabled]),
      [
        [rule, 'PRODUCTION', true],
        ['theirs', 'PRODUCTION', true],
      ],
    );
  });

  it('stays off when it was turned off and the manifest does not say, also with another schedule', async () => {
    assert.deepEqual(await carryOut(await planToTurnOff(target, connection, options)), ['DisableRule']);
    assert.equal((await live()).State, 'DISABLED');
    assert.deepEqual(await turnOn(spec), []);
    assert.deepEqual(await turnOn({ ...spec, schedule: 'cron(0 8 ? * MON-FRI *)' }), ['PutRule']);
    const { State, ScheduleExpression } = await live();
    assert.deepEqual([State, ScheduleExpression], ['DISABLED', 'cron(0 8 ? * MON-FRI *)']);
    assert.deepEqual(await turnOn(), ['PutRule']);
    assert.equal((await live()).State, 'ENABLED');
  });

  it('keeps of its target what is not ours, and gives it the input of the manifest', async () => {
    const RetryPolicy = { MaximumRetryAttempts: 0 };
    const Targets = [{ Id: warmUpTargetId, Arn: `${arn}:PRODUCTION`, RetryPolicy }];
    await world.clients.eventBridge.send(new PutTargetsCommand({ Rule: rule, Targets }));
    assert.deepEqual(await turnOn({ ...spec, input: { warm: true } }), ['PutTargets']);
    const answer = await world.clients.eventBridge.send(new ListTargetsByRuleCommand({ Rule: rule }));
    assert.deepEqual(answer.Targets, [{ ...Targets[0], Input: '{"warm":true}' }]);
  });

  it('says a schedule that EventBridge refuses as a sentence', async () => {
    await assert.rejects(turnOn({ ...spec, schedule: 'rate(5 seconds)' }), (error: Error) => {
      assert.match(error.message, /^Could not update rule .*ScheduleExpression is not valid/);
      return true;
    });
  });

  for (const fault of ['dropBefore', 'dropAfter', '500After'] as const) {
    it(`is removed whole, also when an answer is lost (${fault})`, async () => {
      await turnOn();
      for (const operation of ['RemoveTargets', 'DeleteRule', 'RemovePermission']) {
        const planned = await planToRemove(target, connection, options);
        if (planned.steps.length === 3) world.proxy.failNth(operation, 1, fault);
      }
      const planned = await planToRemove(target, connection, options);
      await carryOutWarmUp(planned.steps, { connection, clock: systemClock }, options);
      const { Rules = [] } = await world.clients.eventBridge.send(new ListRulesCommand({}));
      assert.deepEqual(
        Rules.map(({ Name }) => Name),
        ['theirs'],
        'the rule of somebody else stays',
      );
      await assert.rejects(statements(), { name: 'ResourceNotFoundException' });
      await assert.rejects(planToRemove(target, connection, options), { code: 'warmUp.ruleMissing' });
      const theirs = await world.clients.eventBridge.send(new ListTargetsByRuleCommand({ Rule: 'theirs' }));
      assert.equal(theirs.Targets?.length, 1);
    });
  }
});
