import assert from 'node:assert/strict';
import type { SESEvent } from 'aws-lambda';
import { describe, it } from 'mocha';
import { renderLines } from '../../src/core/deployment/planText.ts';
import { emailRuleName, emailStatementId } from '../../src/core/email/emailNames.ts';
import { domainsOf } from '../../src/core/email/emailPlan.ts';
import type { EmailStep } from '../../src/core/email/emailPlan.ts';
import { emailLines, emailWarning } from '../../src/core/email/emailText.ts';
import { addressIn, testEmailEvent } from '../../src/core/email/testEmail.ts';
import { isForAddress } from '../../src/core/email/receiptRule.ts';
import type { ReceiptAction, ReceiptRule } from '../../src/core/email/receiptRule.ts';
import { isCancellation, isFailure } from '../../src/core/failures/failure.ts';
import type { JsonValue } from '../../src/core/json.ts';
import { permissionState } from '../../src/core/policy/servicePermission.ts';
import { carryOutEmail } from '../../src/workflows/email/carryOutEmail.ts';
import { emailFunction, planEmail } from '../../src/workflows/email/planEmail.ts';
import type { EmailTarget } from '../../src/workflows/email/planEmail.ts';
import { failure, FakeAws, fakeClock } from '../support/fakeAws.ts';

const options = { signal: new AbortController().signal };
const rule = 'lambda-workbench-bot.PROD';
const functionArn = 'arn:aws:lambda:eu-west-1:123456789012:function:bot:PROD';
const ruleArn = `arn:aws:ses:eu-west-1:123456789012:receipt-rule-set/default:receipt-rule/${rule}`;
const target: EmailTarget = {
  functionName: 'bot',
  alias: 'PROD',
  ruleSet: 'default',
  recipients: ['trips@ses.example.com'],
  manifestFile: '/w/lambda.json',
};
const runs: ReceiptAction = {
  name: 'LambdaAction',
  settings: { InvocationType: 'Event', FunctionArn: functionArn },
};
const theirs = (change: Partial<ReceiptRule> = {}): ReceiptRule => ({
  name: 'theirs',
  enabled: true,
  recipients: [],
  actions: [{ name: 'S3Action', settings: { BucketName: 'mail' } }],
  tlsPolicy: 'Require',
  scanEnabled: true,
  ...change,
});

/** A function `bot` with the alias PROD on version 1. */
async function deployed(): Promise<FakeAws> {
  const aws = new FakeAws();
  const { functions } = aws.connection;
  const archive = { file: '', sha256: 'a', size: 1, unzippedSize: 1 };
  await functions.createFunction({ functionName: 'bot', archive }, options);
  await functions.createAlias('bot', 'PROD', '1', options);
  aws.writes.length = 0;
  return aws;
}
const plan = (aws: FakeAws, of = target) =>
  planEmail(of, { connection: aws.connection, clock: fakeClock() }, options);
async function deploy(aws: FakeAws, of = target, activate = false): Promise<string[]> {
  const { steps, activation } = await plan(aws, of);
  aws.writes.length = 0;
  const all = activate && activation !== undefined ? [...steps, activation] : steps;
  await carryOutEmail(all, { connection: aws.connection, clock: fakeClock() }, options);
  return [...aws.writes];
}
const said = async (aws: FakeAws, of = target) => {
  const { warnings } = await plan(aws, of);
  return warnings.map(emailWarning).join('\n');
};

describe('names of an e-mail rule', () => {
  it('are the same every time, keep function and alias apart, and are what SES and Lambda take', () => {
    assert.equal(emailRuleName('bot', 'PROD'), rule);
    assert.notEqual(emailRuleName('bot.PROD', undefined), emailRuleName('bot-PROD', undefined));
    for (const name of ['f'.repeat(64), 'bot-', 'bot_'])
      assert.match(emailRuleName(name, undefined), /^[\w.-]{1,63}[a-z0-9]$/);
    assert.equal(emailStatementId('default', 'PROD'), 'lambda-workbench-email-default-PROD');
    for (const set of ['a.b', 's'.repeat(64)])
      assert.match(emailStatementId(set, undefined), /^[\w-]{1,100}$/);
    assert.notEqual(emailStatementId('a.b', undefined), emailStatementId('a-b', undefined));
  });
});

