import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  callsText,
  countedFrom,
  errorRate,
  failsTooOften,
  pointerAt,
  shiftSteps,
  stepsAbove,
  stepsText,
  watchText,
} from '../../src/core/aliases/gradualShift.ts';
import type { CountedCalls, GradualShift } from '../../src/core/aliases/gradualShift.ts';
import { watchShift } from '../../src/workflows/aliases/watchShift.ts';
import type { ShiftRun } from '../../src/workflows/aliases/watchShift.ts';
import { failure, FakeAws, fakeClock } from '../support/fakeAws.ts';

const minute = 60_000;
const steps = [
  { percent: 10, minutes: 5 },
  { percent: 50, minutes: 5 },
  { percent: 100, minutes: 2 },
];
const shiftOf = (change: Partial<GradualShift> = {}): GradualShift => ({
  functionName: 'calc',
  alias: 'PROD',
  functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:calc',
  from: '1',
  to: '2',
  steps,
  threshold: 1,
  at: 0,
  since: 0,
  ...change,
});

describe('the steps of a gradual shift', () => {
  it('end with all of the traffic', () => {
    assert.deepEqual(shiftSteps(steps), steps);
    assert.deepEqual(shiftSteps([{ percent: 25, minutes: 1 }]), [
      { percent: 25, minutes: 1 },
      { percent: 100, minutes: 0 },
    ]);
    assert.deepEqual(shiftSteps([{ percent: 100 }]), [{ percent: 100, minutes: 0 }]);
  });

  const wrong: readonly (readonly unknown[])[] = [
    [],
    [10],
    [null],
    ['10 %'],
    [{ percent: 0, minutes: 1 }],
    [{ percent: 101 }],
    [{ percent: 10, minutes: -1 }],
    [{ percent: 10, minutes: '5' }],
    [{ percent: 50 }, { percent: 50 }],
    [{ percent: 50 }, { percent: 10 }],
    [{ percent: Number.NaN }],
  ];
  for (const setting of wrong)
    it(`are not ${JSON.stringify(setting)}`, () => assert.equal(shiftSteps(setting), undefined));

  it('point from the old version to the new one', () => {
    assert.deepEqual(pointerAt(shiftOf(), 0), { version: '1', routing: { 2: 0.1 } });
    assert.deepEqual(pointerAt(shiftOf(), 2), { version: '2', routing: {} });
    assert.deepEqual(stepsAbove(steps, 0.1), steps.slice(1));
  });

  it('are said in words', () => {
    assert.equal(stepsText(steps), '10 % for 5 minutes → 50 % for 5 minutes → 100 % for 2 minutes');
    assert.equal(
      stepsText([
        { percent: 2.5, minutes: 0.5 },
        { percent: 100, minutes: 0 },
      ]),
      '2.5 % for 30 seconds → 100 %',
    );
    assert.equal(callsText({ invocations: 120, errors: 3 }), '120 calls, 3 failed (2.5 %)');
    assert.equal(callsText({ invocations: 1, errors: 0 }), '1 call, 0 failed (0 %)');
    const calls = { invocations: 0, errors: 0 };
    assert.equal(
      watchText(shiftOf(), calls, 2.5 * minute),
      '10 % to 2 · no calls counted yet · next step in 3 minutes',
    );
    assert.equal(watchText(shiftOf(), calls, 6 * minute), '10 % to 2 · no calls counted yet');
    assert.match(watchText(shiftOf({ at: 2 }), calls, 1.5 * minute), /ends in 30 seconds$/);
  });

  it('judge by the rate of errors, and no calls by nothing', () => {
    assert.equal(errorRate({ invocations: 0, errors: 0 }), undefined);
    assert.equal(errorRate({ invocations: 200, errors: 3 }), 1.5);
    assert.equal(failsTooOften({ invocations: 100, errors: 1 }, 1), false);
    assert.equal(failsTooOften({ invocations: 100, errors: 2 }, 1), true);
    assert.equal(failsTooOften({ invocations: 0, errors: 0 }, 0), false);
    assert.equal(failsTooOften({ invocations: 1000, errors: 1 }, 0), true);
  });

  it('count whole minutes, with the last one of the step before', () => {
    assert.equal(countedFrom(shiftOf({ since: 3.5 * minute })), 3 * minute);
    assert.equal(countedFrom(shiftOf({ at: 1, since: 3.5 * minute })), 2 * minute);
  });
});

