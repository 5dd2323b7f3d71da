import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { InvocationHistory } from '../../src/core/invocations/invocationHistory.ts';
import type { InvocationStart } from '../../src/core/invocations/invocationHistory.ts';
import type { InvocationOutcome } from '../../src/core/local/invocation.ts';

const calcReference = { kind: 'manifest', file: '/w/calc/lambda.json' } as const;
const otherEvent = { kind: 'text', name: '{}', text: '{}' } as const;

const start = (more: Partial<InvocationStart> = {}): InvocationStart => ({
  functionName: 'calc',
  reference: calcReference,
  event: { kind: 'document', uri: 'file:///w/calc/events/rest.json' },
  source: { kind: 'local' },
  startedAt: 0,
  ...more,
});
const outcome = (payload: string): InvocationOutcome => ({
  payload,
  status: 'success',
  start: 'warm',
  requestId: 'r',
});

describe('InvocationHistory', () => {
  let history: InvocationHistory;
  beforeEach(() => {
    history = new InvocationHistory();
  });
  const ended = (payload: string, more: Partial<InvocationStart> = {}) => {
    const { id } = history.begin(start(more));
    history.end(id, { kind: 'ended', outcome: outcome(payload) });
    return id;
  };

  it('keeps the newest first and says what changed', () => {
    const told: (number | undefined)[] = [];
    history.onDidChange((id) => told.push(id));
    const first = history.begin(start()).id;
    const second = history.begin(start()).id;
    history.setPhase(first, 'starting');
    history.end(first, { kind: 'cancelled', stopped: 'all' });
    assert.deepEqual(
      history.all().map(({ id }) => id),
      [second, first],
    );
    assert.deepEqual(told, [undefined, undefined, first, first]);
  });

  it('takes a phase only while it runs, and a report only after it ended', () => {
    const { id } = history.begin(start());
    const report = {
      initMs: 1,
      durationMs: 2,
      billedMs: 3,
      memorySize: 128,
      peakMemory: 30,
      overheadMs: 1,
    };
    history.addReport(id, report);
    assert.deepEqual(history.get(id)?.state, { kind: 'running', phase: undefined });
    history.end(id, { kind: 'ended', outcome: outcome('1') });
    history.setPhase(id, 'late');
    history.addReport(id, report);
    assert.deepEqual(history.get(id)?.state, { kind: 'ended', outcome: outcome('1'), report });
  });

  it('finds the last result of a function and of an event', () => {
    const calc = ended('1');
    ended('2', { reference: { kind: 'manifest', file: '/w/hi/lambda.json' } });
    const other = ended('3', { event: otherEvent });
    history.begin(start());
    assert.equal(history.lastEnded(calcReference)?.id, other);
    assert.equal(history.lastEnded(calcReference, start().event)?.id, calc);
    assert.equal(history.lastEnded({ kind: 'manifest', file: '/w/none/lambda.json' }), undefined);
  });

  it('finds what a result is compared with: the one before with the same event', () => {
    const first = ended('1');
    ended('other', { event: otherEvent });
    const second = history.get(ended('2'));
    assert.ok(second);
    assert.equal(history.before(second)?.id, first);
    const only = history.get(first);
    assert.ok(only);
    assert.equal(history.before(only), undefined);
  });

  it('drops the oldest invocations, and the oldest results when they are too long together', () => {
    for (let count = 0; count < 250; count++) ended('1');
    assert.equal(history.all().length, 200);
    const long = 'x'.repeat(6_000_000);
    for (let count = 0; count < 4; count++) ended(long);
    const lengths = history
      .all()
      .slice(0, 5)
      .map(({ state }) => (state.kind === 'ended' ? state.outcome.payload.length : undefined));
    assert.deepEqual(lengths, [long.length, long.length, 0, 0, 0]);
  });

  it('forgets what has ended when it is cleared, not what runs', () => {
    ended('1');
    const running = history.begin(start()).id;
    history.clear();
    assert.deepEqual(
      history.all().map(({ id }) => id),
      [running],
    );
  });
});
