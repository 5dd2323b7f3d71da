/**
 * A time that a person types: `14:30`, `14:30:05`, `2026-11-28`, `2026-11-28 14:30`, in the machine's time zone or, with a
 * `Z` behind it, in UTC. A time without a day is the last one before now. Undefined when it is none of these, or to come.
 * @returns milliseconds since the epoch
 */
export function parseStartTime(text: string, now: number): number | undefined {
  const [, day, clock, zone = ''] =
    /^(?:(\d{4}-\d\d-\d\d)(?:[ T]+|$))?(\d\d?:\d\d(?::\d\d)?)? ?(Z)?$/i.exec(text.trim()) ?? [];
  if (day === undefined && clock === undefined) return undefined;
  const time = (clock ?? '00:00').replace(/^(\d):/, '0$1:');
  const utc = zone === '' ? '' : 'Z';
  if (day !== undefined) return past(Date.parse(`${day}T${time}${utc}`), now);
  const date = new Date(now);
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  if (utc === '') date.setHours(hours, minutes, seconds, 0);
  else date.setUTCHours(hours, minutes, seconds, 0);
  if (date.getTime() > now) date.setDate(date.getDate() - 1);
  return date.getTime();
}

const past = (time: number, now: number) => (Number.isNaN(time) || time > now ? undefined : time);
