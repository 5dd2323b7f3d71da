import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { awsFailures } from '../../src/core/failures/awsFailures.ts';
import { InvocationHistory } from '../../src/core/invocations/invocationHistory.ts';
import { timingSvg } from '../../src/core/timings/timingSvg.ts';
import { historyChart, summarize, timingsCsv } from '../../src/core/timings/timings.ts';
import type { TimingSeries } from '../../src/core/timings/timings.ts';
import { measureInAws, measureLocally } from '../../src/workflows/measureTimings.ts';
import type { Timed } from '../../src/workflows/measureTimings.ts';

const series = (start: 'cold' | 'warm', ...times: number[]): TimingSeries => ({
  name: start,
  start,
  timings: times.map((durationMs) => ({ durationMs, initMs: start === 'cold' ? 100 : undefined })),
});

describe('the figures of a series', () => {
  it('are those of nearest rank, initialisation included', () => {
    const times = Array.from({ length: 20 }, (_, at) => 20 - at);
    assert.deepEqual(summarize(series('warm', ...times)), { count: 20, min: 1, p50: 10, p95: 19, max: 20 });
    assert.deepEqual(summarize(series('cold', 3)), { count: 1, min: 103, p50: 103, p95: 103, max: 103 });
    assert.equal(summarize(series('warm')), undefined);
  });

  it('go into a spreadsheet, names with commas quoted', () => {
    const chart = { title: 'calc', notes: [], series: [{ ...series('cold', 2.5), name: 'local, "cold"' }] };
    assert.equal(
      timingsCsv(chart),
      'series,start,number,init_ms,duration_ms,total_ms\n"local, ""cold""",cold,1,100,2.5,102.5\n',
    );
  });
});

describe('the chart', () => {
  const chart = (...all: TimingSeries[]) => timingSvg({ title: '<calc>', notes: [], series: all });
  const places = (svg: string) => [...svg.matchAll(/<circle cx="([\d.]+)"/g)].map(([, x]) => Number(x));

  it('has a dot for each invocation, says its figures aloud, and escapes names', () => {
    const svg = chart(series('cold', 200, 220), series('warm', 110, 120, 130));
    assert.equal(places(svg).length, 5);
    assert.ok(
      svg.includes('aria-label="Times of &lt;calc>. cold: p50 300 ms, p95 320 ms. warm: p50 120 ms'),
      svg,
    );
  });

  it('keeps short times apart beside long ones', () => {
    const [, ...warm] = places(chart(series('cold', 900), series('warm', 1, 3)));
    const [one = 0, three = 0] = warm;
    assert.ok(three - one > 50, `${one} and ${three} lie apart`);
    assert.match(chart(series('cold', 900), series('warm', 1)), /logarithmic/);
    assert.doesNotMatch(chart(series('warm', 90, 100)), /logarithmic/);
  });

  it('draws whatever the times are', () => {
    for (const all of [[series('warm', 0)], [series('warm', 0.01, 900_000)], [series('cold', 5, 5, 5)]]) {
      const svg = chart(...all);
      assert.doesNotMatch(svg, /NaN|Infinity/);
      for (const x of places(svg)) assert.ok(x >= 110 && x <= 600, `${x} is in the picture`);
    }
  });
});

describe('the chart of the history', () => {
  const start = {
    ...{ functionName: 'calc', startedAt: 0 },
    reference: { kind: 'manifest', file: '/calc/lambda.json' },
    event: { kind: 'text', name: '{}', text: '{}' },
  } as const;
  const report = (initMs: number | undefined, durationMs: number | undefined) => ({
    ...{ initMs, durationMs, billedMs: 1, memorySize: 128, peakMemory: 1, overheadMs: 0 },
  });

  it('tells places and starts apart, oldest first, and leaves out what has no figures', () => {
    const history = new InvocationHistory();
    const add = (
      source: Parameters<InvocationHistory['begin']>[0]['source'],
      version: string | undefined,
      init?: number,
      duration?: number,
    ) => {
      const { id } = history.begin({ ...start, source });
      const outcome = {
        ...({ status: 'success', payload: '1', requestId: 'r', executedVersion: version } as const),
        start: init === undefined ? ('warm' as const) : ('cold' as const),
      };
      history.end(id, { kind: 'ended', outcome, report: report(init, duration) });
    };
    add({ kind: 'local' }, undefined, 80, 5);
    add({ kind: 'local' }, undefined, undefined, 3);
    add({ kind: 'local' }, undefined, undefined, 2);
    add({ kind: 'aws', qualifier: 'DEV', place: 'dev' }, '24', undefined, 7);
    add({ kind: 'local' }, undefined, undefined, undefined);
    assert.deepEqual(
      historyChart('calc', history.all())?.series.map(({ name, timings }) => [
        name,
        ...timings.map(({ durationMs }) => durationMs),
      ]),
      [
        ['DEV (24), warm', 7],
        ['local, cold', 5],
        ['local, warm', 3, 2],
      ],
    );
    assert.equal(historyChart('other', history.all()), undefined);
  });
});

