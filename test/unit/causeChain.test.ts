import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { causeChain, stackFrames } from '../../src/core/failures/causeChain.ts';
import { Failure } from '../../src/core/failures/failure.ts';

const marker = 'AKIA-marker-secret';

describe('causeChain', () => {
  it('repeats our sentences with code and place, and of foreign errors no message', () => {
    const sdk = Object.assign(new Error(`signature of ${marker}`), {
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 403, requestId: 'abc-123' },
    });
    const failure = new Failure('aws.accessDenied', 'You may not.', {
      cause: sdk,
      location: { file: '/w/lambda.json', line: 4 },
    });
    assert.deepEqual(causeChain(failure), [
      'aws.accessDenied: You may not. [/w/lambda.json:4]',
      'AccessDeniedException (HTTP 403, request abc-123)',
    ]);
  });

  it('takes no name or code that is a text in disguise', () => {
    const odd = Object.assign(new Error('x'), { name: `Oops ${marker}`, code: `no ${marker}` });
    assert.deepEqual(causeChain(odd), ['Error']);
    assert.deepEqual(causeChain(marker), ['string']);
  });

  it('ends, also when an error causes itself', () => {
    const loop: Error & { cause?: unknown } = new TypeError('loop');
    loop.cause = loop;
    assert.equal(causeChain(loop).length, 8);
  });

  it('gives the frames of a foreign error without its message', () => {
    const frames = stackFrames(new Error(`first ${marker}\n    second ${marker}`));
    assert.ok(frames.length > 0);
    assert.ok(!frames.join().includes(marker));
    assert.deepEqual(stackFrames(new Failure('a.b', 'c')), []);
  });
});
