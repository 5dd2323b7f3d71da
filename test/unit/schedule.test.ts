import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { nextRuns } from '../../src/core/warmUp/nextRuns.ts';
import { parseSchedule } from '../../src/core/warmUp/schedule.ts';
import { nextRunsText, scheduleMeaning } from '../../src/core/warmUp/scheduleMeaning.ts';

const refusal = (text: string) => {
  const read = parseSchedule(text);
  return read.kind === 'problem' ? read : undefined;
};
const runs = (text: string, from: string, count = 3) => {
  const schedule = parseSchedule(text);
  assert.equal(schedule.kind, 'cron', text);
  return nextRuns(schedule, Date.parse(from), count).map((time) => new Date(time).toISOString().slice(0, 16));
};

describe('schedule expressions', () => {
  it('takes what AWS takes', () => {
    const accepted = [
      'rate(1 minute)',
      'rate(5 minutes)',
      'rate(1 hour)',
      'rate(12 hours)',
      'rate(1 day)',
      'rate(7 days)',
      'cron(0 10 * * ? *)',
      'cron(15 12 * * ? *)',
      'cron(0 18 ? * MON-FRI *)',
      'cron(0 8 1 * ? *)',
      'cron(0/15 * * * ? *)',
      'cron(*/5 * ? * * *)',
      'cron(0/10 * ? * mon-fri *)',
      'cron(0/5 8-17 ? * MON-FRI *)',
      'cron(0/30 20-2 ? * MON-FRI *)',
      'cron(0 9 L * ? *)',
      'cron(0 9 LW * ? *)',
      'cron(0 9 L-2 * ? *)',
      'cron(0 9 15W * ? *)',
      'cron(0 9 ? * 2#1 *)',
      'cron(0 9 ? * TUE#3 2026-2030)',
      'cron(0 9 ? * 6L *)',
      'cron(0 9 ? * L *)',
      'cron(0 9 1,15 JAN,JUL-SEP ? 2027,2028)',
    ];
    for (const text of accepted) assert.equal(refusal(text)?.sentence, undefined, text);
  });

  it('refuses what AWS refuses', () => {
    const refused = [
      '',
      'every 5 minutes',
      'at(2026-01-01T00:00:00)',
      'rate(0 minutes)',
      'rate(1 minutes)',
      'rate(5 minute)',
      'rate(5 Minutes)',
      'rate(5 seconds)',
      'rate(5 weeks)',
      'rate(-5 minutes)',
      'rate(1.5 hours)',
      'rate(minutes)',
      'rate(5)',
      'rate(5minutes)',
      'cron()',
      'CRON(0 10 * * ? *)',
      'cron(0 10 * * ?)',
      'cron(0 10 * * ? * *)',
      'cron(0 10 * * * *)',
      'cron(0 10 ? * ? *)',
      'cron(0 10 1 * MON *)',
      'cron(60 10 * * ? *)',
      'cron(0 24 * * ? *)',
      'cron(0 10 0 * ? *)',
      'cron(0 10 32 * ? *)',
      'cron(0 10 ? 13 MON *)',
      'cron(0 10 ? FOO MON *)',
      'cron(0 10 ? * 8 *)',
      'cron(0 10 ? * 0 *)',
      'cron(0 10 ? * MO *)',
      'cron(0 10 * * ? 1969)',
      'cron(0 10 * * ? 2200)',
      'cron(0 10 * * ? 2030-2026)',
      'cron(0/0 10 * * ? *)',
      'cron(0/60 10 * * ? *)',
      'cron(0, 10 * * ? *)',
      'cron(0-10-20 10 * * ? *)',
      'cron(? 10 * * ? *)',
      'cron(0 10 1,L * ? *)',
      'cron(0 10 1,15W * ? *)',
      'cron(0 10 ? * 3#6 *)',
      'cron(0 10 ? * 3#1,6#3 *)',
      'cron(0 10 ? * 3#0 *)',
    ];
    for (const text of refused) assert.ok(refusal(text), `${text} was taken`);
  });

  it('knows what was meant where that is plain', () => {
    const meant = {
      'rate(1 minutes)': 'rate(1 minute)',
      'rate(5 minute)': 'rate(5 minutes)',
      'rate( 5 Minutes )': 'rate(5 minutes)',
      'rate(0 days)': 'rate(1 day)',
      'cron(0 10 * * * *)': 'cron(0 10 * * ? *)',
      'cron(0 10 * * MON-FRI *)': 'cron(0 10 ? * MON-FRI *)',
      'cron(*/5 * * * *)': 'cron(*/5 * * * ? *)',
      'cron(0 9 * * MON)': 'cron(0 9 ? * MON *)',
    };
    for (const [text, suggestion] of Object.entries(meant))
      assert.equal(refusal(text)?.suggestion, suggestion, text);
    for (const text of ['cron(0 9 * * 1-5)', 'cron(0 10 1 * MON *)', 'rate(x)'])
      assert.equal(refusal(text)?.suggestion, undefined, text);
  });

  it('says it in words', () => {
    const meanings = {
      'rate(1 minute)': 'every minute',
      'rate(5 minutes)': 'every 5 minutes',
      'rate(1 hour)': 'every hour',
      'rate(2 days)': 'every 2 days',
      'cron(30 9 ? * MON-FRI *)': 'at 09:30 UTC on weekdays',
      'cron(0 8,20 * * ? *)': 'at 08:00 and 20:00 UTC',
      'cron(0/5 * * * ? *)': 'every 5 minutes',
      'cron(* * * * ? *)': 'every minute',
      'cron(0 * * * ? *)': 'every hour',
      'cron(15 * ? * SAT,SUN *)': 'at minute 15 of the hour on weekends',
      'cron(0/10 8-17 ? * MON-FRI *)': 'every 10 minutes, 08:00–17:59 UTC on weekdays',
      'cron(0 0/3 * * ? *)': 'at minute 0 of every 3 hours from 00:00 UTC',
      'cron(0 9 L * ? *)': 'at 09:00 UTC on the last day of the month',
      'cron(0 9 L-3 * ? *)': 'at 09:00 UTC 3 days before the last day of the month',
      'cron(0 9 LW * ? *)': 'at 09:00 UTC on the last workday of the month',
      'cron(0 9 15W * ? *)': 'at 09:00 UTC on the workday nearest to day 15 of the month',
      'cron(0 9 ? * 2#1 *)': 'at 09:00 UTC on Monday number 1 of the month',
      'cron(0 9 ? * FRIL *)': 'at 09:00 UTC on the last Friday of the month',
      'cron(0 9 1,10-12 JAN,MAR ? 2027)':
        'at 09:00 UTC on day 1 and 10–12 of the month in January and March in 2027',
      'cron(0 9 ? * MON,WED,FRI *)': 'at 09:00 UTC on Monday, Wednesday and Friday',
      'cron(nonsense)': 'cron(nonsense)',
    };
    for (const [text, meaning] of Object.entries(meanings)) assert.equal(scheduleMeaning(text), meaning);
  });

  it('knows the next runs, in UTC', () => {
    // A Saturday.
    const now = '2026-11-28T09:59:30Z';
    assert.deepEqual(runs('cron(30 9 ? * MON-FRI *)', now), [
      '2026-11-30T09:30',
      '2026-12-01T09:30',
      '2026-12-02T09:30',
    ]);
    assert.deepEqual(runs('cron(0/5 * * * ? *)', now), [
      '2026-11-28T10:00',
      '2026-11-28T10:05',
      '2026-11-28T10:10',
    ]);
    assert.deepEqual(runs('cron(0 22-1 * * ? *)', now, 4).slice(0, 4), [
      '2026-11-28T22:00',
      '2026-11-28T23:00',
      '2026-11-29T00:00',
      '2026-11-29T01:00',
    ]);
    assert.deepEqual(runs('cron(0 0 29 2 ? *)', now), [
      '2028-02-29T00:00',
      '2032-02-29T00:00',
      '2036-02-29T00:00',
    ]);
    assert.deepEqual(runs('cron(0 0 L * ? *)', now), [
      '2026-11-30T00:00',
      '2026-12-31T00:00',
      '2027-01-31T00:00',
    ]);
    assert.deepEqual(runs('cron(0 0 L-1 2 ? *)', now, 2), ['2027-02-27T00:00', '2028-02-28T00:00']);
    assert.deepEqual(runs('cron(0 0 LW 1,5 ? 2027)', now), ['2027-01-29T00:00', '2027-05-31T00:00']);
    // 2027-08-15 is a Sunday, 2027-05-15 a Saturday, the first of May too.
    assert.deepEqual(runs('cron(0 0 15W 5,8 ? 2027)', now), ['2027-05-14T00:00', '2027-08-16T00:00']);
    assert.deepEqual(runs('cron(0 0 1W 5 ? 2027)', now), ['2027-05-03T00:00']);
    assert.deepEqual(runs('cron(0 0 ? * 2#1 *)', now, 2), ['2026-12-07T00:00', '2027-01-04T00:00']);
    assert.deepEqual(runs('cron(0 0 ? * FRIL *)', now, 2), ['2026-12-25T00:00', '2027-01-29T00:00']);
    assert.deepEqual(
      runs('cron(0 0 ? * L *)', '2026-11-28T00:00:00Z', 1),
      ['2026-12-05T00:00'],
      'not the one just now',
    );
    assert.deepEqual(runs('cron(0 0 * * ? 2020)', now), []);
    assert.deepEqual(runs('cron(0 0 31 2 ? *)', now), []);
  });

  it('shows them in the local time of the person, and what is known of a rate', () => {
    const now = Date.parse('2026-11-28T09:59:30Z');
    const first = new Date('2026-11-30T09:30Z').toLocaleString(undefined, {
      dateStyle: 'medium',
      timeStyle: 'short',
    });
    assert.ok(nextRunsText('cron(30 9 ? * MON-FRI *)', now)?.startsWith(`${first} · `));
    assert.equal(nextRunsText('cron(0 0 * * ? 2020)', now), 'never again');
    assert.equal(
      nextRunsText('rate(5 minutes)', now),
      'within 5 minutes, counted from when the rule was made',
    );
    assert.equal(nextRunsText('rate(5 minute)', now), undefined);
  });

  it('never throws, and runs in the order of time', () => {
    const field = fc.constantFrom(
      '*',
      '?',
      '0',
      '5',
      '0/5',
      '1-5',
      '5-1',
      'MON',
      'L',
      '3W',
      '2#1',
      '5L',
      '2027',
      '1,2',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(field, { minLength: 5, maxLength: 7 }).map((f) => `cron(${f.join(' ')})`),
    );
    fc.assert(
      fc.property(text, (source) => {
        const schedule = parseSchedule(source);
        scheduleMeaning(source);
        if (schedule.kind !== 'cron') return;
        const found = nextRuns(schedule, Date.parse('2026-11-28T10:00Z'), 3);
        assert.deepEqual(
          found,
          found.toSorted((a, b) => a - b),
        );
      }),
    );
  });
});
