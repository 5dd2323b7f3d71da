import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { deployFailures, withPolicyToAskFor } from '../../src/core/failures/deployFailures.ts';
import { isFailure } from '../../src/core/failures/failure.ts';
import { failure } from '../support/fakeAws.ts';

/** What the first button of the error does. */
function firstAction(error: unknown) {
  const [action] = isFailure(error) ? error.actions : [];
  return action?.kind === 'runCommand' ? [action.command, action.args] : undefined;
}

describe('a missing permission', () => {
  const denied = failure('aws.accessDenied');
  const copy = ['lambdaWorkbench.copyPlanPolicy', ['/w/lambda.json']];

  it('offers the policy to ask for, also when a step was denied, and stays what it was', () => {
    const step = deployFailures.stepFailed('create function f', [], denied);
    for (const error of [denied, step]) {
      const offered = withPolicyToAskFor(error, '/w/lambda.json');
      assert.deepEqual(firstAction(offered), copy);
      assert.ok(isFailure(offered, error.code));
      assert.equal(offered.message, error.message);
      assert.equal(offered.cause, error.cause);
    }
  });

  it('is told from everything else', () => {
    for (const error of [failure('aws.throttled'), new Error('x'), undefined]) {
      assert.equal(withPolicyToAskFor(error, '/w/lambda.json'), error);
    }
  });
});