describe('the permission of SES', () => {
  const source = { principal: 'ses.amazonaws.com', sourceArn: ruleArn, sourceAccount: '123456789012' };
  const state = (Condition: JsonValue, change = {}) => {
    const Statement = {
      ...{ Sid: 'ours', Effect: 'Allow', Principal: { Service: 'ses.amazonaws.com' } },
      ...{ Action: 'lambda:InvokeFunction', Condition, ...change },
    };
    return permissionState({ Statement }, 'ours', source);
  };
  const arn = { ArnLike: { 'AWS:SourceArn': ruleArn } };
  const account = { StringEquals: { 'AWS:SourceAccount': '123456789012' } };

  it('is there when it is bounded by the rule, the account or both, and by nothing else', () => {
    assert.equal(state(arn), 'there');
    assert.equal(state(account), 'there');
    assert.equal(state({ ...arn, ...account }), 'there');
    assert.equal(
      state({ StringLike: { 'aws:SourceArn': [ruleArn], 'aws:SourceAccount': ['123456789012'] } }),
      'there',
    );
    assert.equal(state({}), 'different');
    assert.equal(state({ ArnLike: { 'AWS:SourceArn': `${ruleArn}2` }, ...account }), 'different');
    assert.equal(state({ ...arn, StringEquals: { 'AWS:SourceAccount': '1' } }), 'different');
    assert.equal(state({ ...arn, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }), 'different');
    assert.equal(state({ StringNotEquals: { 'AWS:SourceArn': ruleArn } }), 'different');
    assert.equal(state(arn, { Effect: 'Deny' }), 'different');
    assert.equal(state(arn, { Principal: { Service: 'events.amazonaws.com' } }), 'different');
  });
});

describe('recipients', () => {
  it('are an address, its domain, or the domains below one, whatever the case', () => {
    const matching = (recipient: string) => isForAddress([recipient], 'Trips@ses.Example.com');
    assert.deepEqual(
      ['trips@SES.example.com', 'ses.example.com', '.example.com', 'example.com', '.ses.example.com'].map(
        matching,
      ),
      [true, true, true, false, false],
    );
    assert.equal(isForAddress([], 'a@b.example'), true);
    assert.deepEqual(domainsOf(['a@ses.example.com', 'b@ses.example.com', '.example.org']), [
      ['ses.example.com', 'example.com'],
      ['example.org'],
    ]);
  });
});

describe('a test e-mail', () => {
  it('has the sender as an address, with and without a name before it', () => {
    const ofSenders = [
      'ada@example.com',
      ' Ada <ada@example.com> ',
      'Ada',
      '<ada@example>',
      'a b@example.com',
    ];
    assert.deepEqual(ofSenders.map(addressIn), [
      'ada@example.com',
      'ada@example.com',
      undefined,
      undefined,
      undefined,
    ]);
    const mail = { from: 'Ada <ada@example.com>', to: 'trips@ses.example.com', subject: 'Hi' };
    const event = testEmailEvent(mail, functionArn, 0) as unknown as SESEvent;
    const [record] = event.Records;
    assert.equal(record?.ses.mail.source, 'ada@example.com');
    assert.deepEqual(record.ses.mail.commonHeaders.from, ['Ada <ada@example.com>']);
    assert.deepEqual(record.ses.receipt.recipients, ['trips@ses.example.com']);
    assert.ok('functionArn' in record.ses.receipt.action);
    assert.equal(record.ses.receipt.action.functionArn, functionArn);
  });
});

