import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { policyForPlan } from '../../src/core/deployment/planPolicy.ts';
import { mustConfirm } from '../../src/core/deployment/planRisks.ts';
import { planLines, renderLines } from '../../src/core/deployment/planText.ts';
import type { FunctionSpec } from '../../src/core/deployment/functionSpec.ts';
import { archiveOf, deploy, planFor, sayHi, sendEmail } from '../support/deploymentFixtures.ts';
import { failure, FakeAws, fakeClock } from '../support/fakeAws.ts';

const v1 = archiveOf('sha-one');
const v2 = archiveOf('sha-two');
const environment = (
  set: Record<string, string>,
  more: Partial<NonNullable<FunctionSpec['environment']>> = {},
) => ({
  environment: { set, keep: [], empty: [], exact: false, leftOut: [], ...more },
});

async function deployed(spec = sayHi()): Promise<FakeAws> {
  const aws = new FakeAws();
  await deploy(aws, spec, v1, fakeClock());
  return aws;
}

async function text(aws: FakeAws, spec: FunctionSpec, archive = v1): Promise<string> {
  return renderLines(planLines((await planFor(aws, spec, archive)).plan));
}

describe('a deployment plan', () => {
  it('never empties a variable that the environment file merely lists', async () => {
    const aws = await deployed(sayHi(environment({ TOKEN: 'live' })));
    const spec = sayHi(environment({}, { empty: ['TOKEN', 'NEW'] }));
    const { plan } = await planFor(aws, spec, v1);
    assert.match(await text(aws, spec), /= environment TOKEN: kept, the file has no value for it/);
    const [step] = plan.steps;
    assert.ok(step?.kind === 'updateConfiguration');
    assert.deepEqual(step.settings.environment, { TOKEN: 'live', NEW: '' });
    await deploy(aws, spec, v1, fakeClock());
    assert.deepEqual((await planFor(aws, spec, v1)).plan.steps, []);
  });

  it('of a new function reads as what is created', async () => {
    assert.equal(
      await text(new FakeAws(), sayHi({ versionDescription: 'a1b2c3d main' })),
      `+ role say_hi_role
    + trust policy
    + inline policy send_email
    + managed policy AWSLambdaBasicExecutionRole
+ function say_hi
    + runtime python3.13
    + handler say_hi.lambda_handler
    + timeout 10 s
    + role say_hi_role
    + environment GREETING
+ code 1.2 KB
+ version: published from $LATEST (a1b2c3d main)
+ alias DEV → the new version`,
    );
  });

  it('of an unchanged function has no step', async () => {
    const aws = await deployed();
    assert.deepEqual((await planFor(aws, sayHi(), v1)).plan.steps, []);
    assert.equal(
      await text(aws, sayHi()),
      `= role say_hi_role: unchanged
= function say_hi: configuration unchanged
= code unchanged (1.2 KB)
= alias DEV → 1: unchanged`,
    );
  });

  it('shows old and new, never an environment value', async () => {
    const aws = await deployed(sayHi(environment({ GREETING: 'hello', OLD: 'secret-1' })));
    const shown = await text(
      aws,
      sayHi({ timeout: 20, ...environment({ GREETING: 'secret-2', NEW: 'secret-3' }) }),
      v2,
    );
    assert.match(shown, /~ timeout 10 s → 20 s/);
    assert.match(shown, /\+ environment NEW\n.*~ environment GREETING: new value/);
    assert.match(shown, /= environment OLD: kept, not in the manifest/);
    assert.match(shown, /~ alias DEV: 1 → the new version/);
    assert.doesNotMatch(shown, /secret/);
  });

  it('removes variables only in exact mode, and says it is risky', async () => {
    const aws = await deployed(sayHi(environment({ A: '1', B: '2', C: '3' })));
    const { plan } = await planFor(aws, sayHi(environment({ A: '1' }, { keep: ['B'], exact: true })), v1);
    const step = plan.steps.find(({ kind }) => kind === 'updateConfiguration');
    assert.ok(step?.kind === 'updateConfiguration');
    assert.deepEqual(step.settings.environment, { A: '1', B: '2' });
    assert.deepEqual(step.settings.environmentNames?.removed, ['C']);
    assert.ok(plan.risks.some(({ kind }) => kind === 'removesVariables'));
  });

  it('leaves alone what the manifest does not name', async () => {
    const aws = await deployed();
    aws.changeBehindOurBack('say_hi', { memorySize: 1024, description: 'set elsewhere' });
    const { plan } = await planFor(aws, sayHi(), v1);
    assert.deepEqual(
      plan.steps.map(({ kind }) => kind),
      ['publishVersion', 'moveAlias'],
    );
  });

  it('compares policies by value and shows the difference of one that drifted', async () => {
    const aws = await deployed();
    const role = aws.roles.get('say_hi_role');
    assert.ok(role);
    const [statement] = sendEmail.Statement;
    role.policies.set('send_email', {
      Statement: { ...statement, Action: 'ses:SendEmail' },
      Version: '2012-10-17',
    });
    assert.deepEqual((await planFor(aws, sayHi(), v1)).plan.steps, []);
    role.policies.set('send_email', { ...sendEmail, Statement: [{ ...statement, Action: 'ses:*' }] });
    const shown = await text(aws, sayHi());
    assert.match(shown, /~ role say_hi_role\n {4}~ inline policy send_email/);
    assert.match(shown, /- +"Action": "ses:\*"/);
    assert.match(shown, /\+ +"ses:SendEmail"/);
  });

  it('says that a role keeps its path, and changes nothing for it', async () => {
    const spec = sayHi();
    assert.ok(spec.role.kind === 'managed');
    const { role } = spec.role;
    const inTeam = sayHi({ role: { kind: 'managed', role: { ...role, path: '/team/' } } });
    const aws = await deployed(inTeam);
    assert.doesNotMatch(await text(aws, inTeam), /path/);
    const elsewhere = sayHi({ role: { kind: 'managed', role: { ...role, path: '/other/' } } });
    assert.deepEqual((await planFor(aws, elsewhere, v1)).plan.steps, []);
    assert.match(await text(aws, elsewhere), /^ {4}= path \/team\/: IAM cannot change it to \/other\/$/m);
  });

  it('attaches a managed policy that is named twice once', async () => {
    const spec = sayHi();
    assert.ok(spec.role.kind === 'managed');
    const { role } = spec.role;
    const managedPolicyArns = [...role.managedPolicyArns, ...role.managedPolicyArns];
    const twice = sayHi({ role: { kind: 'managed', role: { ...role, managedPolicyArns } } });
    const { plan } = await planFor(new FakeAws(), twice, v1);
    assert.equal(plan.steps.filter(({ kind }) => kind === 'attachManagedPolicy').length, 1);
  });

  it('takes a role that may not be read as it is', async () => {
    const aws = await deployed();
    aws.fault = (operation) =>
      operation === 'GetRole' ? { when: 'before', error: failure('aws.accessDenied') } : undefined;
    assert.match(
      await text(aws, sayHi()),
      /= role say_hi_role: may not be read \(iam:GetRole\), left as it is/,
    );
  });

  it('points the alias to an equal newest version instead of publishing', async () => {
    const aws = await deployed();
    await deploy(aws, sayHi({ alias: undefined }), v2, fakeClock());
    const { plan } = await planFor(aws, sayHi(), v2);
    assert.deepEqual(
      plan.steps.map(({ kind }) => kind),
      ['moveAlias'],
    );
    assert.match(renderLines(planLines(plan)), /~ alias DEV: 1 → 2/);
  });

  it('refuses an environment over 4 KB before anything is written, naming no value', async () => {
    const large = sayHi(environment({ LARGE: 'marker'.repeat(1000) }));
    await assert.rejects(planFor(new FakeAws(), large, v1), (error) => {
      assert.ok(error instanceof Error);
      assert.match(error.message, /6012 bytes of JSON, and Lambda takes 4,096/);
      assert.doesNotMatch(error.message, /marker/);
      return true;
    });
  });

  it('keeps the role of an existing function when the manifest has none', async () => {
    const aws = await deployed();
    const spec = sayHi();
    assert.ok(spec.role.kind === 'managed');
    const without = sayHi({ role: { kind: 'default', role: { ...spec.role.role, name: 'say_hi-role' } } });
    assert.deepEqual((await planFor(aws, without, v1)).plan.steps, []);
    assert.equal((await planFor(new FakeAws(), without, v1)).plan.steps[0]?.kind, 'createRole');
  });

  describe('confirmation', () => {
    const safe = { steps: [1], risks: [] };
    const risky = { steps: [1], risks: [{ kind: 'role' as const }] };
    const guarded = {
      steps: [1],
      risks: [{ kind: 'protectedAlias' as const, alias: 'PROD', from: '1', to: '2' }],
    };
    it('follows the setting, except for the first plan and protected aliases', () => {
      assert.equal(mustConfirm(safe, 'risky', false), false);
      assert.equal(mustConfirm(risky, 'risky', false), true);
      assert.equal(mustConfirm(safe, 'always', false), true);
      assert.equal(mustConfirm(risky, 'never', false), false);
      assert.equal(mustConfirm(safe, 'never', true), true);
      assert.equal(mustConfirm(guarded, 'never', false), true);
      assert.equal(mustConfirm({ steps: [], risks: [] }, 'always', true), false);
    });
    it('knows a protected alias, also one on $LATEST that a code update changes at once', async () => {
      const onVersion = await deployed(sayHi({ alias: 'PRODUCTION' }));
      const moved = await planFor(onVersion, sayHi({ alias: 'PRODUCTION' }), v2);
      assert.ok(moved.plan.risks.some(({ kind }) => kind === 'protectedAlias'));
      const onLatest = await deployed(sayHi({ alias: 'PRODUCTION', publish: false }));
      const updated = await planFor(onLatest, sayHi({ alias: 'PRODUCTION', publish: false }), v2);
      assert.deepEqual(
        updated.plan.steps.map(({ kind }) => kind),
        ['updateCode'],
      );
      assert.ok(updated.plan.risks.some(({ kind }) => kind === 'protectedAlias'));
    });
  });

  it('names the least permissions it needs', async () => {
    const { plan } = await planFor(new FakeAws(), sayHi(), v1);
    const { Statement } = policyForPlan(plan);
    const actions = Statement.flatMap(({ Action }) => Action);
    assert.deepEqual(actions, [
      'lambda:CreateAlias',
      'lambda:CreateFunction',
      'lambda:GetAlias',
      'lambda:GetFunctionConfiguration',
      'lambda:ListVersionsByFunction',
      'lambda:PublishVersion',
      'iam:CreateRole',
      'iam:GetRole',
      'iam:GetRolePolicy',
      'iam:ListAttachedRolePolicies',
      'iam:PutRolePolicy',
      'iam:AttachRolePolicy',
      'iam:PassRole',
    ]);
    assert.ok(Statement.every(({ Resource }) => !JSON.stringify(Resource).includes('"*"')));
    const spec = sayHi();
    assert.ok(spec.role.kind === 'managed');
    const unnamed = sayHi({ role: { kind: 'default', role: spec.role.role } });
    const existing = await planFor(await deployed(), unnamed, v2);
    const needed = policyForPlan(existing.plan).Statement.flatMap(({ Action }) => Action);
    assert.deepEqual(
      needed.filter((action) => action.startsWith('iam:')),
      [],
      'the role of the function stays as it is',
    );
  });
});
