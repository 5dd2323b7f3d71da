import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { checkPolicy, readPolicy } from '../../src/core/policy/checkPolicy.ts';
import { defaultTrustPolicy } from '../../src/core/policy/defaultTrustPolicy.ts';
import type { PolicyKind } from '../../src/core/policy/policyKeys.ts';

const document = (statement: unknown) => JSON.stringify({ Version: '2012-10-17', Statement: statement });
const codes = (text: string, kind: PolicyKind) => checkPolicy(text, kind).map(({ code }) => code);
const statementCodes = (statement: unknown, kind: PolicyKind = 'permissions') =>
  codes(document([statement]), kind);

const allowed = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };
const trusted = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };

describe('checkPolicy', () => {
  it('finds nothing in what IAM takes', () => {
    for (const statement of [
      allowed,
      { ...allowed, Action: ['s3:Get*', '*', 'execute-api:Invoke'], Resource: ['*'] },
      { Effect: 'Deny', NotAction: 'iam:*', NotResource: 'arn:aws:iam::123456789012:role/${aws:username}' },
      { ...allowed, Sid: 'One1', Condition: { Bool: { 'aws:SecureTransport': true } } },
    ]) {
      assert.deepEqual(statementCodes(statement), [], JSON.stringify(statement));
    }
    assert.deepEqual(codes(document(allowed), 'permissions'), []);
    assert.deepEqual(codes(JSON.stringify(defaultTrustPolicy), 'trust'), []);
  });

  it('says what is no JSON where it is, comments included', () => {
    const [problem] = checkPolicy('{\n  "Version": "2012-10-17",\n  "Statement": [,]\n}', 'permissions');
    assert.deepEqual([problem?.code, problem?.line, problem?.column], ['json.syntax', 3, 17]);
    assert.deepEqual(codes(`// no\n${document(allowed)}`, 'permissions'), ['json.syntax']);
    assert.deepEqual(codes('"text"', 'permissions'), ['policy.notAnObject']);
  });

  it('wants a Version and a Statement', () => {
    assert.deepEqual(codes('{}', 'permissions'), ['policy.noVersion', 'policy.noStatement']);
    assert.deepEqual(codes(document([]), 'permissions'), ['policy.noStatement']);
    assert.deepEqual(codes(document([{}]), 'permissions'), ['policy.emptyStatement']);
    assert.deepEqual(codes(document('x'), 'permissions'), ['policy.statementNotAnObject']);
    const versions = (version: string) =>
      checkPolicy(JSON.stringify({ Version: version, Statement: allowed }), 'permissions').map(
        ({ code, severity, suggestion }) => [code, severity, suggestion],
      );
    assert.deepEqual(versions('2008-10-17'), [['policy.oldVersion', 'warning', '"2012-10-17"']]);
    assert.deepEqual(versions('2026-11-01'), [['policy.unknownVersion', 'error', '"2012-10-17"']]);
  });

  it('takes Allow and Deny as they are written', () => {
    const [problem] = checkPolicy(document({ ...allowed, Effect: 'allow' }), 'permissions');
    assert.deepEqual([problem?.code, problem?.suggestion], ['policy.effect', '"Allow"']);
    assert.deepEqual(statementCodes({ Action: '*', Resource: '*' }), ['policy.missing']);
  });

  it('wants a service prefix for every action, at the action', () => {
    const text = document({ ...allowed, Action: ['s3:GetObject', 'PutObject', 's3:', ':x', 's3 :x'] });
    const found = checkPolicy(text, 'permissions').map(({ offset, length }) =>
      text.slice(offset, offset + length),
    );
    assert.deepEqual(found, ['"PutObject"', '"s3:"', '":x"', '"s3 :x"']);
    assert.match(
      checkPolicy(text, 'permissions')[0]?.message ?? '',
      /no service prefix, such as "s3:GetObject"/,
    );
    assert.deepEqual(statementCodes({ Effect: 'Deny', NotAction: 'GetObject', Resource: '*' }), [
      'policy.notaction',
    ]);
  });

  it('wants one of each pair', () => {
    assert.deepEqual(statementCodes({ Effect: 'Allow', Resource: '*' }), ['policy.missing']);
    assert.deepEqual(statementCodes({ Effect: 'Allow', Action: '*' }), ['policy.missing']);
    assert.deepEqual(statementCodes({ ...allowed, NotAction: '*' }), ['policy.both']);
    assert.deepEqual(statementCodes({ ...allowed, Resource: 'bucket' }), ['policy.resource']);
    assert.deepEqual(statementCodes({ ...allowed, Resource: [] }), ['policy.resource']);
  });

  it('counts what IAM counts: characters without white space', () => {
    const long = { ...allowed, Resource: Array.from({ length: 250 }, (_, n) => `arn:aws:s3:::bucket-${n}`) };
    const fits = document(allowed) + ' '.repeat(20_000);
    assert.deepEqual(codes(fits, 'permissions'), []);
    assert.deepEqual(statementCodes(long), []);
    assert.deepEqual(codes(document([long, { ...long, Effect: 'Deny' }]), 'permissions'), ['policy.tooLong']);
    const condition = {
      StringEquals: { 'aws:SourceArn': Array.from({ length: 400 }, () => '123456789012') },
    };
    assert.deepEqual(statementCodes({ ...trusted, Condition: condition }, 'trust'), ['policy.tooLong']);
  });

  it('knows what belongs to which kind', () => {
    assert.deepEqual(statementCodes({ ...allowed, Principal: '*' }), ['policy.principal']);
    assert.deepEqual(statementCodes({ ...trusted, Resource: '*' }, 'trust'), ['policy.resource']);
    assert.deepEqual(statementCodes({ Effect: 'Allow', Action: 'sts:AssumeRole' }, 'trust'), [
      'policy.missing',
    ]);
    assert.deepEqual(statementCodes({ ...trusted, Action: 's3:GetObject' }, 'trust'), ['policy.action']);
  });

  it('says unknown keys, repeated Sids and odd conditions', () => {
    const [problem] = checkPolicy(document({ ...allowed, action: '*' }), 'permissions');
    assert.deepEqual([problem?.code, problem?.suggestion], ['policy.unknownKey', '"Action"']);
    const twice = document([
      { ...allowed, Sid: 'A' },
      { ...allowed, Sid: 'A' },
    ]);
    assert.deepEqual(codes(twice, 'permissions'), ['policy.repeatedSid']);
    assert.deepEqual(statementCodes({ ...allowed, Sid: 'a b' }), ['policy.sid']);
    assert.deepEqual(statementCodes({ ...allowed, Condition: { Bool: true } }), ['policy.condition']);
  });

  it('wants a trust policy to let Lambda assume the role', () => {
    const letting = [
      trusted,
      { ...trusted, Action: ['sts:TagSession', 'sts:assumerole'] },
      { ...trusted, Principal: { Service: ['ec2.amazonaws.com', 'lambda.amazonaws.com'] } },
      { ...trusted, Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } } },
    ];
    for (const statement of letting) assert.deepEqual(statementCodes(statement, 'trust'), []);
    const not = [
      { ...trusted, Effect: 'Deny' },
      { ...trusted, Principal: { Service: 'ec2.amazonaws.com' } },
      { ...trusted, Action: 'sts:TagSession' },
      { ...trusted, Principal: { AWS: 'arn:aws:iam::123456789012:root' } },
    ];
    for (const statement of not) {
      assert.deepEqual(
        statementCodes(statement, 'trust'),
        ['policy.lambdaNotTrusted'],
        JSON.stringify(statement),
      );
    }
    const denied = (more: object) =>
      codes(document([trusted, { ...trusted, Effect: 'Deny', ...more }]), 'trust');
    assert.deepEqual(denied({}), ['policy.lambdaNotTrusted']);
    assert.deepEqual(denied({ Principal: { Service: 'ec2.amazonaws.com' } }), []);
    assert.deepEqual(denied({ Condition: { StringNotEquals: { 'aws:SourceAccount': '123456789012' } } }), []);
  });

  it('knows the kinds of a principal', () => {
    const found = (principal: unknown) => {
      const text = document([trusted, { ...trusted, Principal: principal }]);
      return checkPolicy(text, 'trust').map(({ code, offset, length, suggestion }) => [
        code,
        text.slice(offset, offset + length),
        suggestion,
      ]);
    };
    for (const principal of ['*', { AWS: '*' }, { AWS: ['123456789012'], Federated: 'a' }]) {
      assert.deepEqual(found(principal), []);
    }
    assert.deepEqual(found({ Sevice: 'x' }), [['policy.principal', '"Sevice"', '"Service"']]);
    assert.deepEqual(found({ Service: ['x', 1] }), [['policy.service', '1', undefined]]);
    assert.deepEqual(found({ AWS: [] }), [['policy.aws', '[]', undefined]]);
    for (const principal of ['lambda.amazonaws.com', {}, null, ['x']]) {
      assert.deepEqual(found(principal), [['policy.principal', JSON.stringify(principal), undefined]]);
    }
  });
});

describe('readPolicy', () => {
  it('answers the document only when nothing stops it', () => {
    assert.deepEqual(readPolicy(JSON.stringify(defaultTrustPolicy), 'trust').document, defaultTrustPolicy);
    assert.equal(readPolicy('{}', 'trust').document, undefined);
    const unversioned = readPolicy(JSON.stringify({ Statement: allowed }), 'permissions');
    assert.deepEqual(unversioned.document, { Statement: allowed });
  });
});