const signal = new AbortController().signal;
const archive = { file: '/a.zip', sha256: 'one=', size: 10, unzippedSize: 20 };
const healthy: CountedCalls = { invocations: 100, errors: 0 };

/** `calc` with versions 1 and 2, `PROD` at the first step; what was done to the alias, and when. */
async function world(stop: AbortSignal = signal) {
  const aws = new FakeAws();
  const { connection } = aws;
  const { functions, aliases } = connection;
  await functions.createFunction({ functionName: 'calc', archive }, { signal });
  const record = aws.functions.get('calc');
  assert.ok(record);
  const publish = () => functions.publishVersion('calc', record.latest, undefined, { signal });
  await publish();
  aws.changeBehindOurBack('calc', { memorySize: 256 });
  await publish();
  await aliases.createAlias('calc', { name: 'PROD', version: '1', routing: { 2: 0.1 } }, { signal });
  const clock = fakeClock();
  const started = clock.now();
  const changes: unknown[] = [];
  const said: string[] = [];
  const run: ShiftRun = {
    ...{ connection, functions, clock, signal: stop },
    onWaiting: (text) => said.push(text),
    onChanged: (shift, _before, now) => {
      changes.push([(clock.now() - started) / minute, now.version, now.routing, shift?.at]);
      return Promise.resolve();
    },
  };
  const pointsTo = () => {
    const { functionVersion, routing } = record.aliases.get('PROD') ?? {};
    return [functionVersion, routing];
  };
  const othersMove = (version: string) => {
    const alias = record.aliases.get('PROD');
    assert.ok(alias);
    record.aliases.set('PROD', { ...alias, functionVersion: version, routing: {}, revisionId: 'theirs' });
  };
  return { aws, run, clock, started, changes, said, pointsTo, othersMove, record };
}

