import { describe, it } from 'mocha';
import assert from 'node:assert/strict';
import { runInNewContext } from 'node:vm';
import { Failure, isFailure } from '../../src/core/failures/failure.ts';

describe('a failure of another bundle', () => {
  class Failure2 extends Error {
    override readonly name = 'Failure';
    readonly code = 'aws.throttled';
    readonly actions = [];
  }

  it('is a failure here', () => {
    const error: unknown = new Failure2('Too many calls.');
    assert.ok(error instanceof Failure);
    assert.ok(isFailure(error, 'aws.throttled'));
    assert.ok(!isFailure(error, 'aws.accessDenied'));
  });

  it('other errors and values are not', () => {
    const values: unknown[] = [
      new Error('x'),
      new TypeError('x'),
      runInNewContext('({ name: "Failure", code: "x", actions: [] })'),
      undefined,
      'Failure',
    ];
    for (const value of values) assert.ok(!isFailure(value));
  });
});
