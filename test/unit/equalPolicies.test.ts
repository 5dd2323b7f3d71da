import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { JsonValue } from '../../src/core/json.ts';
import { equalPolicies } from '../../src/core/policy/equalPolicies.ts';

const one = (statement: JsonValue): JsonValue => ({ Version: '2012-10-17', Statement: [statement] });
const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const trust = { Effect: 'Allow', Action: 'sts:AssumeRole' };

describe('equalPolicies', () => {
  const equal: [string, JsonValue, JsonValue][] = [
    ['a text and a list of it', one(allow), one({ ...allow, Action: ['s3:GetObject'], Resource: ['*'] })],
    ['one statement and a list of it', { Version: '2012-10-17', Statement: allow }, one(allow)],
    [
      'the order of keys',
      one(allow),
      { Statement: [{ Resource: '*', Action: 's3:GetObject', Effect: 'Allow' }], Version: '2012-10-17' },
    ],
    [
      'the order of list members',
      one({ ...allow, Action: ['a:b', 'c:d', 'a:b'] }),
      one({ ...allow, Action: ['c:d', 'a:b'] }),
    ],
    ['the order of statements', { Statement: [allow, trust] }, { Statement: [trust, allow] }],
    [
      'an account and its root',
      one({ ...trust, Principal: { AWS: '123456789012' } }),
      one({ ...trust, Principal: { AWS: ['arn:aws:iam::123456789012:root'] } }),
    ],
    ['everybody', one({ ...trust, Principal: '*' }), one({ ...trust, Principal: { AWS: '*' } })],
    [
      'numbers and booleans of a condition',
      one({ ...allow, Condition: { Bool: { a: true }, NumericEquals: { b: [1] } } }),
      one({ ...allow, Condition: { NumericEquals: { b: '1' }, Bool: { a: ['true'] } } }),
    ],
    ['a missing Version', { Statement: [allow] }, { Version: '2008-10-17', Statement: [allow] }],
  ];
  for (const [what, a, b] of equal)
    it(`ignores ${what}`, () => assert.ok(equalPolicies(a, b) && equalPolicies(b, a)));

  const different: [string, JsonValue, JsonValue][] = [
    ['the version', { ...(one(allow) as object), Version: '2008-10-17' }, one(allow)],
    ['the effect', one(allow), one({ ...allow, Effect: 'Deny' })],
    ['one more action', one(allow), one({ ...allow, Action: ['s3:GetObject', 's3:PutObject'] })],
    ['one more statement', one(allow), { Version: '2012-10-17', Statement: [allow, { ...allow, Sid: 'B' }] }],
    ['a condition', one(allow), one({ ...allow, Condition: { Bool: { a: 'true' } } })],
    ['Action and NotAction', one(allow), one({ Effect: 'Allow', NotAction: 's3:GetObject', Resource: '*' })],
    [
      'the account',
      one({ ...trust, Principal: { AWS: '123456789012' } }),
      one({ ...trust, Principal: { AWS: '210987654321' } }),
    ],
    [
      'the kind of principal',
      one({ ...trust, Principal: { AWS: 'x' } }),
      one({ ...trust, Principal: { Service: 'x' } }),
    ],
    ['no object', null, one(allow)],
  ];
  for (const [what, a, b] of different)
    it(`sees ${what}`, () => assert.ok(!equalPolicies(a, b) && !equalPolicies(b, a)));
});
