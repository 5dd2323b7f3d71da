import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { renderLines } from '../../src/core/deployment/planText.ts';
import { emailRuleName } from '../../src/core/email/emailNames.ts';
import { isCancellation, isFailure } from '../../src/core/failures/failure.ts';
import { goesByItself, planRemoval, removalSteps } from '../../src/core/removal/removalPlan.ts';
import type { KnownBelongings, RemovalItem } from '../../src/core/removal/removalPlan.ts';
import { removalFacts, removalLines, removalName } from '../../src/core/removal/removalText.ts';
import { warmUpRuleName } from '../../src/core/warmUp/warmUpNames.ts';
import { carryOutEmail } from '../../src/workflows/email/carryOutEmail.ts';
import { planEmail } from '../../src/workflows/email/planEmail.ts';
import { carryOutRemoval } from '../../src/workflows/removal/carryOutRemoval.ts';
import { readBelongings } from '../../src/workflows/removal/readBelongings.ts';
import { carryOutWarmUp } from '../../src/workflows/warmUp/carryOutWarmUp.ts';
import { planWarmUpOn } from '../../src/workflows/warmUp/planWarmUp.ts';
import { failure, FakeAws, fakeClock } from '../support/fakeAws.ts';

const options = { signal: new AbortController().signal };
const functionName = 'calc';
const accountId = '123456789012';
const arn = `arn:aws:lambda:eu-west-1:${accountId}:function:calc`;
const roleArn = `arn:aws:iam::${accountId}:role/calc-role`;
const place = { functionName, identity: { accountId, partition: 'aws' }, region: 'eu-west-1' };
const policyArn = 'arn:aws:iam::aws:policy/ReadOnly';

/** `calc` with the alias PROD, warm, run by mail, with a role that nothing else has, and two rules of somebody else. */
async function deployed(): Promise<FakeAws> {
  const aws = new FakeAws();
  const { connection } = aws;
  const { functions, roles } = connection;
  const trustPolicy = {
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  };
  await roles.createRole({ name: 'calc-role', trustPolicy }, options);
  await roles.putInlinePolicy('calc-role', 'logs', { Statement: [] }, options);
  await roles.attachManagedPolicy('calc-role', policyArn, options);
  const archive = { file: '', sha256: 'a', size: 1, unzippedSize: 1 };
  await functions.createFunction({ functionName, roleArn, archive }, options);
  const { revisionId } = (await functions.readFunction(functionName, undefined, options)) ?? {
    revisionId: '',
  };
  await functions
    .publishVersion(functionName, { codeSha256: 'a', revisionId }, undefined, options)
    .catch(() => undefined);
  await functions.createAlias(functionName, 'PROD', '1', options);
  const clock = fakeClock();
  const warm = { schedule: 'rate(5 minutes)', enabled: true, input: undefined };
  const { steps } = await planWarmUpOn({ functionName, alias: 'PROD' }, warm, connection, options);
  await carryOutWarmUp(steps, { connection, clock }, options);
  const mail = {
    functionName,
    alias: undefined,
    ruleSet: 'default',
    recipients: ['a@example.com'],
    manifestFile: '',
  };
  const planned = await planEmail(mail, { connection, clock }, options);
  await carryOutEmail(planned.steps, { connection, clock }, options);
  aws.triggers.rules.set('nightly', { schedule: 'rate(1 day)', enabled: true, targets: [arn] });
  aws.triggers.targets.set('nightly', [
    { id: 'calc', arn, input: undefined },
    { id: 'other', arn: 'arn:other', input: undefined },
  ]);
  aws.logs.groups.set('/aws/lambda/calc', undefined);
  aws.writes.length = 0;
  return aws;
}

async function find({ connection }: FakeAws, before?: KnownBelongings) {
  const context = { connection, clock: fakeClock(), ...options };
  const found = await readBelongings(functionName, accountId, before, context);
  return { ...found, items: planRemoval(found.live, place) };
}
const remove = ({ connection }: FakeAws, chosen: readonly RemovalItem[], signal = options.signal) =>
  carryOutRemoval(functionName, removalSteps(chosen), { connection, clock: fakeClock() }, { signal });
/** `x` for what starts ticked. */
const rows = (items: readonly RemovalItem[]) =>
  items.map(
    (item) =>
      `${goesByItself(item) ? 'x' : ' '} ${removalName(item)}: ${removalFacts(item, functionName, 0)}`,
  );

