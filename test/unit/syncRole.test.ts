import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isCancellation, isFailure } from '../../src/core/failures/failure.ts';
import type { FunctionManifest } from '../../src/core/manifest/functionManifest.ts';
import { carryOutRole, planRoleAlone } from '../../src/workflows/syncRole.ts';
import { sayHi } from '../support/deploymentFixtures.ts';
import { failure, FakeAws, fakeClock } from '../support/fakeAws.ts';

const options = { signal: new AbortController().signal };
const role = () => {
  const { role: execution } = sayHi();
  assert.equal(execution.kind, 'managed');
  return execution.role;
};
const pinned = (pins: Pick<FunctionManifest, 'accountId' | 'region'>) => ({
  manifest: { functionName: 'say_hi', runtime: 'python3.13', handler: 'say_hi.lambda_handler', ...pins },
  manifestFile: '/w/lambda.json',
});

describe('an execution role by itself', () => {
  it('is created, and found equal the second time', async () => {
    const aws = new FakeAws();
    const first = await planRoleAlone(role(), undefined, aws.connection, options);
    await carryOutRole(first, { connection: aws.connection, clock: fakeClock() }, options);
    assert.deepEqual(aws.writes, ['CreateRole', 'PutRolePolicy', 'AttachRolePolicy']);
    const second = await planRoleAlone(role(), undefined, aws.connection, options);
    assert.deepEqual(second.steps, []);
  });

  it('is not even read in another account or region than its manifest pins', async () => {
    const aws = new FakeAws();
    const elsewhere = [
      [{ accountId: '210987654321' }, 'deploy.wrongAccount'],
      [{ region: 'us-east-1' }, 'deploy.wrongRegion'],
    ] as const;
    for (const [pins, code] of elsewhere) {
      await assert.rejects(planRoleAlone(role(), pinned(pins), aws.connection, options), { code });
    }
    assert.deepEqual(aws.reads, []);
    const here = pinned({ accountId: '123456789012', region: 'eu-west-1' });
    assert.equal((await planRoleAlone(role(), here, aws.connection, options)).steps.length, 3);
  });

  it('says which step failed, what was done, and does not offer to deploy', async () => {
    const aws = new FakeAws();
    const planned = await planRoleAlone(role(), undefined, aws.connection, options);
    aws.fault = (operation) =>
      operation === 'AttachRolePolicy' ? { when: 'before', error: failure('aws.accessDenied') } : undefined;
    const carrying = carryOutRole(planned, { connection: aws.connection, clock: fakeClock() }, options);
    await assert.rejects(carrying, (error) => {
      assert.ok(isFailure(error, 'role.stepFailed'));
      assert.match(
        error.message,
        /^Could not attach .*Done before: create role say_hi_role, put .*\. Running the command again continues/,
      );
      assert.deepEqual(error.actions, []);
      return true;
    });
  });

  it('stops when cancelled, having told what was done', async () => {
    const aws = new FakeAws();
    const planned = await planRoleAlone(role(), undefined, aws.connection, options);
    const controller = new AbortController();
    const done: string[] = [];
    const carrying = carryOutRole(
      planned,
      { connection: aws.connection, clock: fakeClock() },
      {
        signal: controller.signal,
        onStep: (_text, index) => {
          if (index === 1) controller.abort();
        },
        onDone: (text) => done.push(text),
      },
    );
    await assert.rejects(carrying, isCancellation);
    assert.deepEqual(done, ['create role say_hi_role']);
  });
});
