import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GetPolicyCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import {
  CreateReceiptRuleCommand,
  CreateReceiptRuleSetCommand,
  DescribeActiveReceiptRuleSetCommand,
  DescribeReceiptRuleSetCommand,
  SetActiveReceiptRuleSetCommand,
  UpdateReceiptRuleCommand,
} from '@aws-sdk/client-ses';
import { after, before, describe, it } from 'mocha';
import { emailRuleName } from '../../src/core/email/emailNames.ts';
import { emailWarning } from '../../src/core/email/emailText.ts';
import { testEmailEvent } from '../../src/core/email/testEmail.ts';
import { systemClock } from '../../src/local/clock.ts';
import { carryOutEmail } from '../../src/workflows/email/carryOutEmail.ts';
import { emailFunction, planEmail } from '../../src/workflows/email/planEmail.ts';
import type { EmailTarget } from '../../src/workflows/email/planEmail.ts';
import type { AwsConnection } from '../../src/workflows/ports.ts';
import { isWrite } from '../support/awsOperations.ts';
import { connect, DeployWorld } from '../support/deployWorld.ts';
import { inSample, readManifest, readVariables } from '../support/sampleFunctions.ts';
import type { SampleName } from '../support/sampleFunctions.ts';
import { useStrictProxy } from '../support/strictProxy.ts';

const options = { signal: new AbortController().signal };

