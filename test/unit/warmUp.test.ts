import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { renderLines } from '../../src/core/deployment/planText.ts';
import { isCancellation, isFailure } from '../../src/core/failures/failure.ts';
import type { WarmUpSpec } from '../../src/core/warmUp/warmUpPlan.ts';
import { warmUpRuleName, warmUpStatementId, warmUpTargetId } from '../../src/core/warmUp/warmUpNames.ts';
import { permissionState } from '../../src/core/warmUp/warmUpPermission.ts';
import { warmUpLines } from '../../src/core/warmUp/warmUpText.ts';
import { carryOutWarmUp } from '../../src/workflows/warmUp/carryOutWarmUp.ts';
import { planToRemove, planToTurnOff, planWarmUpOn } from '../../src/workflows/warmUp/planWarmUp.ts';
import type { PlannedWarmUp, WarmUpTarget } from '../../src/workflows/warmUp/planWarmUp.ts';
import { failure, FakeAws, fakeClock } from '../support/fakeAws.ts';

const options = { signal: new AbortController().signal };
const target: WarmUpTarget = { functionName: 'calc', alias: 'PROD', manifestFile: '/w/lambda.json' };
const rule = 'lambda-workbench-warm-calc.PROD';
const ruleArn = `arn:aws:events:eu-west-1:123456789012:rule/${rule}`;
const targetArn = 'arn:aws:lambda:eu-west-1:123456789012:function:calc:PROD';
const spec: WarmUpSpec = { schedule: 'rate(5 minutes)', enabled: undefined, input: undefined };
const on: WarmUpSpec = { ...spec, enabled: true };

/** A function `calc` with the alias PROD on version 1. */
async function deployed(): Promise<FakeAws> {
  const aws = new FakeAws();
  const { functions } = aws.connection;
  const archive = { file: '', sha256: 'a', size: 1, unzippedSize: 1 };
  await functions.createFunction({ functionName: 'calc', archive }, options);
  await functions.createAlias('calc', 'PROD', '1', options);
  aws.writes.length = 0;
  return aws;
}
const plan = (aws: FakeAws, wanted = on, of = target) => planWarmUpOn(of, wanted, aws.connection, options);
const carryOut = (aws: FakeAws, { steps }: PlannedWarmUp, signal = options.signal) =>
  carryOutWarmUp(steps, { connection: aws.connection, clock: fakeClock() }, { signal });
async function turnOn(aws: FakeAws, wanted = on): Promise<string[]> {
  aws.writes.length = 0;
  await carryOut(aws, await plan(aws, wanted));
  return [...aws.writes];
}

describe('names of a warm-up', () => {
  it('are the same every time, keep function and alias apart, and fit', () => {
    assert.equal(warmUpRuleName('calc', undefined), 'lambda-workbench-warm-calc');
    assert.equal(warmUpRuleName('calc', 'PROD'), rule);
    assert.notEqual(warmUpRuleName('calc-PROD', undefined), rule);
    const long = warmUpRuleName('f'.repeat(64), 'A'.repeat(128));
    assert.match(long, /^lambda-workbench-warm-f{33}-[0-9a-f]{8}$/);
    assert.notEqual(long, warmUpRuleName('f'.repeat(64), `${'A'.repeat(127)}B`));
    assert.match(warmUpStatementId('A'.repeat(128)), /^[a-zA-Z0-9-_]{100}$/);
  });
});

describe('the permission of a rule', () => {
  const statement = (change = {}) => ({
    Sid: 'x',
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: targetArn,
    Condition: { ArnLike: { 'AWS:SourceArn': ruleArn } },
    ...change,
  });
  const state = (...statements: ReturnType<typeof statement>[]) =>
    permissionState({ Version: '2012-10-17', Statement: statements }, 'ours', ruleArn);

  it('is there whoever wrote it, and not when it is bounded otherwise', () => {
    assert.equal(state(statement()), 'there');
    assert.equal(state(statement({ Condition: { ArnEquals: { 'aws:SourceArn': [ruleArn] } } })), 'there');
    for (const change of [
      { Effect: 'Deny' },
      { Principal: { Service: 's3.amazonaws.com' } },
      { Action: 'lambda:GetFunction' },
      { Condition: { ArnLike: { 'AWS:SourceArn': `${ruleArn}2` } } },
      { Condition: { ArnLike: { 'AWS:SourceArn': ruleArn }, StringEquals: { 'AWS:SourceAccount': '1' } } },
    ]) {
      assert.equal(state(statement(change)), 'missing', JSON.stringify(change));
      assert.equal(state(statement({ ...change, Sid: 'ours' })), 'different');
    }
    assert.equal(permissionState(undefined, 'ours', ruleArn), 'missing');
  });
});