describe('an e-mail rule', () => {
  it('is made with rule set and permission, which comes first, and nothing is written the second time', async () => {
    const aws = await deployed();
    const planned = await plan(aws);
    assert.equal(
      renderLines(emailLines(planned.steps)),
      `+ receipt rule set default\n+ permission for SES to run bot:PROD\n+ e-mail rule ${rule} of the rule set default\n    + mail to trips@ses.example.com\n    + runs bot:PROD`,
    );
    assert.deepEqual(await deploy(aws), ['CreateReceiptRuleSet', 'AddPermission', 'CreateReceiptRule']);
    assert.deepEqual(aws.email.ruleSets.get('default'), [
      theirs({
        name: rule,
        recipients: target.recipients,
        actions: [runs],
        tlsPolicy: undefined,
      }),
    ]);
    assert.deepEqual(await deploy(aws), []);
  });

  it('never activates a rule set unasked, and says which one is active', async () => {
    const aws = await deployed();
    assert.equal(await said(aws), 'No receipt rule set is active, so no rule runs.');
    aws.email.ruleSets.set('other', [theirs()]);
    aws.email.active = 'other';
    await deploy(aws);
    assert.equal(aws.email.active, 'other');
    assert.match(await said(aws), /^The active receipt rule set is other, so rules of default do not run\./);
    const { activation } = await plan(aws);
    assert.equal(
      renderLines(emailLines(activation ? [activation] : [])),
      '~ active receipt rule set: other → default',
    );
    assert.deepEqual(await deploy(aws, target, true), ['SetActiveReceiptRuleSet']);
    assert.equal(await said(aws), '');
    assert.equal((await plan(aws)).activation, undefined);
    assert.deepEqual(aws.email.ruleSets.get('other'), [theirs()]);
  });

  it('comes last in a set of somebody else, whose rules stay as they are', async () => {
    const aws = await deployed();
    const others = [theirs(), theirs({ name: 'second' })];
    aws.email.ruleSets.set('default', [...others]);
    assert.deepEqual(await deploy(aws), ['AddPermission', 'CreateReceiptRule']);
    const rules = aws.email.ruleSets.get('default') ?? [];
    assert.deepEqual(rules.slice(0, 2), others);
    assert.equal(rules[2]?.name, rule);
  });

  it('keeps of a rule of ours what the manifest does not name, and changes only what differs', async () => {
    const aws = await deployed();
    const stop = { name: 'StopAction', settings: { Scope: 'RuleSet' } };
    const s3 = { name: 'S3Action', settings: { BucketName: 'mail' } };
    const old = {
      name: 'LambdaAction',
      settings: {
        FunctionArn: functionArn.replace(':PROD', ':DEV'),
        InvocationType: 'RequestResponse',
        TopicArn: 't',
      },
    };
    const live = theirs({
      name: rule,
      enabled: false,
      recipients: ['old@example.com'],
      actions: [s3, old, stop],
    });
    aws.email.ruleSets.set('default', [theirs(), live]);
    const planned = await plan(aws);
    assert.match(
      renderLines(emailLines(planned.steps)),
      /~ e-mail rule .*\n {4}~ mail to old@example\.com → trips@ses\.example\.com\n {4}\+ runs bot:PROD$/,
    );
    assert.match(await said(aws), /was turned off in SES, and stays off/);
    assert.deepEqual(await deploy(aws), ['AddPermission', 'UpdateReceiptRule']);
    assert.deepEqual(aws.email.ruleSets.get('default')?.[1], {
      ...live,
      recipients: target.recipients,
      actions: [s3, { name: 'LambdaAction', settings: { ...old.settings, FunctionArn: functionArn } }, stop],
    });
    assert.deepEqual(await deploy(aws), []);
    aws.email.ruleSets.set('default', [{ ...live, recipients: ['TRIPS@ses.example.com'], actions: [stop] }]);
    assert.deepEqual(await deploy(aws), ['UpdateReceiptRule']);
    assert.deepEqual(aws.email.ruleSets.get('default')?.[0]?.actions, [runs, stop], 'Stop stays the last');
  });

  it('replaces a statement that has our id and allows something else', async () => {
    const aws = await deployed();
    const Statement = [
      { Sid: 'theirs', Effect: 'Allow' },
      { Sid: emailStatementId('default', 'PROD'), Effect: 'Deny' },
    ];
    aws.triggers.policies.set('bot:PROD', { Version: '2012-10-17', Statement });
    const writes = await deploy(aws);
    assert.deepEqual(writes.slice(1, 3), ['RemovePermission', 'AddPermission']);
    assert.match(JSON.stringify(aws.triggers.policies.get('bot:PROD')), /"theirs"/);
  });

  it('says in the plan what keeps mail away, and refuses nothing for it', async () => {
    const aws = await deployed();
    aws.email.active = 'default';
    aws.email.ruleSets.set('default', [theirs({ actions: [{ name: 'StopAction', settings: {} }] })]);
    const connection = { ...aws.connection, region: 'ca-west-1' };
    const of = { ...target, recipients: ['a@mail.example.org'] };
    const { warnings, steps } = await planEmail(of, { connection, clock: fakeClock() }, options);
    assert.deepEqual(
      warnings.map(({ kind }) => kind),
      ['noInbound', 'notVerified', 'stopsBefore'],
    );
    assert.match(
      warnings.map(emailWarning)[1] ?? '',
      /^mail\.example\.org is not verified in SES in ca-west-1.*inbound-smtp\.ca-west-1\.amazonaws\.com/,
    );
    assert.equal(steps.length, 2);
    const local = { ...connection, endpoint: 'http://127.0.0.1:1' };
    const there = await planEmail(of, { connection: local, clock: fakeClock() }, options);
    assert.equal(there.warnings[0]?.kind, 'notVerified');
  });

  it('degrades only what a denied read would have told', async () => {
    const aws = await deployed();
    aws.fault = (operation) =>
      /^(DescribeActive|GetIdentity)/.test(operation)
        ? { when: 'before', error: failure('aws.accessDenied') }
        : undefined;
    const { warnings, activation } = await plan(aws);
    assert.deepEqual(
      warnings.map(({ kind }) => kind),
      ['verificationUnreadable', 'activeUnreadable'],
    );
    assert.equal(activation, undefined);
    assert.equal((await deploy(aws)).length, 3);
  });

  it('says it in words when SES answers nothing about receipt rules in a region', async () => {
    const aws = await deployed();
    aws.fault = (operation) =>
      operation.startsWith('Describe') ? { when: 'before', error: failure('aws.refused') } : undefined;
    await assert.rejects(plan(aws), { code: 'aws.refused' });
    const connection = { ...aws.connection, region: 'ca-west-1' };
    await assert.rejects(planEmail(target, { connection, clock: fakeClock() }, options), (error: Error) => {
      assert.ok(isFailure(error, 'email.noInbound'));
      assert.match(error.message, /^SES is not known to receive mail in ca-west-1/);
      return true;
    });
  });

  it('names what a test e-mail would run, and says what is missing', async () => {
    const { connection } = await deployed();
    assert.equal(await emailFunction(target, connection, options), functionArn);
    const missing = { ...target, functionName: 'other' };
    await assert.rejects(emailFunction(missing, connection, options), { code: 'email.functionMissing' });
    const alias = { ...target, alias: 'DEV' };
    await assert.rejects(emailFunction(alias, connection, options), { code: 'email.aliasMissing' });
  });

  it('says which rule stops before, whatever the case, and only where it concerns the recipients', async () => {
    const aws = await deployed();
    aws.email.active = 'default';
    const stop = [{ name: 'StopAction', settings: {} }];
    for (const [recipients, expected] of [
      [['SES.example.com'], true],
      [['.example.com'], true],
      [['trips@ses.example.com'], true],
      [['other@ses.example.com', 'example.com'], false],
    ] as const) {
      aws.email.ruleSets.set('default', [theirs({ actions: stop, recipients })]);
      const { warnings } = await plan(aws);
      assert.equal(
        warnings.some(({ kind }) => kind === 'stopsBefore'),
        expected,
        recipients.join(),
      );
    }
    aws.email.ruleSets.set('default', [theirs({ actions: stop, enabled: false })]);
    assert.equal(await said(aws), '');
  });

  it('cannot be planned without its function or its alias, nor elsewhere than its manifest pins', async () => {
    const aws = await deployed();
    const titles = (error: unknown) => (isFailure(error) ? error.actions.map(({ title }) => title) : []);
    await assert.rejects(plan(aws, { ...target, functionName: 'other' }), (error) => {
      assert.deepEqual(titles(error), ['Deploy Function…']);
      return isFailure(error, 'email.functionMissing');
    });
    await assert.rejects(plan(aws, { ...target, alias: 'DEV' }), (error) => {
      assert.deepEqual(titles(error), ['Create Alias…']);
      return isFailure(error, 'email.aliasMissing');
    });
    aws.reads.length = 0;
    await assert.rejects(plan(aws, { ...target, region: 'us-east-1' }), { code: 'deploy.wrongRegion' });
    await assert.rejects(plan(aws, { ...target, accountId: '210987654321' }), {
      code: 'deploy.wrongAccount',
    });
    assert.deepEqual(aws.reads, []);
    assert.deepEqual(aws.writes, []);
  });

  it('waits a second between two calls about receipt rules, says so, and can be cancelled there', async () => {
    const aws = await deployed();
    const clock = fakeClock();
    const waits: string[] = [];
    const times: number[] = [];
    aws.fault = (operation) => {
      if (operation.includes('Receipt')) times.push(clock.now());
      return undefined;
    };
    const onWaiting = (text: string) => waits.push(text);
    const { steps } = await planEmail(
      target,
      { connection: aws.connection, clock },
      { ...options, onWaiting },
    );
    await carryOutEmail(steps, { connection: aws.connection, clock }, { ...options, onWaiting });
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    assert.ok(gaps.length >= 4 && gaps.every((gap) => gap >= 1000), gaps.join());
    assert.equal(waits[0], 'SES takes one call about receipt rules a second. Waiting…');
    const controller = new AbortController();
    const cancelled = planEmail(
      target,
      { connection: aws.connection, clock },
      { signal: controller.signal, onWaiting: () => controller.abort() },
    );
    await assert.rejects(cancelled, isCancellation);
  });

  it('makes a call again that is refused because somebody else called too', async () => {
    const aws = await deployed();
    aws.fault = (operation, n) =>
      operation.includes('Receipt') && n <= 2
        ? { when: 'before', error: failure('aws.throttled') }
        : undefined;
    assert.equal((await deploy(aws)).at(-1), 'CreateReceiptRule');
    assert.equal(aws.email.ruleSets.get('default')?.length, 1);
  });

  it('waits until SES sees the permission, and not for ever', async () => {
    const aws = await deployed();
    let refusals = 3;
    aws.fault = (operation) =>
      operation === 'CreateReceiptRule' && refusals-- > 0
        ? { when: 'before', error: failure('aws.functionRefused') }
        : undefined;
    await deploy(aws);
    assert.equal(aws.email.ruleSets.get('default')?.length, 1);
    aws.email.ruleSets.set('default', []);
    refusals = Infinity;
    await assert.rejects(deploy(aws), { code: 'email.stepFailed' });
  });

  it('fails when the permission is not there although it was just added', async () => {
    const aws = await deployed();
    aws.triggers.forgetsPermissions = true;
    await assert.rejects(deploy(aws), (error) => {
      assert.ok(isFailure(error, 'email.stepFailed'));
      return isFailure(error.cause, 'email.permissionNotKept');
    });
    assert.deepEqual(aws.writes, ['CreateReceiptRuleSet', 'AddPermission']);
  });

  const writes = ['CreateReceiptRuleSet', 'AddPermission', 'CreateReceiptRule', 'SetActiveReceiptRuleSet'];
  for (const [index, write] of writes.entries()) {
    it(`a refused ${write} stops there, says what was done, and the next run goes on`, async () => {
      const aws = await deployed();
      aws.fault = (operation) =>
        operation === write ? { when: 'before', error: failure('aws.accessDenied') } : undefined;
      await assert.rejects(deploy(aws, target, true), (error) => {
        assert.ok(isFailure(error, 'email.stepFailed'));
        const expected = index === 0 ? /Nothing of the e-mail rule was changed/ : /Done before: .*continues/;
        assert.match(error.message, expected);
        return true;
      });
      aws.fault = () => undefined;
      assert.deepEqual(await deploy(aws, target, true), writes.slice(index));
    });

    it(`finds out what became of a ${write} whose answer was lost`, async () => {
      for (const when of ['before', 'after'] as const) {
        const aws = await deployed();
        let faults = 1;
        aws.fault = (operation) =>
          operation === write && faults-- > 0 ? { when, error: failure('aws.uncertain') } : undefined;
        await deploy(aws, target, true);
        assert.deepEqual(await deploy(aws, target, true), []);
      }
    });

    it(`cancelled at ${write}, it stops and has told what was done`, async () => {
      const aws = await deployed();
      const { steps, activation } = await plan(aws);
      const all: EmailStep[] = activation === undefined ? [...steps] : [...steps, activation];
      const controller = new AbortController();
      const done: string[] = [];
      const carrying = carryOutEmail(
        all,
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
});
