import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isFailure } from '../../src/core/failures/failure.ts';
import type { LiveTailUpdate } from '../../src/workflows/portsForLogs.ts';
import { eventStreamMessage } from '../support/awsEventStream.ts';
import { startAwsListener } from '../support/awsListener.ts';
import { openTo } from '../support/awsListenerConnection.ts';

const options = { signal: AbortSignal.timeout(20_000) };

/** What a live tail brings that ends with an exception, and the error that it ends with. */
async function session(exception: string): Promise<[LiveTailUpdate[], unknown]> {
  const bytes = Buffer.concat([
    eventStreamMessage('event', 'initial-response', {}),
    eventStreamMessage('event', 'sessionStart', { sessionId: 'one' }),
    eventStreamMessage('event', 'sessionUpdate', {
      sessionMetadata: { sampled: true },
      sessionResults: [{ logStreamName: 's', message: 'm', timestamp: 1, ingestionTime: 2 }],
    }),
    eventStreamMessage('exception', exception, { message: 'over' }),
  ]);
  const headers = { 'content-type': 'application/vnd.amazon.eventstream' };
  await using listener = await startAwsListener(() => ({ status: 200, headers, bytes }));
  const { logs } = await openTo(listener.url);
  const updates: LiveTailUpdate[] = [];
  try {
    for await (const update of logs.liveTail('arn:group', options)) updates.push(update);
    return [updates, undefined];
  } catch (error) {
    return [updates, error];
  }
}

describe('what a live tail answers', () => {
  it('is read into entries, and its end after 3 hours is an end', async () => {
    const [updates, error] = await session('SessionTimeoutException');
    assert.equal(error, undefined);
    const event = { id: undefined, stream: 's', time: 1, ingested: 2, message: 'm' };
    assert.deepEqual(updates, [{ kind: 'started' }, { kind: 'events', events: [event], sampled: true }]);
  });

  it('is a failure where AWS ends it for another reason', async () => {
    const [updates, error] = await session('SessionStreamingException');
    assert.equal(updates.length, 2);
    assert.ok(isFailure(error, 'connection.timedOut'), 'one that passes by itself');
  });
});
