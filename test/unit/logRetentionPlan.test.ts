import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { planLines, renderLines } from '../../src/core/deployment/planText.ts';
import { Failure } from '../../src/core/failures/failure.ts';
import { parseManifest } from '../../src/core/manifest/parseManifest.ts';
import { archiveOf, deploy, planFor, sayHi } from '../support/deploymentFixtures.ts';
import { FakeAws, fakeClock } from '../support/fakeAws.ts';

const own = '/aws/lambda/say_hi';
const spec = sayHi({ retentionDays: 30 });
const archive = archiveOf('sha-one');

describe('the plan of how long a log is kept', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = new FakeAws();
    await deploy(aws, sayHi(), archive, fakeClock());
  });

  /** The lines about the log, the kinds of steps, and of risks. */
  async function planned(): Promise<[string, string[], string[]]> {
    const { plan } = await planFor(aws, spec, archive);
    const text = renderLines(planLines(plan).filter((line) => /log|older/.test(line.text)));
    return [text, plan.steps.map(({ kind }) => kind), plan.risks.map(({ kind }) => kind)];
  }

  it('makes the group where the function has not run yet', async () => {
    const [text, ...rest] = await planned();
    assert.equal(text, '+ log group /aws/lambda/say_hi, kept 30 days');
    assert.deepEqual(rest, [['setLogRetention'], []]);
  });

  it('is a risk where entries are deleted, and none where they are kept longer', async () => {
    aws.logs.groups.set(own, undefined);
    assert.deepEqual(await planned(), [
      '~ log /aws/lambda/say_hi kept for ever → 30 days\n    - what is older than 30 days',
      ['setLogRetention'],
      ['configuration'],
    ]);
    aws.logs.groups.set(own, 7);
    assert.deepEqual(await planned(), [
      '~ log /aws/lambda/say_hi kept 7 days → 30 days',
      ['setLogRetention'],
      [],
    ]);
  });

  it('is nothing where it is so already, or may not be read', async () => {
    aws.logs.groups.set(own, 30);
    assert.deepEqual(await planned(), ['= log kept 30 days: unchanged', [], []]);
    aws.fault = (operation) =>
      operation === 'DescribeLogGroups'
        ? { when: 'before', error: new Failure('aws.accessDenied', 'May not.') }
        : undefined;
    const [text, steps] = await planned();
    assert.match(text, /^= log: may not be read \(logs:DescribeLogGroups\)/);
    assert.deepEqual(steps, []);
  });

  it('is of the group that the function writes to', async () => {
    const record = aws.functions.get('say_hi');
    assert.ok(record);
    record.latest = { ...record.latest, logGroup: 'shared' };
    aws.logs.groups.set('shared', 7);
    await deploy(aws, spec, archive, fakeClock());
    assert.equal(aws.logs.groups.get('shared'), 30);
    assert.equal(aws.logs.groups.has(own), false);
  });

  it('takes the group that Lambda made meanwhile', async () => {
    aws.fault = (operation) => {
      if (operation === 'CreateLogGroup') aws.logs.groups.set(own, undefined);
      return undefined;
    };
    await deploy(aws, spec, archive, fakeClock());
    assert.equal(aws.logs.groups.get(own), 30);
  });

  it('takes the days of AWS only', () => {
    const text = JSON.stringify({
      functionName: 'calc',
      runtime: 'python3.13',
      handler: 'a.b',
      logs: { retentionDays: 31 },
    });
    const { problems } = parseManifest(text);
    assert.match(problems[0]?.message ?? '', /^logs\.retentionDays must be one of 1, 3, 5, .*3653\.$/);
  });
});
