import { t } from '@vscode/l10n';

/** A field of a cron expression: what it may hold, and what it is called in sentences. */
export interface FieldRule {
  readonly name: () => string;
  readonly min: number;
  readonly max: number;
  /** Names that stand for numbers, the first one for `min`. */
  readonly names: readonly string[];
}

export interface CronValues {
  /** True for `*`. */
  readonly every: boolean;
  /** Of `*` or `start/step` as the only part: the distance of the values. */
  readonly step: number | undefined;
  /** Sorted. */
  readonly values: readonly number[];
}

export const cronFields = {
  minutes: { name: () => t('minutes'), min: 0, max: 59, names: [] },
  hours: { name: () => t('hours'), min: 0, max: 23, names: [] },
  dates: { name: () => t('day-of-month'), min: 1, max: 31, names: [] },
  months: {
    name: () => t('month'),
    min: 1,
    max: 12,
    names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  },
  weekdays: {
    name: () => t('day-of-week'),
    min: 1,
    max: 7,
    names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
  },
  years: { name: () => t('year'), min: 1970, max: 2199, names: [] },
} satisfies Record<string, FieldRule>;

/** What AWS would refuse; its message is a sentence. */
export class ScheduleError extends Error {
  /** What was most likely meant. */
  readonly suggestion: string | undefined;

  constructor(sentence: string, suggestion?: string) {
    super(sentence);
    this.suggestion = suggestion;
  }
}

/** Reads `*`, values, ranges, steps and lists of them. Throws a `ScheduleError`. */
export function readValues(text: string, rule: FieldRule): CronValues {
  const parts = text.split(',');
  const found = new Set(parts.flatMap((part) => partValues(part, rule)));
  const step = parts.length === 1 ? /\/(\d+)$/.exec(text)?.[1] : undefined;
  return {
    every: text === '*',
    step: step === undefined || text.includes('-') ? undefined : Number(step),
    values: [...found].sort((a, b) => a - b),
  };
}

function partValues(part: string, rule: FieldRule): number[] {
  const [, range = '', written] = /^([^/]*)(?:\/(\d+))?$/.exec(part) ?? [];
  if (part === '' || (range === '' && written === undefined)) throw unknownValue(part, rule);
  const step = written === undefined ? 1 : Number(written);
  if (step < 1 || step > rule.max) {
    throw new ScheduleError(
      t('The step of "{0}" in the field {1} must be from 1 to {2}.', part, rule.name(), rule.max),
    );
  }
  const [from, to] = rangeOf(range, written !== undefined, part, rule);
  const values: number[] = [];
  // A range that ends before it starts goes on at the beginning: 22-2, FRI-MON.
  const size = rule.max - rule.min + 1;
  const end = to < from ? to + size : to;
  for (let value = from; value <= end; value += step) {
    values.push(value > rule.max ? value - size : value);
  }
  return values;
}

function rangeOf(range: string, stepped: boolean, part: string, rule: FieldRule): [number, number] {
  if (range === '*' || range === '') return [rule.min, rule.max];
  const ends = range.split('-');
  const [first = '', last] = ends;
  if (ends.length > 2) throw unknownValue(part, rule);
  const from = readValue(first, rule);
  if (last === undefined) return [from, stepped ? rule.max : from];
  const to = readValue(last, rule);
  if (to < from && rule.min === cronFields.years.min) {
    throw new ScheduleError(t('The years of "{0}" end before they begin.', part));
  }
  return [from, to];
}

/** A number within the bounds of the field, or one of its names. */
export function readValue(text: string, rule: FieldRule): number {
  const named = rule.names.indexOf(text.toUpperCase());
  if (named !== -1) return named + rule.min;
  const value = /^\d{1,4}$/.test(text) ? Number(text) : NaN;
  if (!(value >= rule.min && value <= rule.max)) throw unknownValue(text, rule);
  return value;
}

export function unknownValue(text: string, { name, min, max, names }: FieldRule): ScheduleError {
  const [first] = names;
  const bounds = first === undefined ? `${min}-${max}` : `${min}-${max}, ${first}-${names.at(-1) ?? ''}`;
  return new ScheduleError(t('"{0}" is no value of the field {1}, which takes {2}.', text, name(), bounds));
}
