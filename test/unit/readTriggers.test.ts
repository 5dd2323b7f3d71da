import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { apisOfPolicy, functionOfUri } from '../../src/core/import/functionRoutes.ts';
import type { JsonValue } from '../../src/core/json.ts';
import { readTriggers } from '../../src/workflows/import/readTriggers.ts';
import { failure, FakeAws } from '../support/fakeAws.ts';
import { fakeApi } from '../support/fakeRestApis.ts';

const options = { signal: new AbortController().signal };
const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:calc';
const uri = (target: string) =>
  `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${target}/invocations`;

/** As AddPermission writes it for API Gateway. */
const permission = (api: string, effect = 'Allow'): JsonValue => ({
  Sid: `routes-${api}`,
  Effect: effect,
  Principal: { Service: 'apigateway.amazonaws.com' },
  Action: 'lambda:InvokeFunction',
  Resource: arn,
  Condition: {
    ArnLike: { 'AWS:SourceArn': `arn:aws:execute-api:eu-west-1:123456789012:${api}/*/GET/calc` },
  },
});
const policyOf = (...statements: JsonValue[]): JsonValue => ({
  Version: '2012-10-17',
  Statement: statements,
});
const read = ({ connection }: FakeAws, aliases: readonly string[] = []) =>
  readTriggers('calc', arn, aliases, connection.triggers, options);