describe('measuring', () => {
  const cold: Timed = { start: 'cold', initMs: 100, durationMs: 5 };
  const warm: Timed = { start: 'warm', initMs: undefined, durationMs: 2 };
  const options = (signal = new AbortController().signal) => {
    const told: string[] = [];
    return { signal, onProgress: (text: string) => told.push(text), told };
  };

  it('asks for cold starts here, then for warm ones', async () => {
    const asked: boolean[] = [];
    const all = options();
    const { cold: colds, warm: warms } = await measureLocally(
      2,
      (fresh) => {
        asked.push(fresh);
        return Promise.resolve(fresh ? cold : warm);
      },
      all,
    );
    assert.deepEqual(asked, [true, true, false, false]);
    assert.deepEqual([colds.length, warms.length], [2, 2]);
    assert.equal(all.told.at(-1), '2 cold and 2 warm of 2 each');
  });

  it('gives up on warm ones where each is cold', async () => {
    let calls = 0;
    const measured = await measureLocally(5, () => Promise.resolve({ ...cold, at: calls++ }), options());
    assert.deepEqual([measured.cold.length, measured.warm.length, calls], [5, 0, 8]);
  });

  /** Lambda as it is with environments: one that is free is taken, else one is made, up to a limit. */
  function lambda({ free = 0, limit = 1000, fails }: { free?: number; limit?: number; fails?: Error } = {}) {
    let running = 0;
    let environments = free;
    let calls = 0;
    let most = 0;
    const invoke = async (): Promise<Timed> => {
      calls++;
      if (fails !== undefined && calls === 2) throw fails;
      if (running >= limit) throw awsFailures.throttled({ operation: 'lambda:Invoke', resource: 'calc' });
      running++;
      most = Math.max(most, running);
      const isNew = running > environments;
      if (isNew) environments++;
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return isNew ? cold : warm;
    };
    return { invoke, figures: () => ({ calls, most }) };
  }

  it('makes Lambda start environments by calls that run at the same time', async () => {
    const { invoke, figures } = lambda();
    const measured = await measureInAws(5, invoke, options());
    assert.deepEqual([measured.cold.length, measured.warm.length], [5, 5]);
    assert.deepEqual(figures(), { calls: 10, most: 5 });
  });

  it('makes more at once where there are free ones already', async () => {
    const { invoke, figures } = lambda({ free: 3 });
    const measured = await measureInAws(5, invoke, options());
    assert.deepEqual([measured.cold.length, measured.warm.length], [5, 5]);
    assert.equal(figures().most, 8);
  });

  it('is content with what the account allows at once', async () => {
    const { invoke } = lambda({ limit: 3 });
    const measured = await measureInAws(5, invoke, options());
    assert.deepEqual([measured.cold.length, measured.warm.length], [3, 5]);
  });

  it('is content with the times of the answers where nobody says what they met', async () => {
    const invoke = () => Promise.resolve({ start: undefined, initMs: undefined, durationMs: 3 });
    const measured = await measureInAws(5, invoke, options());
    assert.deepEqual([measured.cold.length, measured.warm.length, measured.unknown.length], [0, 0, 10]);
  });

  it('ends at the first failure', async () => {
    const fails = new Error('no');
    const { invoke, figures } = lambda({ fails });
    await assert.rejects(measureInAws(5, invoke, options()), fails);
    assert.equal(figures().calls, 5);
  });

  it('ends when it is cancelled, whichever part it is in', async () => {
    for (const when of [1, 4, 5]) {
      const controller = new AbortController();
      let calls = 0;
      const { invoke } = lambda();
      const counted = () => {
        if (++calls === when) controller.abort();
        return invoke();
      };
      await assert.rejects(measureInAws(3, counted, options(controller.signal)), { name: 'AbortError' });
      assert.ok(calls <= Math.max(3, when), `${calls} calls`);
    }
  });
});