describe('a warm-up rule', () => {
  it('is made with permission and target, and nothing is written the second time', async () => {
    const aws = await deployed();
    const planned = await plan(aws);
    assert.equal(
      renderLines(warmUpLines(planned.steps)),
      `+ rule ${rule}\n    + every 5 minutes (rate(5 minutes))\n    + on\n+ permission for the rule to run calc:PROD\n+ target calc:PROD`,
    );
    assert.deepEqual(await turnOn(aws), ['PutRule', 'AddPermission', 'PutTargets']);
    assert.deepEqual(aws.triggers.rules.get(rule), {
      targets: [],
      schedule: 'rate(5 minutes)',
      enabled: true,
    });
    assert.deepEqual(aws.triggers.targets.get(rule), [
      { id: warmUpTargetId, arn: targetArn, input: undefined },
    ]);
    assert.deepEqual(await turnOn(aws), []);
  });

  it('stays off where the manifest does not say, and is on when it is new', async () => {
    const aws = await deployed();
    await turnOn(aws, spec);
    assert.equal(aws.triggers.rules.get(rule)?.enabled, true);
    await carryOut(aws, await planToTurnOff(target, aws.connection, options));
    assert.deepEqual(await turnOn(aws, spec), []);
    assert.deepEqual(await turnOn(aws, { ...spec, schedule: 'rate(1 hour)' }), ['PutRule']);
    assert.equal(aws.triggers.rules.get(rule)?.enabled, false);
    assert.deepEqual(await turnOn(aws, { ...on, schedule: 'rate(1 hour)' }), ['PutRule']);
    assert.equal(aws.triggers.rules.get(rule)?.enabled, true);
  });

  it('writes only what differs, and says it', async () => {
    const aws = await deployed();
    await turnOn(aws);
    const changed = await plan(aws, {
      schedule: 'cron(0 8 ? * MON-FRI *)',
      enabled: false,
      input: { warm: true },
    });
    assert.equal(
      renderLines(warmUpLines(changed.steps)),
      `~ rule ${rule}\n    ~ rate(5 minutes) → at 08:00 UTC on weekdays (cron(0 8 ? * MON-FRI *))\n    ~ on → off\n~ target calc:PROD\n    + input from the manifest`,
    );
    await carryOut(aws, changed);
    assert.equal(aws.triggers.targets.get(rule)?.[0]?.input, '{"warm":true}');
    const kept = { schedule: 'cron(0 8 ? * MON-FRI *)', enabled: undefined, input: undefined };
    assert.deepEqual(await turnOn(aws, kept), [], 'an input that the manifest does not name stays');
  });

  it('replaces a statement that has our id and allows something else, and leaves all others', async () => {
    const aws = await deployed();
    await turnOn(aws);
    const Statement = [
      { Sid: 'theirs', Effect: 'Allow' },
      { Sid: warmUpStatementId('PROD'), Effect: 'Deny' },
    ];
    aws.triggers.policies.set('calc:PROD', { Version: '2012-10-17', Statement });
    assert.match(renderLines(warmUpLines((await plan(aws)).steps)), /^~ permission .*: replaced$/);
    assert.deepEqual(await turnOn(aws), ['RemovePermission', 'AddPermission']);
    assert.match(JSON.stringify(aws.triggers.policies.get('calc:PROD')), /"theirs"/);
    assert.deepEqual(await turnOn(aws), []);
  });

  it('cannot be planned without its function or its alias, and says what to do', async () => {
    const aws = await deployed();
    await assert.rejects(plan(aws, on, { ...target, functionName: 'other' }), (error) => {
      assert.ok(isFailure(error, 'warmUp.functionMissing'));
      assert.deepEqual(
        error.actions.map(({ title }) => title),
        ['Deploy Function…'],
      );
      return true;
    });
    await assert.rejects(plan(aws, on, { ...target, alias: 'DEV' }), (error) => {
      assert.ok(isFailure(error, 'warmUp.aliasMissing'));
      assert.match(error.message, /^calc has no alias DEV/);
      assert.deepEqual(
        error.actions.map(({ title }) => title),
        ['Create Alias…'],
      );
      return true;
    });
    assert.deepEqual(aws.writes, []);
  });

  it('is not even read in another account or region than its manifest pins', async () => {
    const aws = await deployed();
    const elsewhere = [
      [{ accountId: '210987654321' }, 'deploy.wrongAccount'],
      [{ region: 'us-east-1' }, 'deploy.wrongRegion'],
    ] as const;
    for (const [pins, code] of elsewhere) {
      const pinned = { ...target, ...pins };
      await assert.rejects(plan(aws, on, pinned), { code });
      await assert.rejects(planToTurnOff(pinned, aws.connection, options), { code });
      await assert.rejects(planToRemove(pinned, aws.connection, options), { code });
    }
    assert.deepEqual(aws.reads, []);
  });

  it('is removed with targets and permission, in the order that AWS wants; other rules stay', async () => {
    const aws = await deployed();
    await turnOn(aws);
    aws.triggers.rules.set('theirs', { schedule: 'rate(1 day)', enabled: true, targets: [targetArn] });
    const planned = await planToRemove(target, aws.connection, options);
    assert.equal(
      renderLines(warmUpLines(planned.steps)),
      `- target calc:PROD\n- rule ${rule}\n- permission for the rule to run calc:PROD`,
    );
    aws.writes.length = 0;
    await carryOut(aws, planned);
    assert.deepEqual(aws.writes, ['RemoveTargets', 'DeleteRule', 'RemovePermission']);
    assert.deepEqual([...aws.triggers.rules.keys()], ['theirs']);
    assert.equal(aws.triggers.policies.has('calc:PROD'), false);
    await assert.rejects(planToRemove(target, aws.connection, options), { code: 'warmUp.ruleMissing' });
    await assert.rejects(planToTurnOff(target, aws.connection, options), { code: 'warmUp.ruleMissing' });
  });

  it('goes on from where a removal stopped', async () => {
    const aws = await deployed();
    await turnOn(aws);
    aws.triggers.rules.delete(rule);
    aws.triggers.targets.delete(rule);
    const planned = await planToRemove(target, aws.connection, options);
    assert.deepEqual(
      planned.steps.map(({ kind }) => kind),
      ['removePermission'],
    );
  });

  const journeys = {
    on: { plan: (aws: FakeAws) => plan(aws), writes: ['PutRule', 'AddPermission', 'PutTargets'] },
    off: {
      plan: async (aws: FakeAws) => {
        await turnOn(aws);
        return planToTurnOff(target, aws.connection, options);
      },
      writes: ['DisableRule'],
    },
    removed: {
      plan: async (aws: FakeAws) => {
        await turnOn(aws);
        return planToRemove(target, aws.connection, options);
      },
      writes: ['RemoveTargets', 'DeleteRule', 'RemovePermission'],
    },
  };
  for (const [name, journey] of Object.entries(journeys)) {
    for (const [index, write] of journey.writes.entries()) {
      it(`${name}: a refused ${write} stops there, says what was done, and the next run goes on`, async () => {
        const aws = await deployed();
        const planned = await journey.plan(aws);
        aws.writes.length = 0;
        aws.fault = (operation) =>
          operation === write ? { when: 'before', error: failure('aws.accessDenied') } : undefined;
        await assert.rejects(carryOut(aws, planned), (error) => {
          assert.ok(isFailure(error, 'warmUp.stepFailed'));
          const expected =
            index === 0 ? /Nothing of the warm-up was changed/ : /Done before: .*continues from here/;
          assert.match(error.message, expected);
          return true;
        });
        assert.deepEqual(aws.writes, journey.writes.slice(0, index + 1));
        aws.fault = () => undefined;
        aws.writes.length = 0;
        const again =
          name === 'on'
            ? await plan(aws)
            : name === 'off'
              ? await planToTurnOff(target, aws.connection, options)
              : await planToRemove(target, aws.connection, options);
        await carryOut(aws, again);
        assert.deepEqual(aws.writes, journey.writes.slice(index));
      });

      it(`${name}: finds out what became of a ${write} whose answer was lost`, async () => {
        const aws = await deployed();
        const planned = await journey.plan(aws);
        for (const when of ['before', 'after'] as const) {
          let faults = 1;
          aws.fault = (operation) =>
            operation === write && faults-- > 0 ? { when, error: failure('aws.uncertain') } : undefined;
          await carryOut(aws, planned);
          if (name === 'on') assert.deepEqual((await plan(aws)).steps, []);
        }
      });

      it(`${name}: cancelled at ${write}, it stops and has told what was done`, async () => {
        const aws = await deployed();
        const { steps } = await journey.plan(aws);
        const controller = new AbortController();
        const done: string[] = [];
        const carrying = carryOutWarmUp(
          steps,
          { connection: aws.connection, clock: fakeClock() },
          {
            signal: controller.signal,
            onStep: (_text, at) => {
              if (at === index) controller.abort();
            },
            onDone: (text) => done.push(text),
          },
        );
        await assert.rejects(carrying, isCancellation);
        assert.equal(done.length, index);
      });
    }
  }

  it('reads the permission back, and fails when it is not there: the rule would fire in vain', async () => {
    const aws = await deployed();
    aws.triggers.forgetsPermissions = true;
    await assert.rejects(turnOn(aws), (error) => {
      assert.ok(isFailure(error, 'warmUp.stepFailed'));
      assert.ok(isFailure(error.cause, 'warmUp.permissionNotKept'));
      return true;
    });
    assert.deepEqual(aws.writes, ['PutRule', 'AddPermission']);
  });

  it('takes a permission that somebody made meanwhile, if it is the same', async () => {
    const aws = await deployed();
    const planned = await plan(aws);
    await turnOn(aws);
    await carryOut(aws, planned);
    assert.deepEqual((await plan(aws)).steps, []);
    await carryOut(aws, await planToRemove(target, aws.connection, options));
    const Statement = [{ Sid: warmUpStatementId('PROD'), Effect: 'Deny' }];
    aws.triggers.policies.set('calc:PROD', { Version: '2012-10-17', Statement });
    await assert.rejects(carryOut(aws, planned), { code: 'warmUp.stepFailed' });
    assert.deepEqual(aws.triggers.policies.get('calc:PROD'), { Version: '2012-10-17', Statement });
  });
});
