import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isCancellation, isFailure } from '../../src/core/failures/failure.ts';
import type { FunctionSpec } from '../../src/core/deployment/functionSpec.ts';
import { archiveOf, deploy, planFor, sayHi } from '../support/deploymentFixtures.ts';
import { carryOutDeployment } from '../../src/workflows/carryOutDeployment.ts';
import { failure, FakeAws, fakeClock } from '../support/fakeAws.ts';
import type { Fault } from '../support/fakeAws.ts';

const v1 = archiveOf('sha-one');
const v2 = archiveOf('sha-two');
const changed = sayHi({
  timeout: 20,
  environment: { set: { GREETING: 'hi', FROM: 'a@b' }, keep: [], empty: [], exact: false, leftOut: [] },
});

/** The state of a first deploy, or of a first deploy and an update, that nothing disturbed. */
async function undisturbed(update: boolean): Promise<FakeAws> {
  const aws = new FakeAws();
  await deploy(aws, sayHi(), v1, fakeClock());
  if (update) await deploy(aws, changed, v2, fakeClock());
  aws.writes.length = 0;
  aws.reads.length = 0;
  return aws;
}

describe('carrying out a deployment', () => {
  it('creates role, policies, function, version and alias in AWS’s order', async () => {
    const aws = new FakeAws();
    const result = await deploy(aws, sayHi(), v1, fakeClock());
    assert.deepEqual(aws.writes, [
      'CreateRole',
      'PutRolePolicy',
      'AttachRolePolicy',
      'CreateFunction',
      'PublishVersion',
      'CreateAlias',
    ]);
    assert.equal(result.functionArn, 'arn:aws:lambda:eu-west-1:123456789012:function:say_hi');
    assert.equal(result.version, '1');
    assert.deepEqual(result.alias, { name: 'DEV', version: '1' });
    assert.equal(result.steps.length, 6);
    assert.deepEqual(result.skipped, []);
  });

  it('gives an alias no version that was not proved, and says what was done before', async () => {
    const aws = await undisturbed(false);
    const asked: string[] = [];
    const carrying = carryOutDeployment(
      await planFor(aws, changed, v2),
      { connection: aws.connection, clock: fakeClock() },
      {
        signal: new AbortController().signal,
        prove: (alias, version) => {
          asked.push(`${alias} ${version}`);
          return Promise.reject(failure('alias.smokeTestFailed'));
        },
      },
    );
    await assert.rejects(carrying, /Could not move alias DEV: .*Done before: .*publish a version/);
    assert.deepEqual(asked, ['DEV 2']);
    assert.equal(aws.functions.get('say_hi')?.aliases.get('DEV')?.functionVersion, '1');
  });

  it('makes no write and a handful of reads when nothing changed', async () => {
    const aws = await undisturbed(false);
    const result = await deploy(aws, sayHi(), v1, fakeClock());
    assert.deepEqual(aws.writes, []);
    assert.ok(aws.reads.length <= 6, aws.reads.join(', '));
    assert.deepEqual(result.skipped, ['role', 'configuration', 'code', 'version', 'alias DEV']);
    assert.equal(result.version, '1');
  });

  it('updates configuration before code, and publishes what changed', async () => {
    const aws = await undisturbed(false);
    await deploy(aws, changed, v2, fakeClock());
    assert.deepEqual(aws.writes, [
      'UpdateFunctionConfiguration',
      'UpdateFunctionCode',
      'PublishVersion',
      'UpdateAlias',
    ]);
    assert.deepEqual(aws.functions.get('say_hi')?.latest.environment, { GREETING: 'hi', FROM: 'a@b' });
  });

  it('waits for a role that Lambda cannot assume yet, and says so', async () => {
    const aws = new FakeAws();
    aws.roleRefusals = 6;
    const clock = fakeClock();
    const said: string[] = [];
    await deploy(aws, sayHi(), v1, clock, {
      onProgress: (progress) => {
        if (progress.kind === 'waiting') said.push(progress.text);
      },
    });
    assert.match(said.join('\n'), /Role say_hi_role cannot be assumed by Lambda yet\. Waiting \(\d+ s\)…/);
  });

  it('gives up on a role after five minutes with a sentence that says what to check', async () => {
    const aws = new FakeAws();
    aws.roleRefusals = Infinity;
    const clock = fakeClock();
    await assert.rejects(
      deploy(aws, sayHi(), v1, clock),
      /cannot assume the role say_hi_role after 300 s.*Done before: create role/s,
    );
    assert.ok(clock.slept >= 300_000 && clock.slept < 310_000);
  });

  it('reports somebody else’s change and overwrites nothing', async () => {
    const aws = await undisturbed(false);
    const planned = await planFor(aws, changed, v2);
    aws.changeBehindOurBack('say_hi', { memorySize: 512 });
    const carrying = carryOutDeployment(
      planned,
      { connection: aws.connection, clock: fakeClock() },
      { signal: new AbortController().signal },
    );
    await assert.rejects(carrying, /say_hi was changed by someone else after the plan was made/);
    assert.equal(aws.functions.get('say_hi')?.latest.timeout, 10);
    assert.equal(aws.functions.get('say_hi')?.latest.memorySize, 512);
  });

  it('reports a change between planning and the end of an update that was under way', async () => {
    const aws = await undisturbed(false);
    const record = aws.functions.get('say_hi');
    assert.ok(record);
    record.pendingReads = 2;
    const planned = await planFor(aws, changed, v2);
    assert.equal(planned.plan.steps[0]?.kind, 'waitForFunction');
    aws.changeBehindOurBack('say_hi', { memorySize: 512 });
    const carrying = carryOutDeployment(
      planned,
      { connection: aws.connection, clock: fakeClock() },
      { signal: new AbortController().signal },
    );
    await assert.rejects(carrying, /changed by someone else/);
  });

  for (const update of [false, true]) {
    const spec: FunctionSpec = update ? changed : sayHi();
    const archive = update ? v2 : v1;
    const operations = update
      ? [
          'GetFunctionConfiguration',
          'UpdateFunctionConfiguration',
          'UpdateFunctionCode',
          'PublishVersion',
          'UpdateAlias',
        ]
      : [
          'CreateRole',
          'PutRolePolicy',
          'AttachRolePolicy',
          'CreateFunction',
          'GetFunctionConfiguration',
          'PublishVersion',
          'CreateAlias',
        ];
    describe(update ? 'an update' : 'a first deploy', () => {
      for (const operation of operations) {
        for (const when of ['before', 'after'] as const) {
          it(`survives a lost answer of ${operation} (${when} it was carried out)`, async () => {
            const aws = await start(update);
            aws.fault = once(operation, when, 'aws.uncertain');
            await deploy(aws, spec, archive, fakeClock()).catch((error: unknown) =>
              assert.ok(isFailure(error)),
            );
            aws.fault = () => undefined;
            await deploy(aws, spec, archive, fakeClock());
            assert.deepEqual(aws.snapshot(), (await undisturbed(update)).snapshot());
          });
          it(`is finished by the next run when ${operation} keeps failing (${when})`, async () => {
            const aws = await start(update);
            aws.fault = (name) =>
              name === operation ? { when, error: failure('aws.uncertain') } : undefined;
            await deploy(aws, spec, archive, fakeClock()).catch((error: unknown) =>
              assert.ok(isFailure(error)),
            );
            aws.fault = () => undefined;
            await deploy(aws, spec, archive, fakeClock());
            assert.deepEqual(aws.snapshot(), (await undisturbed(update)).snapshot());
          });
        }
      }
      for (let step = 0; step < (update ? 4 : 6); step++) {
        it(`stops when cancelled at step ${step + 1}, and the next run continues`, async () => {
          const aws = await start(update);
          const controller = new AbortController();
          const cancelled = deploy(aws, spec, archive, fakeClock(), {
            signal: controller.signal,
            onProgress: (progress) => {
              if (progress.kind === 'step' && progress.index === step) controller.abort();
            },
          });
          await assert.rejects(cancelled, isCancellation);
          await deploy(aws, spec, archive, fakeClock());
          assert.deepEqual(aws.snapshot(), (await undisturbed(update)).snapshot());
        });
      }
    });
  }

  it('says which step failed, what was done, and what to do', async () => {
    const aws = new FakeAws();
    aws.fault = (operation) =>
      operation === 'PublishVersion' ? { when: 'before', error: failure('aws.accessDenied') } : undefined;
    await assert.rejects(deploy(aws, sayHi(), v1, fakeClock()), (error) => {
      assert.ok(isFailure(error, 'deploy.stepFailed'));
      assert.match(
        error.message,
        /^Could not publish a version of say_hi: .*Done before: create role say_hi_role, .*create function say_hi\. Deploying again continues from here\.$/,
      );
      assert.equal(error.actions.at(-1)?.title, 'Deploy Again');
      return true;
    });
  });
});

async function start(update: boolean): Promise<FakeAws> {
  return update ? undisturbed(false) : new FakeAws();
}

function once(operation: string, when: 'before' | 'after', code: string): Fault {
  let done = false;
  return (name) => {
    if (name !== operation || done) return undefined;
    done = true;
    return { when, error: failure(code) };
  };
}
