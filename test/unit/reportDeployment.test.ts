import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { reportPlan, reportResult, resultSentence } from '../../src/workflows/reportDeployment.ts';
import { carryOutDeployment } from '../../src/workflows/carryOutDeployment.ts';
import { archiveOf, deploy, planFor, sayHi } from '../support/deploymentFixtures.ts';
import { FakeAws, fakeClock } from '../support/fakeAws.ts';

const archive = archiveOf('sha-one');
const signal = new AbortController().signal;

describe('the report of a deploy', () => {
  it('has ARN, version, alias, what was skipped and how long each step took', async () => {
    const aws = new FakeAws();
    await deploy(aws, sayHi(), archive, fakeClock());
    const planned = await planFor(aws, sayHi({ timeout: 20 }), archive);
    const dependencies = { connection: aws.connection, clock: fakeClock() };
    const result = await carryOutDeployment(planned, dependencies, { signal });
    assert.equal(
      reportResult(planned, result, '123456789012 · eu-west-1'),
      `# say_hi · 123456789012 · eu-west-1

Deployed in 100 ms.
arn:aws:lambda:eu-west-1:123456789012:function:say_hi

  version    2
  alias      DEV → 2
  unchanged  role, code

# Steps

  100 ms  update the configuration of say_hi
    0 ms  publish a version of say_hi
    0 ms  move alias DEV

# Plan

= role say_hi_role: unchanged
~ function say_hi
    ~ timeout 10 s → 20 s
= code unchanged (1.2 KB)
+ version: published from $LATEST
~ alias DEV: 1 → the new version
`,
    );
    assert.equal(resultSentence('say_hi', result), 'say_hi deployed: version 2, DEV → 2 (100 ms)');
  });

  it('has no columns for a function without version and alias', async () => {
    const aws = new FakeAws();
    const spec = sayHi({ publish: false, alias: undefined });
    const planned = await planFor(aws, spec, archive);
    const dependencies = { connection: aws.connection, clock: fakeClock() };
    const result = await carryOutDeployment(planned, dependencies, { signal });
    assert.match(reportResult(planned, result, 'sandbox'), /function:say_hi\n\n# Steps\n/);
    assert.equal(resultSentence('say_hi', result), 'say_hi deployed (100 ms)');
  });

  it('says of a plan how much is to do, and that nothing is', async () => {
    const aws = new FakeAws();
    assert.match(
      reportPlan(await planFor(aws, sayHi(), archive), 'sandbox'),
      /\n6 steps\. Nothing is written/,
    );
    await deploy(aws, sayHi(), archive, fakeClock());
    assert.match(
      reportPlan(await planFor(aws, sayHi(), archive), 'sandbox'),
      /\nNothing to do: everything is/,
    );
  });
});
