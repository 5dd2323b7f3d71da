import type { CronSchedule, DayRule } from './schedule.ts';

const dayMs = 86_400_000;

/**
 * The next times of a cron schedule after `now`, in milliseconds since the epoch; fewer than `count` where it ends. A rate
 * has no such times: EventBridge counts them from when the rule was made, which it does not tell.
 */
export function nextRuns(schedule: CronSchedule, now: number, count: number): number[] {
  const { minutes, hours, days, months, years } = schedule;
  const found: number[] = [];
  const lastYear = years.values.at(-1) ?? 0;
  const date = new Date(now - (now % dayMs));
  while (found.length < count && date.getUTCFullYear() <= lastYear) {
    const year = date.getUTCFullYear();
    const month = date.getUTCMonth();
    if (!years.values.includes(year)) {
      date.setUTCFullYear(year + 1, 0, 1);
    } else if (!months.values.includes(month + 1)) {
      date.setUTCMonth(month + 1, 1);
    } else {
      if (isDay(days, year, month, date.getUTCDate())) {
        for (const hour of hours.values) {
          for (const minute of minutes.values) {
            const time = date.getTime() + (hour * 60 + minute) * 60_000;
            if (time > now && found.length < count) found.push(time);
          }
        }
      }
      date.setUTCDate(date.getUTCDate() + 1);
    }
  }
  return found;
}

/** 1 (Sunday) to 7, as EventBridge counts. */
const weekdayOf = (year: number, month: number, day: number): number =>
  new Date(Date.UTC(year, month, day)).getUTCDay() + 1;

const lengthOf = (year: number, month: number): number => new Date(Date.UTC(year, month + 1, 0)).getUTCDate();

function isDay(rule: DayRule, year: number, month: number, day: number): boolean {
  const last = lengthOf(year, month);
  const weekday = weekdayOf(year, month, day);
  switch (rule.kind) {
    case 'everyDay':
      return true;
    case 'dates':
      return rule.dates.includes(day);
    case 'weekdays':
      return rule.weekdays.includes(weekday);
    case 'lastDay':
      return day === last - rule.before;
    case 'lastWorkday':
      return day === nearestWorkday(year, month, last);
    case 'nearestWorkday':
      return rule.date <= last && day === nearestWorkday(year, month, rule.date);
    case 'nthWeekday':
      return weekday === rule.weekday && Math.ceil(day / 7) === rule.nth;
    case 'lastOfWeekday':
      return weekday === rule.weekday && day > last - 7;
  }
}

/** Friday for a Saturday, Monday for a Sunday, and never in another month. */
function nearestWorkday(year: number, month: number, day: number): number {
  switch (weekdayOf(year, month, day)) {
    case 7:
      return day > 1 ? day - 1 : day + 2;
    case 1:
      return day < lengthOf(year, month) ? day + 1 : day - 2;
    default:
      return day;
  }
}
