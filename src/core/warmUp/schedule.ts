import { t } from '@vscode/l10n';
import { cronFields, readValue, readValues, ScheduleError, unknownValue } from './cronField.ts';
import type { CronValues } from './cronField.ts';

export type RateUnit = 'minute' | 'hour' | 'day';

export interface RateSchedule {
  readonly kind: 'rate';
  readonly value: number;
  readonly unit: RateUnit;
}

/** The days of a month; weekdays are 1 (Sunday) to 7. */
export type DayRule =
  | { readonly kind: 'everyDay' }
  | { readonly kind: 'dates'; readonly dates: readonly number[] }
  | { readonly kind: 'weekdays'; readonly weekdays: readonly number[] }
  /** `before` days before the last one. */
  | { readonly kind: 'lastDay'; readonly before: number }
  | { readonly kind: 'lastWorkday' }
  /** The workday nearest to a date, in the same month. */
  | { readonly kind: 'nearestWorkday'; readonly date: number }
  | { readonly kind: 'nthWeekday'; readonly weekday: number; readonly nth: number }
  | { readonly kind: 'lastOfWeekday'; readonly weekday: number };

export interface CronSchedule {
  readonly kind: 'cron';
  readonly minutes: CronValues;
  readonly hours: CronValues;
  readonly days: DayRule;
  readonly months: CronValues;
  readonly years: CronValues;
}

export type Schedule = RateSchedule | CronSchedule;

export interface ScheduleProblem {
  readonly kind: 'problem';
  /** One sentence. */
  readonly sentence: string;
  /** The expression that was most likely meant. */
  readonly suggestion: string | undefined;
}

/**
 * Reads a schedule expression by the rules of EventBridge (user guide, "Setting a schedule pattern for scheduled rules").
 * Never throws.
 */
export function parseSchedule(text: string): Schedule | ScheduleProblem {
  try {
    if (/^\s*rate\b/i.test(text)) return readRate(text);
    if (/^\s*cron\b/i.test(text)) return readCron(text);
    const sentence = t(
      'A schedule is rate(5 minutes) or cron(30 9 ? * MON-FRI *): minutes, hours, day-of-month, month, day-of-week, year, in UTC.',
    );
    throw new ScheduleError(sentence);
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    return { kind: 'problem', sentence: error.message, suggestion: error.suggestion };
  }
}

function readRate(text: string): RateSchedule {
  const [, digits, word = ''] = /^\s*rate\s*\(\s*(\d+)\s*([a-z]*)\s*\)\s*$/i.exec(text) ?? [];
  const unit = (['minute', 'hour', 'day'] as const).find((one) => `${one}s`.startsWith(word.toLowerCase()));
  if (digits === undefined || unit === undefined || word === '') {
    throw new ScheduleError(t('A rate is a number and minutes, hours or days, such as rate(5 minutes).'));
  }
  const value = Number(digits);
  if (value === 0) throw new ScheduleError(t('A rate must be 1 or more.'), `rate(1 ${unit})`);
  const plain = `rate(${digits} ${value === 1 ? unit : `${unit}s`})`;
  if (text !== plain) {
    const sentence =
      value === 1
        ? t('AWS takes the singular after 1 only, in exactly this form: {0}.', plain)
        : t('AWS takes the plural after {0} only, in exactly this form: {1}.', digits, plain);
    throw new ScheduleError(sentence, plain);
  }
  return { kind: 'rate', value, unit };
}

function readCron(text: string): CronSchedule {
  const inner = /^cron\(([^()]*)\)$/.exec(text)?.[1];
  if (inner === undefined)
    throw new ScheduleError(t('A cron expression is written cron(…), in small letters.'));
  const fields = inner.trim().split(/\s+/);
  const [minutes = '', hours = '', dates = '', months = '', weekdays = '', years = ''] = fields;
  if (fields.length !== 6) {
    const sentence = t(
      'A cron expression of AWS has 6 fields (minutes, hours, day-of-month, month, day-of-week, year), and this one has {0}.',
      inner.trim() === '' ? 0 : fields.length,
    );
    // As crontab has it: five fields, and weekdays that are counted from another day.
    const guess =
      fields.length === 5 && !/\d/.test(weekdays) ? withQuestionMark([...fields, '*']) : undefined;
    throw new ScheduleError(sentence, guess);
  }
  if ((dates === '?') === (weekdays === '?')) {
    const sentence = t(
      'Exactly one of day-of-month and day-of-week must be "?": a day is given by one of them only.',
    );
    throw new ScheduleError(sentence, withQuestionMark(fields));
  }
  return {
    kind: 'cron',
    minutes: readValues(minutes, cronFields.minutes),
    hours: readValues(hours, cronFields.hours),
    days: dates === '?' ? readWeekdays(weekdays) : readDates(dates),
    months: readValues(months, cronFields.months),
    years: readValues(years, cronFields.years),
  };
}

/** The same with "?" in place of the "*" that says nothing; undefined where there is none or AWS would refuse it still. */
function withQuestionMark(fields: readonly string[]): string | undefined {
  const at = [4, 2].find((index) => fields[index] === '*');
  if (at === undefined || fields.includes('?')) return undefined;
  const expression = `cron(${fields.with(at, '?').join(' ')})`;
  return parseSchedule(expression).kind === 'cron' ? expression : undefined;
}

function readDates(text: string): DayRule {
  const rule = cronFields.dates;
  if (text === '*') return { kind: 'everyDay' };
  if (text === 'L') return { kind: 'lastDay', before: 0 };
  if (text === 'LW') return { kind: 'lastWorkday' };
  const [, before] = /^L-(\d{1,2})$/.exec(text) ?? [];
  if (before !== undefined && Number(before) <= 30) return { kind: 'lastDay', before: Number(before) };
  const [, near] = /^(\d{1,2})W$/.exec(text) ?? [];
  if (near !== undefined) return { kind: 'nearestWorkday', date: readValue(near, rule) };
  if (/[LW]/i.test(text)) throw alone(text, 'L, W');
  return { kind: 'dates', dates: readValues(text, rule).values };
}

function readWeekdays(text: string): DayRule {
  const rule = cronFields.weekdays;
  if (text === '*') return { kind: 'everyDay' };
  if (text === 'L') return { kind: 'weekdays', weekdays: [7] };
  const [, day, nth] = /^(\w+)#(\d+)$/.exec(text) ?? [];
  if (day !== undefined && nth !== undefined) {
    if (Number(nth) < 1 || Number(nth) > 5) throw unknownValue(text, rule);
    return { kind: 'nthWeekday', weekday: readValue(day, rule), nth: Number(nth) };
  }
  const [, last] = /^([A-Z]{3}|\d)L$/i.exec(text) ?? [];
  if (last !== undefined) return { kind: 'lastOfWeekday', weekday: readValue(last, rule) };
  if (/#|\dL/i.test(text)) throw alone(text, 'L, #');
  return { kind: 'weekdays', weekdays: readValues(text, rule).values };
}

const alone = (text: string, signs: string) =>
  new ScheduleError(
    t('"{0}" cannot be used: {1} go with one day only, not with lists or ranges.', text, signs),
  );
