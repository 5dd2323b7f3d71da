import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { Failure, isCancellation } from '../../src/core/failures/failure.ts';
import type { LogEvent } from '../../src/core/logs/logEvent.ts';
import type { LiveTailUpdate } from '../../src/workflows/portsForLogs.ts';
import { tailLogs } from '../../src/workflows/logs/tailLogs.ts';
import type { TailedLog } from '../../src/workflows/logs/tailLogs.ts';
import { FakeAws } from '../support/fakeAws.ts';
import { FakeClock } from '../support/fakeClock.ts';

const group = '/aws/lambda/calc';
const stream = '1970/01/01/[3]0a1b';
const events = (...found: LogEvent[]): LiveTailUpdate => ({ kind: 'events', events: found, sampled: false });

describe('tailing a log', () => {
  let aws: FakeAws;
  let clock: FakeClock;
  let controller: AbortController;
  let shown: string[];
  let notes: string[];
  let ended: Promise<unknown>;
  beforeEach(() => {
    aws = new FakeAws();
    clock = new FakeClock();
    controller = new AbortController();
    shown = [];
    notes = [];
  });
  afterEach(async () => {
    controller.abort();
    await clock.advance(0);
    const error = await ended;
    if (!isCancellation(error)) throw error;
  });

  function begin(change: Partial<TailedLog> = {}, live = false): void {
    const whyMissing = () => Promise.resolve('There is no such group.');
    const log = { functionName: 'calc', group, groupArn: `arn:${group}`, from: 0, whyMissing, ...change };
    ended = tailLogs(log, {
      ...{ logs: aws.connection.logs, clock, live, signal: controller.signal },
      onEvents: (found) => shown.push(...found.map(({ message }) => message)),
      onNote: (note) => notes.push(note),
    }).catch((error: unknown) => error);
  }
  const put = (time: number, message: string, ingested = time) =>
    aws.logs.put(group, stream, time, message, ingested);

  it('shows what is there page by page, empty pages among them, then what comes', async () => {
    aws.logs.pageSize = 2;
    aws.logs.emptyPages = true;
    for (const n of [1, 2, 3, 4, 5]) put(n, `line ${n}`);
    begin();
    await clock.advance(0);
    assert.deepEqual(shown, ['line 1', 'line 2', 'line 3', 'line 4', 'line 5']);
    put(6, 'line 6');
    await clock.advance(2500);
    assert.deepEqual(shown.slice(5), ['line 6']);
    await clock.advance(60_000);
    assert.equal(shown.length, 6, 'nothing is shown twice');
  });

  it('shows a line that comes later than others of its time, and equal lines as often as they were written', async () => {
    put(50_000, 'early');
    begin();
    await clock.advance(0);
    put(40_000, 'late', 51_000);
    put(50_000, 'early');
    await clock.advance(2500);
    assert.deepEqual(shown, ['early', 'late', 'early']);
    assert.equal(aws.logs.requests.at(-1)?.from, 20_000, 'asked again from half a minute before the newest');
  });

  it('is not sent past lines to come by a writer whose clock is ahead', async () => {
    put(7_200_000, 'from the future', 1000);
    begin();
    await clock.advance(0);
    put(2000, 'now');
    await clock.advance(2500);
    assert.deepEqual(shown, ['from the future', 'now']);
  });

  it('asks less often while CloudWatch refuses, says so once, and goes on at the same page', async () => {
    aws.logs.pageSize = 1;
    put(1, 'one');
    put(2, 'two');
    aws.fault = (operation, n) =>
      operation === 'FilterLogEvents' && n >= 2 && n <= 4
        ? { when: 'before', error: new Failure('aws.throttled', 'Too many calls.') }
        : undefined;
    begin();
    await clock.advance(0);
    assert.deepEqual(shown, ['one']);
    await clock.advance(2000 + 4000);
    assert.deepEqual(shown, ['one']);
    await clock.advance(8000);
    assert.deepEqual(shown, ['one', 'two']);
    assert.deepEqual(notes, ['Too many calls. Trying again…']);
  });

  it('says why there is no group, once, and shows the first lines when it is there', async () => {
    begin();
    await clock.advance(20_000);
    assert.deepEqual(notes, ['There is no such group.']);
    put(20_500, 'first');
    await clock.advance(6000);
    assert.deepEqual(shown, ['first']);
  });

  it('shows the lines of the wanted versions only, and follows an alias that is moved', async () => {
    let versions = ['3'];
    const other = '1970/01/01/[4]0c1d';
    begin({ versions: () => Promise.resolve(versions) });
    aws.logs.put(group, other, 1, 'of 4');
    put(1, 'of 3');
    aws.logs.put(group, 'not/a/stream/of/lambda', 1, 'of none');
    aws.logs.put(group, '1970/01/01/other[3]0e1f', 1, 'of another function');
    await clock.advance(3000);
    assert.deepEqual(shown, ['of 3']);
    versions = ['4'];
    await clock.advance(40_000);
    aws.logs.put(group, other, 43_000, 'of 4, later');
    put(43_000, 'of 3, later');
    await clock.advance(6000);
    assert.deepEqual(shown, ['of 3', 'of 4, later']);
    assert.match(notes.join(), /lines of version 4/);
  });

  it('shows a live tail at once, neither twice nor short of what came between it and the log', async () => {
    put(1, 'before');
    let send: (update: LiveTailUpdate) => void = () => undefined;
    aws.logs.sessions.push(async function* (signal) {
      put(2, 'while it began');
      yield { kind: 'started' };
      for (;;) {
        yield await new Promise<LiveTailUpdate>((resolve, reject) => {
          send = resolve;
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        });
      }
    });
    begin({}, true);
    await clock.advance(0);
    assert.deepEqual(shown, ['before', 'while it began']);
    send(events(put(3, 'live'), put(3, 'live')));
    await clock.advance(0);
    assert.deepEqual(shown.slice(2), ['live', 'live']);
    put(4, 'left out');
    send({ kind: 'events', events: [put(5, 'kept')], sampled: true });
    await clock.advance(0);
    assert.deepEqual(shown.slice(4), ['kept', 'left out']);
    assert.match(notes.join(), /More came than a live tail shows/);
    put(6, 'lost without a word');
    await clock.advance(16_000);
    send(events());
    await clock.advance(0);
    assert.deepEqual(shown.slice(6), ['lost without a word']);
  });

  it('shows everything once, whatever comes late, is cut off, left out or refused', async () => {
    for (let seed = 1; seed <= 40; seed++) {
      let state = seed;
      // A linear congruential generator: the same run for the same seed.
      const random = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
      aws = new FakeAws();
      clock = new FakeClock();
      controller = new AbortController();
      shown = [];
      notes = [];
      const waiting: LogEvent[] = [];
      let session = 0;
      const sessions = async function* (signal: AbortSignal): AsyncGenerator<LiveTailUpdate> {
        const own = ++session;
        waiting.length = 0;
        yield { kind: 'started' };
        for (let updates = 0; updates < 20 + random(20); updates++) {
          await clock.sleep(1000, signal);
          if (own !== session) return;
          const sampled = random(5) === 0;
          const found = waiting.splice(0).filter(() => random(5) > 0);
          yield { kind: 'events', events: found, sampled };
        }
        if (random(2) === 0) throw new Failure('connection.unreachable', 'Gone.');
      };
      aws.logs.sessions = Array.from({ length: 20 }, () => sessions);
      aws.logs.pageSize = 1 + random(4);
      aws.logs.emptyPages = random(2) === 0;
      aws.fault = (operation) =>
        operation === 'FilterLogEvents' && random(7) === 0
          ? { when: 'after', error: new Failure('aws.throttled', 'Too many calls.') }
          : undefined;
      begin({}, seed % 3 > 0);
      const written: string[] = [];
      for (let step = 0; step < 60; step++) {
        await clock.advance(random(3000));
        for (let n = random(4); n > 0; n--) {
          const message = `line ${random(3)}`;
          const time = Math.max(0, clock.now() - (random(3) === 0 ? random(20_000) : 0));
          waiting.push(aws.logs.put(group, stream, time, message, clock.now()));
          written.push(message);
        }
      }
      aws.fault = () => undefined;
      await clock.advance(120_000);
      assert.deepEqual(shown.toSorted(), written.toSorted(), `seed ${seed}`);
      controller.abort();
      await ended;
    }
  });

  it('begins another live tail when one ends, and reads the log where none is allowed', async () => {
    aws.logs.sessions.push(async function* () {
      await Promise.resolve();
      yield { kind: 'started' };
      put(1, 'after the session');
    });
    put(0, 'first');
    begin({}, true);
    await clock.advance(5000);
    assert.deepEqual(shown, ['first', 'after the session']);
    assert.match(notes[0] ?? '', /ends after 3 hours/);
    assert.match(notes[1] ?? '', /as there is no live tail: May not call/);
    put(2, 'polled');
    await clock.advance(5000);
    assert.deepEqual(shown.slice(2), ['polled']);
    assert.equal(notes.length, 2);
  });

  it('ends with a failure that does not pass, and at once when it is stopped', async () => {
    aws.fault = () => ({ when: 'before', error: new Failure('aws.accessDenied', 'May not.') });
    begin();
    await clock.advance(0);
    const error = await ended;
    assert.equal((error as Failure).code, 'aws.accessDenied');
    aws.fault = () => undefined;
    begin();
    await clock.advance(0);
  });
});
