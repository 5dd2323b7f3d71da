import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { Failure } from '../../src/core/failures/failure.ts';
import { InvocationHistory } from '../../src/core/invocations/invocationHistory.ts';
import type { Invocation } from '../../src/core/invocations/invocationHistory.ts';
import type { LocalProgress } from '../../src/workflows/local/localInvoking.ts';
import { recordInvocation } from '../../src/workflows/local/recordInvocation.ts';
import { FakeLocalInvoker } from '../support/fakeLocalInvoker.ts';

const source = {
  manifest: { functionName: 'calc', runtime: 'python3.13', handler: 'calc.lambda_handler' },
  folder: '/w/calc',
  workspaceFolder: '/w',
};

describe('recordInvocation', () => {
  let history: InvocationHistory;
  let invoker: FakeLocalInvoker;
  let told: string[];
  beforeEach(() => {
    history = new InvocationHistory();
    invoker = new FakeLocalInvoker();
    told = [];
  });

  const record = (signal = new AbortController().signal): Promise<Invocation> => {
    const begun = history.begin({
      functionName: 'calc',
      reference: { kind: 'manifest', file: '/w/calc/lambda.json' },
      event: { kind: 'text', name: '{}', text: '{}' },
      source: { kind: 'local' },
      startedAt: 0,
    });
    const request = { source, event: '{}', fresh: false };
    const deps = { invoker: () => Promise.resolve(invoker), history };
    return recordInvocation(begun, request, deps, {
      signal,
      onLine: ({ text }) => told.push(text),
      onPhase: (text) => told.push(`(${text})`),
      onReport: ({ state }) =>
        told.push(`report ${state.kind === 'ended' ? (state.report?.durationMs ?? '') : ''}`),
    });
  };
  const state = () => history.all()[0]?.state;

  it('keeps result and report, and hands phases, lines and figures on in their order', async () => {
    invoker.willAnswer({ payload: '35', lines: [{ source: 'platform', text: 'START' }] });
    const ended = await record();
    assert.equal(ended.state.kind === 'ended' && ended.state.outcome.payload, '35');
    await Promise.resolve();
    assert.deepEqual(told, ['(running)', 'START', 'report 2']);
    const kept = state();
    assert.equal(kept?.kind === 'ended' && kept.report?.peakMemory, 38);
  });

  it('keeps a function that failed as a result', async () => {
    invoker.willAnswer({ payload: '{"errorType":"ValueError"}', status: 'functionError' });
    await record();
    const kept = state();
    assert.equal(kept?.kind === 'ended' && kept.outcome.status, 'functionError');
  });

  it('keeps why a function could not be run, and rejects with it', async () => {
    const failure = new Failure('local.engineMissing', 'Docker is not installed.');
    invoker.willAnswer({ failure });
    await assert.rejects(record(), failure);
    assert.deepEqual(state(), { kind: 'failed', reason: 'Docker is not installed.' });
  });

  const stopped: [string, LocalProgress | undefined, string][] = [
    ['before it began', undefined, 'Cancelled before anything was started.'],
    [
      'while an image is pulled',
      { kind: 'phase', text: 'Pulling python:3.13' },
      'Cancelled at "Pulling python:3.13", before the function ran.',
    ],
    [
      'while the function runs',
      { kind: 'phase', text: 'Running', runs: true },
      'Cancelled: calc was stopped while it ran, and its container was removed.',
    ],
  ];
  for (const [when, progress, sentence] of stopped) {
    it(`keeps a cancellation ${when}, and says what was stopped`, async () => {
      invoker.willAnswer({ hangs: true, progress });
      const controller = new AbortController();
      const running = record(controller.signal);
      await Promise.resolve();
      controller.abort();
      await assert.rejects(running, { name: 'AbortError' });
      assert.deepEqual(state(), { kind: 'cancelled', stopped: sentence });
    });
  }
});