const allWrites = [
  ...[
    'RemoveTargets',
    'DeleteRule',
    'RemoveTargets',
    'DeleteReceiptRule',
    'DeleteReceiptRuleSet',
    'DeleteFunction',
    'DeleteLogGroup',
  ],
  ...['DetachRolePolicy', 'DeleteRolePolicy', 'DeleteRole'],
];

describe('deleting a function and what belongs to it', () => {
  it('finds all of it, what runs the function first, and ticks what is ours but not the role', async () => {
    const { items } = await find(await deployed());
    assert.deepEqual(rows(items), [
      `x warm-up rule ${warmUpRuleName('calc', 'PROD')}: for calc:PROD`,
      '  target of the rule nightly: for calc; somebody else made the rule, which stays',
      `x e-mail rule ${emailRuleName('calc', undefined)} of the rule set default: a@example.com`,
      '  receipt rule set default: empty then, and not active',
      'x function calc: 1 version · PROD · 2 permissions',
      '  log group /aws/lambda/calc: all of its entries',
      '  role calc-role: no other function in this region · no use known · trusted by lambda.amazonaws.com',
    ]);
    const chosen = items.filter(goesByItself);
    assert.match(
      renderLines(removalLines(items, chosen)),
      /^- warm-up rule .*\n- e-mail rule .*\n- function calc\n= target of the rule nightly: stays\n= receipt rule set default: stays\n= log group .*: stays\n= role calc-role: stays$/,
    );
  });

  it('deletes what is ticked and touches nothing else', async () => {
    const aws = await deployed();
    const { items } = await find(aws);
    await remove(aws, items.filter(goesByItself));
    assert.deepEqual(aws.writes, ['RemoveTargets', 'DeleteRule', 'DeleteReceiptRule', 'DeleteFunction']);
    assert.deepEqual([...aws.triggers.rules.keys()], ['nightly']);
    assert.equal(aws.triggers.targets.get('nightly')?.length, 2);
    assert.deepEqual([...aws.roles.keys()], ['calc-role']);
    assert.deepEqual(aws.email.ruleSets.get('default'), []);
  });

  it('leaves nothing when all is ticked, but the rule of somebody else with its other target', async () => {
    const aws = await deployed();
    await remove(aws, (await find(aws)).items);
    assert.deepEqual(aws.writes, allWrites);
    assert.deepEqual([aws.functions.size, aws.roles.size, aws.email.ruleSets.size], [0, 0, 0]);
    assert.deepEqual(
      aws.triggers.targets.get('nightly')?.map(({ id }) => id),
      ['other'],
    );
    await assert.rejects(find(aws), { code: 'removal.functionMissing' });
  });

  it('takes the permission with a rule where the function stays', async () => {
    const aws = await deployed();
    const { items } = await find(aws);
    await remove(
      aws,
      items.filter(({ kind }) => kind === 'warmUp'),
    );
    assert.deepEqual(aws.writes, ['RemoveTargets', 'DeleteRule', 'RemovePermission']);
    assert.equal(aws.triggers.policies.has('calc:PROD'), false);
    assert.equal(aws.triggers.policies.has('calc'), true);
  });

  it('keeps a rule set that is active, or in which something is left, and a receipt rule that does more', async () => {
    const aws = await deployed();
    aws.email.active = 'default';
    assert.ok(!(await find(aws)).items.some(({ kind }) => kind === 'ruleSet'));
    aws.email.active = undefined;
    const [own] = aws.email.ruleSets.get('default') ?? [];
    assert.ok(own);
    const s3 = { name: 'S3Action', settings: {} };
    const name = 'theirs';
    const Condition = {
      ArnLike: {
        'AWS:SourceArn': `arn:aws:ses:eu-west-1:${accountId}:receipt-rule-set/default:receipt-rule/theirs`,
      },
    };
    const policy = aws.triggers.policies.get('calc') as { Statement: object[] };
    aws.triggers.policies.set('calc', {
      Statement: [...policy.Statement, { Effect: 'Allow', Condition }] as never,
    });
    aws.email.ruleSets.set('default', [own, { ...own, name }]);
    const only = (await find(aws)).items.filter(({ kind }) => kind === 'email' || kind === 'ruleSet');
    assert.deepEqual(
      rows(only).map((row) => row.slice(0, 20)),
      ['x e-mail rule lambda', '  e-mail rule theirs'],
    );
    aws.email.ruleSets.set('default', [own, { ...own, name, actions: [...own.actions, s3] }]);
    const more = (await find(aws)).items.filter(({ kind }) => kind === 'email');
    assert.equal(more.length, 1);
  });

  it('keeps a rule set into which somebody put a rule meanwhile', async () => {
    const aws = await deployed();
    const { items } = await find(aws);
    const [own] = aws.email.ruleSets.get('default') ?? [];
    assert.ok(own);
    aws.email.ruleSets.set('default', [own, { ...own, name: 'new' }]);
    await remove(
      aws,
      items.filter(({ kind }) => kind === 'ruleSet' || kind === 'email'),
    );
    assert.deepEqual(
      aws.email.ruleSets.get('default')?.map(({ name }) => name),
      ['new'],
    );
  });

  it('says who else has the role', async () => {
    const aws = await deployed();
    const archive = { file: '', sha256: 'a', size: 1, unzippedSize: 1 };
    await aws.connection.functions.createFunction({ functionName: 'other', roleArn, archive }, options);
    const record = aws.roles.get('calc-role');
    assert.ok(record);
    record.role = { ...record.role, lastUsed: -3 * 86_400_000 };
    assert.match(
      rows((await find(aws)).items).at(-1) ?? '',
      /role calc-role: also of other · last used 3 days ago/,
    );
  });

  it('leaves what may not be read, and says so', async () => {
    const aws = await deployed();
    aws.fault = (operation) =>
      /^(GetRole|ListFunctions|DescribeReceiptRuleSet)$/.test(operation)
        ? { when: 'before', error: failure('aws.accessDenied') }
        : undefined;
    const { items, notes } = await find(aws);
    assert.deepEqual(
      items.map(({ kind }) => kind),
      ['warmUp', 'target', 'function', 'logGroup'],
    );
    assert.ok(notes.length >= 1);
    assert.match(notes[0] ?? '', /^Not all could be read, and what was not stays\./);
  });

  it('finds the role again by what is remembered when only the function is gone', async () => {
    const aws = await deployed();
    const { items, known } = await find(aws);
    await remove(
      aws,
      items.filter(({ kind }) => kind !== 'role'),
    );
    const again = await find(aws, known);
    assert.deepEqual(
      again.items.map(({ kind }) => kind),
      ['role'],
    );
    await remove(aws, again.items);
    assert.equal(aws.roles.size, 0);
    assert.deepEqual((await find(aws, known)).items, []);
  });

  const steps = allWrites.length;
  for (let index = 0; index < steps; index++) {
    const write = allWrites[index] ?? '';
    const nth = allWrites.slice(0, index + 1).filter((one) => one === write).length;
    /** Faults of the n-th call of this write, as one operation is called for two rules. */
    const faulting = (aws: FakeAws, code: string, when: 'before' | 'after', times: number) => {
      let seen = 0;
      let left = times;
      aws.fault = (operation) => {
        if (operation !== write || ++seen < nth || left-- <= 0) return undefined;
        return { when, error: failure(code) };
      };
    };

    it(`stops at a refused ${write} (${index + 1}), says what was done, and goes on the next time`, async () => {
      const aws = await deployed();
      const { items, known } = await find(aws);
      faulting(aws, 'aws.accessDenied', 'before', Infinity);
      await assert.rejects(remove(aws, items), (error) => {
        assert.ok(isFailure(error, 'removal.stepFailed'));
        assert.match(error.message, index === 0 ? /Nothing was deleted/ : /Done before: .*continues/);
        assert.equal(error.actions.at(-1)?.title, 'Continue');
        return true;
      });
      aws.fault = () => undefined;
      await remove(aws, (await find(aws, known)).items);
      assert.deepEqual([aws.functions.size, aws.roles.size], [0, 0]);
      assert.deepEqual([...aws.triggers.rules.keys()], ['nightly']);
    });

    it(`finds out what became of a ${write} (${index + 1}) whose answer was lost`, async () => {
      for (const when of ['before', 'after'] as const) {
        const aws = await deployed();
        const { items } = await find(aws);
        faulting(aws, 'aws.uncertain', when, 1);
        await remove(aws, items);
        assert.deepEqual([aws.functions.size, aws.roles.size], [0, 0]);
      }
    });

    it(`cancelled at ${write} (${index + 1}), it stops and has told what was done`, async () => {
      const aws = await deployed();
      const { items } = await find(aws);
      const controller = new AbortController();
      const done: string[] = [];
      const removing = carryOutRemoval(
        functionName,
        removalSteps(items),
        { connection: aws.connection, clock: fakeClock() },
        {
          signal: controller.signal,
          onStep: (_text, at) => {
            if (at === index) controller.abort();
          },
          onDone: (text) => done.push(text),
        },
      );
      await assert.rejects(removing, isCancellation);
      assert.equal(done.length, index);
    });
  }
});
