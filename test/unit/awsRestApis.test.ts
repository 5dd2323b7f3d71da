import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { writeRetryStrategy } from '../../src/aws/writeRetryStrategy.ts';
import { isCancellation } from '../../src/core/failures/failure.ts';
import { startAwsListener } from '../support/awsListener.ts';
import { openTo } from '../support/awsListenerConnection.ts';

const options = { signal: new AbortController().signal };
const headers = { 'X-Mode': 'fast' };

describe('calls of REST APIs', () => {
  it('send a request as it is, without credentials, and tell all of the answer', async () => {
    await using listener = await startAwsListener(({ headers: sent, body }) => ({
      status: 418,
      headers: { 'content-type': 'text/plain', 'set-cookie': 'a=1' },
      body: `${String(sent['x-mode'])} ${String(sent.authorization)} ${body}`,
    }));
    const { restApis } = await openTo(listener.url);
    const request = { method: 'POST', url: `${listener.url}/x?a=1`, headers, body: 'hello' };
    const answer = await restApis.send(request, options);
    assert.deepEqual([answer.status, answer.body, answer.size], [418, 'fast undefined hello', 20]);
    const cookies = answer.headers.filter(([name]) => name.toLowerCase() === 'set-cookie');
    assert.deepEqual(cookies, [['set-cookie', 'a=1']]);
  });

  it('say what did not answer, without its query, and stop when cancelled', async () => {
    await using listener = await startAwsListener(() => ({ status: 200, headers: {}, body: '' }));
    const { restApis } = await openTo(listener.url);
    const request = { method: 'GET', url: 'http://127.0.0.1:9/calc?token=top', headers, body: undefined };
    await assert.rejects(restApis.send(request, options), (error: Error) => {
      assert.match(error.message, /^http:\/\/127\.0\.0\.1:9\/calc did not answer: .*ECONNREFUSED/);
      return true;
    });
    await assert.rejects(restApis.send(request, { signal: AbortSignal.abort() }), isCancellation);
  });

  it('find APIs on every page, and give a stage its address at the endpoint', async () => {
    await using listener = await startAwsListener(({ path }) => {
      const isNext = path.includes('position=next');
      const item = isNext
        ? [{ id: 'a1', name: 'calc' }]
        : [
            { id: 'b2', name: 'calc' },
            { id: 'c', name: 'x' },
          ];
      return {
        status: 200,
        headers: {},
        body: JSON.stringify({ item, position: isNext ? undefined : 'next' }),
      };
    });
    const { restApis } = await openTo(listener.url);
    assert.deepEqual(await restApis.findApis('calc', options), ['a1', 'b2']);
    assert.equal(restApis.stageUrl('a1', 'prod'), `${listener.url}/restapis/a1/prod/_user_request_`);
  });

  it('leave a throttled write to the workflow, which can say that it waits', async () => {
    const strategy = writeRetryStrategy(() => 0, false);
    const token = await strategy.acquireInitialRetryToken('');
    await assert.rejects(strategy.refreshRetryTokenForRetry(token, { errorType: 'THROTTLING' }));
    const patient = writeRetryStrategy(() => 0);
    await patient.refreshRetryTokenForRetry(token, { errorType: 'THROTTLING' });
  });
});