describe('watching a gradual shift', () => {
  it('gives the new version more at each step, and all of it in the end', async () => {
    const { aws, run, started, changes, pointsTo, clock, said } = await world();
    aws.calls = () => healthy;
    assert.deepEqual(await watchShift(shiftOf({ since: started }), run), { kind: 'finished' });
    assert.deepEqual(changes, [
      [5, '1', { 2: 0.5 }, 1],
      [10, '2', {}, 2],
    ]);
    assert.deepEqual(pointsTo(), ['2', {}]);
    assert.equal(clock.now() - started, 12 * minute);
    assert.equal(said[0], '10 % to 2 · 100 calls, 0 failed (0 %) · next step in 5 minutes');
  });

  it('asks for the calls of the version, and at 100 % for those of the alias too', async () => {
    const { aws, run, started } = await world();
    const asked = new Set<string>();
    aws.calls = (version, from, to) => {
      assert.ok(from < to);
      asked.add(`${version ?? 'any'} from ${(from - Math.floor(started / minute) * minute) / minute}`);
      return healthy;
    };
    await watchShift(shiftOf({ since: started }), run);
    assert.deepEqual([...asked], ['2 from 0', '2 from 4', '2 from 9', 'any from 11']);
  });

  it('waits for calls: none are no health', async () => {
    const { aws, run, started, changes } = await world();
    aws.calls = (_version, _from, to) =>
      to - started < 20 * minute ? { invocations: 0, errors: 0 } : healthy;
    await watchShift(shiftOf({ since: started }), run);
    const times = changes.map((change) => (change as [number])[0]);
    assert.deepEqual(times, [20, 25]);
  });

  it('returns at the first look that shows too many errors', async () => {
    const { aws, run, started, changes, pointsTo } = await world();
    aws.calls = (_version, _from, to) => ({ invocations: 100, errors: to - started > 6 * minute ? 2 : 1 });
    const outcome = await watchShift(shiftOf({ since: started }), run);
    assert.deepEqual(outcome, { kind: 'returned', calls: { invocations: 100, errors: 2 } });
    assert.deepEqual(changes.at(-1), [6.25, '1', {}, undefined]);
    assert.deepEqual(pointsTo(), ['1', {}]);
  });

  it('returns from 100 % too, by calls that carry no version', async () => {
    const { aws, run, started, pointsTo } = await world();
    aws.calls = (version) => (version === undefined ? { invocations: 10, errors: 9 } : healthy);
    const outcome = await watchShift(shiftOf({ since: started }), run);
    assert.equal(outcome.kind, 'returned');
    assert.deepEqual(pointsTo(), ['1', {}]);
  });

  it('ends when somebody else moved or deleted the alias, and does nothing more', async () => {
    for (const deletes of [false, true]) {
      const { aws, run, started, othersMove, record, pointsTo } = await world();
      let looks = 0;
      aws.calls = () => {
        if (++looks === 3) {
          if (deletes) record.aliases.delete('PROD');
          else othersMove('2');
        }
        return { invocations: 100, errors: looks > 3 ? 100 : 0 };
      };
      const outcome = await watchShift(shiftOf({ since: started }), run);
      assert.equal(outcome.kind, 'changedByOthers');
      assert.equal(outcome.theirs?.functionVersion, deletes ? undefined : '2');
      assert.deepEqual(pointsTo(), deletes ? [undefined, undefined] : ['2', {}]);
    }
  });

  it('loses a race at the change itself', async () => {
    const { aws, run, started, othersMove, pointsTo } = await world();
    aws.calls = () => healthy;
    aws.fault = (operation, n) => {
      if (operation === 'UpdateAlias' && n === 1) othersMove('2');
      return undefined;
    };
    const outcome = await watchShift(shiftOf({ since: started }), run);
    assert.equal(outcome.kind, 'changedByOthers');
    assert.deepEqual(pointsTo(), ['2', {}]);
  });

  it('goes on at the step that the alias is at, where the window closed before that was noted', async () => {
    const { aws, run, started, changes, record } = await world();
    aws.calls = () => healthy;
    const alias = record.aliases.get('PROD');
    assert.ok(alias);
    record.aliases.set('PROD', { ...alias, routing: { 2: 0.5 } });
    assert.deepEqual(await watchShift(shiftOf({ since: started }), run), { kind: 'finished' });
    assert.deepEqual(changes, [[5, '2', {}, 2]]);
  });

  it('outlasts a network that is gone for a while, also in the middle of the way back', async () => {
    const { aws, run, started, pointsTo, said } = await world();
    aws.calls = () => ({ invocations: 10, errors: 10 });
    aws.fault = (operation, n) =>
      n <= 4 && (operation === 'GetMetricData' || operation === 'UpdateAlias')
        ? { when: 'before', error: failure('connection.unreachable') }
        : undefined;
    const outcome = await watchShift(shiftOf({ since: started }), run);
    assert.equal(outcome.kind, 'returned');
    assert.deepEqual(pointsTo(), ['1', {}]);
    assert.match(said[0] ?? '', /Trying again…$/);
  });

  it('gives up where it may not read, and where nothing is reached for long', async () => {
    for (const code of ['aws.accessDenied', 'connection.unreachable']) {
      const { aws, run, started, pointsTo } = await world();
      aws.fault = (operation) =>
        operation === 'GetMetricData' ? { when: 'before', error: failure(code) } : undefined;
      await assert.rejects(watchShift(shiftOf({ since: started }), run), { code });
      assert.deepEqual(pointsTo(), ['1', { 2: 0.1 }], 'left where it was');
    }
  });

  it('leaves the alias where it is when it is cancelled', async () => {
    const controller = new AbortController();
    const { aws, run, started, pointsTo } = await world(controller.signal);
    aws.calls = (_version, _from, to) => {
      if (to - started > 7 * minute) controller.abort();
      return healthy;
    };
    await assert.rejects(watchShift(shiftOf({ since: started }), run), { name: 'AbortError' });
    assert.deepEqual(pointsTo(), ['1', { 2: 0.5 }]);
  });
});
