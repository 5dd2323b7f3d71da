import { describe, it } from 'mocha';
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { isCancellation, isFailure } from '../../src/core/failures/failure.ts';
import { lambdaError, queryError, startAwsListener } from '../support/awsListener.ts';
import type { ListenerAnswer } from '../support/awsListener.ts';
import { openTo, rejection } from '../support/awsListenerConnection.ts';
import { secret, publish, read, readRole, makeRole, whoAmI, rows } from '../support/awsAnswerRows.ts';
import type { Operation } from '../support/awsAnswerRows.ts';

const signal = () => AbortSignal.timeout(20_000);

describe('answers of AWS', function () {
  // Retries wait.
  this.timeout(15_000);

  for (const { title, operation, answer, code, sent = 1, says } of rows) {
    it(`${title}: ${code}`, async () => {
      await using listener = await startAwsListener(() => answer);
      const error = await rejection(operation(await openTo(listener.url), { signal: signal() }));
      assert.ok(isFailure(error), inspect(error));
      assert.equal(error.code, code);
      assert.equal(listener.requests.length, sent);
      if (says !== undefined) assert.match(error.message, says);
      const seen = inspect(error, { depth: 10, showHidden: true });
      assert.ok(!seen.includes(secret), 'repeats an environment value');
      assert.ok(!/\$response|IncomingMessage|AWS4-HMAC/.test(seen), 'holds the SDK’s answer');
    });
  }

  const absent: [string, Operation, ListenerAnswer][] = [
    ['function', read, lambdaError(404, 'ResourceNotFoundException', 'Function not found')],
    [
      'alias',
      ({ functions }, options) => functions.readAlias('calc', 'DEV', options),
      lambdaError(404, 'ResourceNotFoundException', 'Cannot find alias'),
    ],
    ['role', readRole, queryError(404, 'NoSuchEntity', 'The role cannot be found.')],
    [
      'inline policy',
      ({ roles }, options) => roles.readInlinePolicy('r', 'p', options),
      queryError(404, 'NoSuchEntity', 'x'),
    ],
  ];
  for (const [what, operation, answer] of absent) {
    it(`a ${what} that is not there reads as undefined`, async () => {
      await using listener = await startAwsListener(() => answer);
      assert.equal(await operation(await openTo(listener.url), { signal: signal() }), undefined);
      assert.equal(listener.requests.length, 1);
    });
  }

  it('a write that nobody takes was certainly not carried out', async () => {
    const listener = await startAwsListener(() => 'hang');
    await listener[Symbol.asyncDispose]();
    for (const operation of [publish, makeRole, read]) {
      const error = await rejection(operation(await openTo(listener.url), { signal: signal() }));
      assert.ok(isFailure(error, 'connection.unreachable'), inspect(error));
      assert.match(error.message, new RegExp(`^127\\.0\\.0\\.1:${listener.port} cannot be reached`));
    }
  });

  for (const [title, answer, operation] of [
    ['while AWS is silent', 'hang', publish],
    ['between two attempts', lambdaError(429, 'TooManyRequestsException', 'x'), publish],
    ['while identity is asked for', 'hang', whoAmI],
  ] as const) {
    it(`a cancel ${title} ends the call at once, without another request`, async () => {
      const cancel = new AbortController();
      await using listener = await startAwsListener(() => {
        setImmediate(() => cancel.abort());
        return answer;
      });
      const started = Date.now();
      const error = await rejection(operation(await openTo(listener.url), { signal: cancel.signal }));
      assert.ok(isCancellation(error), inspect(error));
      assert.ok(Date.now() - started < 1000);
      assert.equal(listener.requests.length, 1);
    });
  }

  it('a write that was refused for the clock alone is sent again with the time of AWS', async () => {
    const inAnHour = new Date(Date.now() + 3_600_000);
    const skewed = lambdaError(403, 'RequestTimeTooSkewed', 'skewed', { date: inAnHour.toUTCString() });
    const dates: string[] = [];
    await using listener = await startAwsListener(({ headers }) => {
      dates.push(String(headers['x-amz-date']).slice(0, 11));
      return dates.length === 1 ? skewed : lambdaError(409, 'ResourceConflictException', 'in progress');
    });
    const error = await rejection(publish(await openTo(listener.url), { signal: signal() }));
    assert.ok(isFailure(error, 'aws.inProgress'), inspect(error));
    assert.equal(dates[1], inAnHour.toISOString().replace(/[-:]/g, '').slice(0, 11));
  });

  it('a call that is cancelled before it starts sends nothing', async () => {
    await using listener = await startAwsListener(() => 'hang');
    const error = await rejection(publish(await openTo(listener.url), { signal: AbortSignal.abort() }));
    assert.ok(isCancellation(error));
    assert.equal(listener.requests.length, 0);
  });

  it('a function whose environment Lambda cannot decrypt is not taken for one without', async () => {
    const body = JSON.stringify({
      FunctionName: 'calc',
      FunctionArn: 'arn:aws:lambda:us-east-1:1:function:calc',
      CodeSha256: 'hash=',
      RevisionId: 'r',
      Environment: { Error: { ErrorCode: 'AccessDeniedException', Message: 'kms:Decrypt' } },
    });
    await using listener = await startAwsListener(() => ({ status: 200, body }));
    const error = await rejection(read(await openTo(listener.url), { signal: signal() }));
    assert.ok(isFailure(error, 'aws.environmentUnreadable'), inspect(error));
  });
});
