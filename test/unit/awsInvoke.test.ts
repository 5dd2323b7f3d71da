import { describe, it } from 'mocha';
import assert from 'node:assert/strict';
import { isFailure } from '../../src/core/failures/failure.ts';
import { startAwsListener } from '../support/awsListener.ts';
import { openTo, rejection } from '../support/awsListenerConnection.ts';

const signal = new AbortController().signal;
const log = (text: string) => Buffer.from(text).toString('base64');

describe('invoking a function in AWS', () => {
  it('sends the event to a version, and reads answer, log and version', async () => {
    await using listener = await startAwsListener(() => ({
      status: 200,
      headers: { 'x-amz-executed-version': '24', 'x-amz-log-result': log('START\nEND\n') },
      body: '{"sum":12}',
    }));
    const { invocations } = await openTo(listener.url);
    const event = { payload: '{"left": 7}', timeout: 3 };
    assert.deepEqual(await invocations.invoke('calc', '24', event, { signal }), {
      status: 'success',
      payload: '{"sum":12}',
      logTail: 'START\nEND\n',
      executedVersion: '24',
      requestId: '',
    });
    const [request] = listener.requests;
    assert.equal(request?.body, event.payload);
    assert.match(request.path, /\/functions\/calc\/invocations\?Qualifier=24$/);
    assert.equal(request.headers['x-amz-log-type'], 'Tail');
  });

  it('tells an error of the function from an answer', async () => {
    await using listener = await startAwsListener(() => ({
      status: 200,
      headers: { 'x-amz-function-error': 'Unhandled' },
      body: '{"errorType":"ValueError"}',
    }));
    const { invocations } = await openTo(listener.url);
    const result = await invocations.invoke('calc', 'DEV', { payload: '1', timeout: 3 }, { signal });
    assert.deepEqual([result.status, result.executedVersion], ['error', 'DEV']);
  });

  for (const answer of ['drop', { status: 500 }, { status: 429 }] as const) {
    it(`runs the function once, whatever becomes of the answer (${JSON.stringify(answer)})`, async () => {
      await using listener = await startAwsListener(() => answer);
      const { invocations } = await openTo(listener.url);
      const failure = await rejection(
        invocations.invoke('calc', '1', { payload: '1', timeout: 3 }, { signal }),
      );
      assert.ok(isFailure(failure, 'aws.uncertain', 'aws.throttled'));
      assert.equal(listener.requests.length, 1);
    });
  }
});

describe('tags of a function', () => {
  it('are read, and added to', async () => {
    await using listener = await startAwsListener(({ method }) =>
      method === 'GET' ? { status: 200, body: '{"Tags":{"team":"a"}}' } : { status: 204 },
    );
    const { tags } = await openTo(listener.url);
    assert.deepEqual(await tags.listTags('arn:calc', { signal }), { team: 'a' });
    await tags.tagFunction('arn:calc', { history: '1' }, { signal });
    assert.equal(listener.requests[1]?.body, '{"Tags":{"history":"1"}}');
  });
});