/** With AWS's quotas: a call about receipt rules too many is refused. */
describe('the e-mail samples against an emulator that is as strict as AWS', function () {
  this.timeout(60_000);
  const world = useStrictProxy({ createMs: 10, updateMs: 10, quotas: true });
  let folder: string;
  let connection: AwsConnection;
  let target: EmailTarget;
  let rule: string;

  /** Both samples as they are deployed, and the rule set `theirs` of somebody else, which is the active one. */
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'lambda-workbench-email-'));
    for (const sample of ['say-hi', 'email-bot'] as const) await deploySample(sample);
    connection = await connect(world.proxy.url);
    const { functionName, email } = await readManifest('email-bot');
    assert.ok(email);
    target = { functionName, alias: 'DEV', ...email, manifestFile: '/w/lambda.json' };
    rule = emailRuleName(functionName, 'DEV');
    const { ses } = world.clients;
    await systemClock.sleep(1000, options.signal);
    await ses.send(new CreateReceiptRuleSetCommand({ RuleSetName: 'theirs' }));
    await systemClock.sleep(1000, options.signal);
    await ses.send(new SetActiveReceiptRuleSetCommand({ RuleSetName: 'theirs' }));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function deploySample(sample: SampleName): Promise<void> {
    const root = path.join(folder, sample);
    await cp(inSample(sample), root, { recursive: true });
    const manifest = await readManifest(sample);
    const deploying = await DeployWorld.create(manifest.functionName, world.proxy.url, systemClock);
    await cp(root, deploying.folder, { recursive: true });
    const { environmentFile: _, ...rest } = manifest;
    const environment = await readVariables(sample);
    deploying.setManifest({ ...rest, environment, package: { exclude: ['.storage/', 'events/'] } });
    await deploying.deploy();
    await deploying.dispose();
  }

  const plan = () => planEmail(target, { connection, clock: systemClock }, options);
  async function deploy(activate = false): Promise<string[]> {
    const { steps, activation } = await plan();
    world.proxy.reset();
    const all = activate && activation !== undefined ? [...steps, activation] : steps;
    await carryOutEmail(all, { connection, clock: systemClock }, options);
    return world.proxy.calls.map(({ operation }) => operation).filter(isWrite);
  }
  /** Past the quota, which is the product's concern. */
  const live = async () => {
    await systemClock.sleep(1100, options.signal);
    const asked = new DescribeReceiptRuleSetCommand({ RuleSetName: target.ruleSet });
    return (await world.clients.ses.send(asked)).Rules ?? [];
  };
  const refused = { name: /^InvalidLambdaFunction/, message: /^Invalid Lambda function: arn:/ };

  it('refuses a rule whose function SES may not run, and one of another region', async () => {
    const { ses } = world.clients;
    await systemClock.sleep(1100, options.signal);
    const arn = await emailFunction(target, connection, options);
    const FunctionArn = arn.replace('us-east-1', 'eu-west-1');
    for (const one of [arn, FunctionArn]) {
      const Rule = { Name: 'x', Actions: [{ LambdaAction: { FunctionArn: one } }] };
      await systemClock.sleep(1100, options.signal);
      await assert.rejects(ses.send(new CreateReceiptRuleCommand({ RuleSetName: 'theirs', Rule })), refused);
    }
    await assert.rejects(
      Promise.all([1, 2].map(() => ses.send(new DescribeActiveReceiptRuleSetCommand({})))),
      { name: 'Throttling' },
    );
  });

  it('makes rule set, permission and rule; the active rule set stays', async () => {
    await systemClock.sleep(1100, options.signal);
    const { warnings } = await plan();
    assert.match(
      warnings.map(emailWarning).join('\n'),
      /^The active receipt rule set is theirs, so rules of default do not run/,
    );
    assert.deepEqual(await deploy(), ['CreateReceiptRuleSet', 'AddPermission', 'CreateReceiptRule']);
    const [made, ...others] = await live();
    assert.deepEqual(others, []);
    const FunctionArn = await emailFunction(target, connection, options);
    assert.deepEqual(
      [made?.Name, made?.Enabled, made?.Recipients, made?.Actions],
      [rule, true, ['trips@ses.example.com'], [{ LambdaAction: { FunctionArn, InvocationType: 'Event' } }]],
    );
    const asked = new GetPolicyCommand({ FunctionName: target.functionName, Qualifier: 'DEV' });
    const { Policy = '' } = await world.clients.lambda.send(asked);
    const { Statement } = JSON.parse(Policy) as { Statement: Record<string, unknown>[] };
    assert.equal(Statement.length, 1);
    assert.deepEqual(Statement[0]?.['Principal'], { Service: 'ses.amazonaws.com' });
    assert.match(
      JSON.stringify(Statement[0]['Condition']),
      new RegExp(
        `"000000000000".*receipt-rule-set/default:receipt-rule/${rule}"|receipt-rule/${rule}".*"000000000000"`,
      ),
    );
    await systemClock.sleep(1100, options.signal);
    const active = await world.clients.ses.send(new DescribeActiveReceiptRuleSetCommand({}));
    assert.equal(active.Metadata?.Name, 'theirs');
  });

  it('is found equal the second time: no write', async () => {
    await systemClock.sleep(1100, options.signal);
    assert.deepEqual(await deploy(), []);
  });

  it('updates the rule at its place and keeps what the manifest does not name', async () => {
    const { ses } = world.clients;
    const RuleSetName = target.ruleSet;
    const [made] = await live();
    const Rule = { ...made, Name: rule, TlsPolicy: 'Require' as const, Recipients: ['old@ses.example.com'] };
    await systemClock.sleep(1100, options.signal);
    await ses.send(new UpdateReceiptRuleCommand({ RuleSetName, Rule }));
    await systemClock.sleep(1100, options.signal);
    const stop = { Name: 'last', Actions: [{ StopAction: { Scope: 'RuleSet' as const } }] };
    await ses.send(new CreateReceiptRuleCommand({ RuleSetName, Rule: stop, After: rule }));
    await systemClock.sleep(1100, options.signal);
    assert.deepEqual(await deploy(), ['UpdateReceiptRule']);
    const rules = await live();
    assert.deepEqual(
      rules.map(({ Name, TlsPolicy, Recipients }) => [Name, TlsPolicy, Recipients]),
      [
        [rule, 'Require', ['trips@ses.example.com']],
        ['last', 'Optional', undefined],
      ],
    );
  });

  it('is activated when a person says so, and then there is nothing to say any more', async () => {
    await systemClock.sleep(1100, options.signal);
    assert.deepEqual(await deploy(true), ['SetActiveReceiptRuleSet']);
    const { steps, warnings, activation } = await plan();
    assert.deepEqual([steps, warnings, activation], [[], [], undefined]);
  });

  it('a test e-mail lets the bot answer its sender', async () => {
    const mail = { from: 'Ada <ada@example.com>', to: 'trips@ses.example.com', subject: 'A trip to Oslo' };
    const functionArn = await emailFunction(target, connection, options);
    const payload = JSON.stringify(testEmailEvent(mail, functionArn, Date.now()));
    const event = { payload, timeout: 10, type: 'RequestResponse' } as const;
    const { functionName } = target;
    const result = await connection.invocations.invoke(functionName, 'DEV', event, options);
    assert.deepEqual(JSON.parse(result.payload), { answered: ['ada@example.com'], skipped: [] });
    const answer = (await world.ministack.mailbox()).find(({ to }) => to.includes('ada@example.com'));
    assert.deepEqual([answer?.from, answer?.subject], ['trips@ses.example.com', 'Re: A trip to Oslo']);
  });

  it('say-hi, which no mail runs, sends its own', async () => {
    const asked = new InvokeCommand({ FunctionName: 'say_hi', Payload: Buffer.from('{"name":"Ada"}') });
    assert.equal((await world.clients.lambda.send(asked)).FunctionError, undefined);
    const mail = (await world.ministack.mailbox()).find(({ from }) => from === 'hello@ses.example.com');
    assert.deepEqual([mail?.to, mail?.subject], [['you@example.com'], 'Hi Ada!']);
  });

  it('is updated in the emulator itself too, which has no UpdateReceiptRule', async () => {
    const direct = await connect(world.ministack.url);
    const changed = { ...target, recipients: ['ses.example.com'] };
    const { steps } = await planEmail(changed, { connection: direct, clock: systemClock }, options);
    assert.deepEqual(
      steps.map(({ kind }) => kind),
      ['putRule'],
    );
    await carryOutEmail(steps, { connection: direct, clock: systemClock }, options);
    const rules = (await direct.email.readRuleSet(target.ruleSet, options))?.rules ?? [];
    assert.deepEqual(
      rules.map(({ name, recipients, tlsPolicy }) => [name, recipients, tlsPolicy]),
      [
        [rule, ['ses.example.com'], 'Require'],
        ['last', [], 'Optional'],
      ],
    );
  });
});
