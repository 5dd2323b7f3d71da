import { t } from '@vscode/l10n';
import { nextRuns } from './nextRuns.ts';
import { parseSchedule } from './schedule.ts';
import type { CronSchedule, DayRule, RateSchedule } from './schedule.ts';

/** What a schedule means, in words: `every 5 minutes`, `at 09:30 UTC on weekdays`. The expression itself where AWS would refuse it. */
export function scheduleMeaning(text: string): string {
  const schedule = parseSchedule(text);
  switch (schedule.kind) {
    case 'problem':
      return text;
    case 'rate':
      return rateMeaning(schedule);
    case 'cron':
      return cronMeaning(schedule);
  }
}

/** When it runs next, in the person's own time; undefined for what AWS would refuse. */
export function nextRunsText(text: string, now: number): string | undefined {
  const schedule = parseSchedule(text);
  if (schedule.kind === 'problem') return undefined;
  if (schedule.kind === 'rate')
    return t('within {0}, counted from when the rule was made', durationText(schedule));
  const runs = nextRuns(schedule, now, 3);
  return runs.length === 0
    ? t('never again')
    : runs
        .map((time) => new Date(time).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' }))
        .join(' · ');
}

function rateMeaning({ value, unit }: RateSchedule): string {
  if (value > 1) return t('every {0}', durationText({ kind: 'rate', value, unit }));
  return { minute: t('every minute'), hour: t('every hour'), day: t('every day') }[unit];
}

function durationText({ value, unit }: RateSchedule): string {
  if (value === 1) return { minute: t('1 minute'), hour: t('1 hour'), day: t('1 day') }[unit];
  return { minute: t('{0} minutes', value), hour: t('{0} hours', value), day: t('{0} days', value) }[unit];
}

function cronMeaning({ minutes, hours, days, months, years }: CronSchedule): string {
  const parts = [timesMeaning(minutes, hours), daysMeaning(days)];
  if (!months.every) parts.push(t('in {0}', listed(months.values.map(monthName))));
  if (!years.every) parts.push(t('in {0}', listed(ranges(years.values).map(plain))));
  return parts.filter((part) => part !== '').join(' ');
}

/** More times than these are said by their pattern. */
const mostTimes = 4;

function timesMeaning(minutes: CronSchedule['minutes'], hours: CronSchedule['hours']): string {
  if (minutes.values.length * hours.values.length <= mostTimes) {
    const times = hours.values.flatMap((hour) =>
      minutes.values.map((minute) => `${two(hour)}:${two(minute)}`),
    );
    return t('at {0} UTC', listed(times));
  }
  const [first = 0] = minutes.values;
  const within = minutesMeaning(minutes, first);
  if (hours.every) return minutes.values.length > 1 || first > 0 ? within : t('every hour');
  const spans = ranges(hours.values).map(([from, to]) => `${two(from)}:00–${two(to)}:59`);
  if (hours.step !== undefined && minutes.values.length === 1) {
    return t(
      'at minute {0} of every {1} hours from {2}:00 UTC',
      first,
      hours.step,
      two(hours.values[0] ?? 0),
    );
  }
  return t('{0}, {1} UTC', within, listed(spans));
}

function minutesMeaning({ every, step, values }: CronSchedule['minutes'], first: number): string {
  if (every || step === 1) return t('every minute');
  if (step !== undefined && first === 0 && 60 % step === 0) return t('every {0} minutes', step);
  return values.length === 1
    ? t('at minute {0} of the hour', first)
    : t('at minutes {0} of the hour', listed(ranges(values).map(plain)));
}

function daysMeaning(rule: DayRule): string {
  switch (rule.kind) {
    case 'everyDay':
      return '';
    case 'dates':
      return t('on day {0} of the month', listed(ranges(rule.dates).map(plain)));
    case 'weekdays':
      return weekdaysMeaning(rule.weekdays);
    case 'lastDay':
      return rule.before === 0
        ? t('on the last day of the month')
        : t('{0} days before the last day of the month', rule.before);
    case 'lastWorkday':
      return t('on the last workday of the month');
    case 'nearestWorkday':
      return t('on the workday nearest to day {0} of the month', rule.date);
    case 'nthWeekday':
      return t('on {0} number {1} of the month', weekdayName(rule.weekday), rule.nth);
    case 'lastOfWeekday':
      return t('on the last {0} of the month', weekdayName(rule.weekday));
  }
}

function weekdaysMeaning(weekdays: readonly number[]): string {
  switch (weekdays.join('')) {
    case '1234567':
      return '';
    case '23456':
      return t('on weekdays');
    case '17':
      return t('on weekends');
    default:
      return t('on {0}', listed(weekdays.map(weekdayName)));
  }
}

const weekdayName = (weekday: number): string =>
  [t('Sunday'), t('Monday'), t('Tuesday'), t('Wednesday'), t('Thursday'), t('Friday'), t('Saturday')][
    weekday - 1
  ] ?? '';

const monthName = (month: number): string =>
  new Date(Date.UTC(2000, month - 1)).toLocaleString('en', { month: 'long', timeZone: 'UTC' });

const two = (value: number): string => String(value).padStart(2, '0');

/** Runs of neighbours as [first, last]. */
function ranges(values: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const value of values) {
    const last = found.at(-1);
    if (last !== undefined && last[1] === value - 1) last[1] = value;
    else found.push([value, value]);
  }
  return found;
}

const plain = ([from, to]: [number, number]): string => (from === to ? String(from) : `${from}–${to}`);

function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return t('{0} and {1}', parts.slice(0, -1).join(', '), parts.at(-1) ?? '');
}