describe('what runs a function', () => {
  it('finds APIs in a resource policy, and nothing in what is none', () => {
    const policy = policyOf(permission('b2'), permission('a1'), permission('b2'), permission('c3', 'Deny'));
    assert.deepEqual(apisOfPolicy(policy), ['a1', 'b2']);
    assert.deepEqual(apisOfPolicy({ Statement: permission('a1') }), ['a1']);
    fc.assert(fc.property(fc.jsonValue(), (value) => Array.isArray(apisOfPolicy(value as JsonValue))));
  });

  it('knows the function and the alias of an integration', () => {
    assert.deepEqual(functionOfUri(uri(arn)), { arn, qualifier: undefined });
    assert.deepEqual(functionOfUri(uri(`${arn}:PROD`)), { arn, qualifier: 'PROD' });
    assert.deepEqual(functionOfUri(uri(`${arn}:\${stageVariables.alias}`)), {
      arn,
      qualifier: '${stageVariables.alias}',
    });
    assert.equal(functionOfUri('https://example.com/invocations'), undefined);
    assert.equal(functionOfUri(undefined), undefined);
  });

  it('reads the routes of an API that run the function or its alias, and no others', async () => {
    const aws = new FakeAws();
    aws.triggers.policies.set('calc:PROD', policyOf(permission('a1')));
    const api = fakeApi(
      'calculator',
      ['prod'],
      [
        { method: 'GET', path: '/users/{username}', uri: uri(`${arn}:PROD`) },
        { method: 'POST', path: '/users', uri: uri(`${arn}:PROD`) },
        { method: 'ANY', path: '/latest', uri: uri(arn) },
        { method: 'GET', path: '/other', uri: uri(`${arn}-other`) },
        { method: 'OPTIONS', path: '/', uri: undefined },
      ],
    );
    aws.restApis.apis.set('a1', api);
    const { apis, notes } = await read(aws, ['DEV', 'PROD']);
    assert.deepEqual(apis, [
      {
        name: 'calculator',
        stage: 'prod',
        alias: 'PROD',
        routes: [
          { method: 'GET', path: '/users/{username}' },
          { method: 'POST', path: '/users' },
        ],
      },
      { name: 'calculator', stage: 'prod', routes: [{ method: 'ANY', path: '/latest' }] },
    ]);
    assert.deepEqual(notes, []);
  });

  it('reads schedule rules with their alias and whether they are on, and no rules for events', async () => {
    const aws = new FakeAws();
    const { rules } = aws.triggers;
    rules.set('warm', { schedule: 'rate(5 minutes)', enabled: true, targets: [`${arn}:PROD`] });
    rules.set('off', { schedule: 'cron(0 8 * * ? *)', enabled: false, targets: [arn] });
    rules.set('pattern', { schedule: undefined, enabled: true, targets: [arn] });
    rules.set('other', { schedule: 'rate(1 day)', enabled: true, targets: [`${arn}-other`] });
    const { warmUps } = await read(aws, ['PROD']);
    assert.deepEqual(warmUps, [
      { schedule: 'cron(0 8 * * ? *)', enabled: false },
      { schedule: 'rate(5 minutes)', alias: 'PROD' },
    ]);
  });

  it('says what it cannot: an API that is no REST API, one without a stage, stage variables, more stages', async () => {
    const aws = new FakeAws();
    const route = { method: 'GET', path: '/', uri: uri(arn) };
    const variable = { method: 'GET', path: '/', uri: uri(`${arn}:\${stageVariables.alias}`) };
    aws.triggers.policies.set(
      'calc',
      policyOf(...['http', 'bare', 'vars', 'many'].map((id) => permission(id))),
    );
    aws.restApis.apis.set('bare', fakeApi('bare', [], [route]));
    aws.restApis.apis.set('vars', fakeApi('vars', ['prod'], [variable]));
    aws.restApis.apis.set('many', fakeApi('many', ['dev', 'prod'], [route]));
    const { apis, notes } = await read(aws);
    assert.deepEqual(
      apis.map(({ name, stage }) => [name, stage]),
      [['many', 'dev']],
    );
    assert.equal(notes.length, 4);
    for (const part of ['http', 'bare', '${stageVariables.alias}', 'prod']) {
      assert.ok(
        notes.some((note) => note.includes(part)),
        part,
      );
    }
  });

  it('goes without what cannot be read, says so once, and stops where waiting would help', async () => {
    const aws = new FakeAws();
    aws.triggers.rules.set('warm', { schedule: 'rate(5 minutes)', enabled: true, targets: [arn] });
    for (const code of ['aws.accessDenied', 'connection.refused']) {
      aws.fault = (operation) =>
        operation === 'GetPolicy' ? { when: 'before', error: failure(code) } : undefined;
      const { warmUps, notes } = await read(aws, ['DEV', 'PROD']);
      assert.deepEqual([warmUps.length, notes.length], [1, 1]);
    }
    aws.fault = () => ({ when: 'before', error: failure('aws.throttled') });
    await assert.rejects(read(aws), { code: 'aws.throttled' });
  });

  it('finds receipt rules by the permission that names them, where they run the function', async () => {
    const aws = new FakeAws();
    const allowed = (rule: string) => ({
      Effect: 'Allow',
      Condition: {
        ArnLike: {
          'AWS:SourceArn': `arn:aws:ses:eu-west-1:123456789012:receipt-rule-set/default:receipt-rule/${rule}`,
        },
      },
    });
    aws.triggers.policies.set('calc:PROD', policyOf(allowed('ours'), allowed('gone'), allowed('others')));
    const rule = (name: string, FunctionArn: string) => ({
      ...{ name, enabled: true, recipients: ['a@example.com'], tlsPolicy: undefined, scanEnabled: false },
      actions: [{ name: 'LambdaAction', settings: { FunctionArn } }],
    });
    aws.email.ruleSets.set('default', [rule('ours', `${arn}:PROD`), rule('others', arn)]);
    const { connection } = aws;
    const found = (withRules: boolean) =>
      readTriggers('calc', arn, ['PROD'], connection.triggers, options, (name) =>
        withRules ? connection.email.readRuleSet(name, options) : Promise.reject(failure('aws.accessDenied')),
      );
    const { emails, notes } = await found(true);
    assert.deepEqual(emails, [
      { name: 'ours', ruleSet: 'default', alias: 'PROD', recipients: ['a@example.com'], enabled: true },
    ]);
    assert.deepEqual(notes, []);
    assert.equal(aws.reads.filter((one) => one === 'DescribeReceiptRuleSet').length, 1);
    assert.match((await found(false)).notes.join(), /could not be read in full/);
  });
});
