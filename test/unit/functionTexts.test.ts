import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { LiveAlias } from '../../src/core/deployment/liveState.ts';
import { Failure } from '../../src/core/failures/failure.ts';
import { aliasesOn, aliasTarget, percent } from '../../src/core/functions/aliasText.ts';
import { filterNames, groupsOf } from '../../src/core/functions/functionGroups.ts';
import { stateOfFailure } from '../../src/core/functions/functionsState.ts';
import type { FunctionSummary } from '../../src/core/functions/functionSummary.ts';
import { relativeTime } from '../../src/core/relativeTime.ts';
import { accountNodeId, isAccountNode } from '../../src/tree/accountNodes.ts';
import { AccountNodes } from '../../src/tree/accountNodeCache.ts';

describe('an alias in words', () => {
  it('is the version, or the versions with their shares', () => {
    assert.equal(aliasTarget({ functionVersion: '23', routing: {} }), '23');
    assert.equal(aliasTarget({ functionVersion: '23', routing: { 24: 0.1 } }), '23 90 % · 24 10 %');
    assert.equal(aliasTarget({ functionVersion: '1', routing: { 2: 0.005 } }), '1 99.5 % · 2 0.5 %');
    assert.equal(percent(0.29), '29 %');
  });

  it('is on each version that it sends calls to', () => {
    const alias = (name: string, functionVersion: string, routing = {}): LiveAlias => ({
      name,
      functionVersion,
      routing,
      arn: '',
      description: '',
      revisionId: '',
    });
    const aliases = [alias('DEV', '$LATEST'), alias('PROD', '1', { 2: 0.5 }), alias('TEST', '2')];
    assert.deepEqual(aliasesOn('2', aliases), ['PROD', 'TEST']);
    assert.deepEqual(aliasesOn('$LATEST', aliases), ['DEV']);
    assert.deepEqual(aliasesOn('3', aliases), []);
  });
});

describe('names of functions', () => {
  it('that begin alike are a group, one alone is none', () => {
    assert.deepEqual(groupsOf(['billing-a', 'billing_b', 'calc', 'say-hi', '_x']), [
      { kind: 'group', prefix: 'billing', functionNames: ['billing-a', 'billing_b'] },
      { kind: 'one', functionName: 'calc' },
      { kind: 'one', functionName: 'say-hi' },
      { kind: 'one', functionName: '_x' },
    ]);
  });

  it('hold every word of a filter', () => {
    const functions = ['BillingInvoice', 'billing-mail', 'calc'].map(
      (functionName) => ({ functionName }) as FunctionSummary,
    );
    assert.deepEqual(filterNames(functions, 'bill'), ['BillingInvoice', 'billing-mail']);
    assert.deepEqual(filterNames(functions, ' mail  BILL '), ['billing-mail']);
    assert.deepEqual(filterNames(functions, ''), ['BillingInvoice', 'billing-mail', 'calc']);
    assert.deepEqual(filterNames(functions, 'nothing'), []);
  });
});

describe('how long ago something was', () => {
  const minute = 60_000;
  const day = 24 * 60 * minute;
  for (const [ago, words] of [
    [-5000, 'just now'],
    [30_000, 'just now'],
    [minute, '1 minute ago'],
    [3 * minute, '3 minutes ago'],
    [70 * minute, '1 hour ago'],
    [5 * 60 * minute, '5 hours ago'],
    [day, 'yesterday'],
    [20 * day, '20 days ago'],
    [100 * day, '3 months ago'],
    [800 * day, '2 years ago'],
  ] as const) {
    it(words, () => assert.equal(relativeTime(1_000_000_000_000 - ago, 1_000_000_000_000), words));
  }
});

describe('what the Functions view says when it cannot read', () => {
  it('depends on why', () => {
    const state = (code: string) => stateOfFailure(new Failure(code, ''));
    assert.equal(state('connection.noCredentials'), 'noCredentials');
    assert.equal(state('connection.expired'), 'expired');
    assert.equal(state('connection.unreachable'), 'unreachable');
    assert.equal(state('aws.accessDenied'), 'denied');
    assert.equal(state('aws.throttled'), 'failed');
    assert.equal(stateOfFailure(new Error('x')), 'failed');
  });
});

describe('rows of the Functions view', () => {
  it('are the same object for the same thing', () => {
    const nodes = new AccountNodes();
    const one = nodes.of({ kind: 'alias', functionName: 'f', alias: 'DEV' });
    assert.equal(nodes.of({ kind: 'alias', functionName: 'f', alias: 'DEV' }), one);
    assert.notEqual(nodes.of({ kind: 'alias', functionName: 'g', alias: 'DEV' }), one);
    assert.equal(isAccountNode(one), true);
    assert.equal(isAccountNode({ kind: 'function', manifest: '/a' }), false);
    assert.equal(accountNodeId({ kind: 'loadMore' }), 'loadMore');
  });
});
