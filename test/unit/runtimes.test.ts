import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  acceptedRuntimes,
  runtimes,
  runtimeState,
  successorOf,
  suggestRuntime,
} from '../../src/core/runtimes.ts';

const november = Date.parse('2026-11-15');

describe('runtimeState', () => {
  it('knows what Lambda accepts in November 2026', () => {
    const kinds = (ids: string) => ids.split(' ').map((id) => runtimeState(id, november).kind);
    assert.deepEqual(new Set(kinds('python3.6 python2.7 nodejs12.x nodejs')), new Set(['retired']));
    assert.deepEqual(
      new Set(kinds('python3.7 nodejs14.x go1.x java8 ruby2.7 provided')),
      new Set(['updateOnly']),
    );
    assert.deepEqual(
      new Set(kinds('python3.8 python3.9 python3.10 nodejs16.x nodejs18.x nodejs20.x provided.al2')),
      new Set(['retiring']),
    );
    assert.deepEqual(
      new Set(kinds('python3.13 python3.14 nodejs22.x nodejs24.x provided.al2023 java21 dotnet10')),
      new Set(['accepted']),
    );
  });

  it('follows the days of the table', () => {
    assert.equal(runtimeState('python3.10', Date.parse('2027-01-31')).kind, 'retiring');
    assert.deepEqual(runtimeState('python3.10', Date.parse('2027-02-01')), {
      kind: 'updateOnly',
      updateBlocked: '2027-03-03',
    });
    assert.equal(runtimeState('python3.10', Date.parse('2027-03-03')).kind, 'retired');
    assert.equal(runtimeState('python3.10', Date.parse('2026-05-01')).kind, 'accepted');
  });

  it('guesses what was meant by an unknown one', () => {
    assert.deepEqual(runtimeState('python313', november), { kind: 'unknown', nearest: 'python3.13' });
    assert.deepEqual(runtimeState('cobol', november), { kind: 'unknown', nearest: undefined });
  });

  it('has each identifier once', () => {
    assert.equal(new Set(runtimes.map(({ id }) => id)).size, runtimes.length);
  });
});

describe('suggestRuntime and successorOf', () => {
  it('propose the newest of the language that is no preview', () => {
    assert.equal(suggestRuntime('src/app.PY', november), 'python3.14');
    assert.equal(suggestRuntime('index.mjs', november), 'nodejs24.x');
    assert.equal(suggestRuntime('notes.txt', november), undefined);
    assert.equal(successorOf('go1.x', november), 'provided.al2023');
    assert.equal(successorOf('nodejs12.x', november), 'nodejs24.x');
  });

  it('never propose what cannot be created', () => {
    const refused = runtimes.filter(({ id }) =>
      ['retired', 'updateOnly'].includes(runtimeState(id, november).kind),
    );
    const accepted = acceptedRuntimes(november);
    assert.ok(refused.length > 10);
    assert.deepEqual(
      refused.filter(({ id }) => accepted.includes(id)),
      [],
    );
  });
});
