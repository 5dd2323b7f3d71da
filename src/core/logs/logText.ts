import type { LogEvent } from './logEvent.ts';

const divider = ' │ ';

/** `2026-11-28 12:04:05.123`, in the time zone of the machine. */
export function timeStamp(time: number): string {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return `${day} ${clock}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** An entry as the channel shows it: its time before the first line, the others below it. */
export function logText({ time, message }: Pick<LogEvent, 'time' | 'message'>): string {
  // Python puts carriage returns between the lines of a traceback.
  const [first = '', ...others] = message.trimEnd().split(/\r\n|\r|\n/);
  const stamp = timeStamp(time);
  const below = others.map((line) => `${' '.repeat(stamp.length)}${divider}${line}`);
  return [`${stamp}${divider}${first}`, ...below].join('\n');
}

/** The request that a line of Lambda's own is about, in text or in JSON; undefined for any other line. */
export function requestIdIn(
  line: string,
): { readonly offset: number; readonly requestId: string } | undefined {
  const found =
    /(?:^|│ )(?:(?:START|END|REPORT) RequestId: |\{.*"requestId": ?")([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/.exec(
      line,
    );
  const [whole = '', requestId] = found ?? [];
  if (found === null || requestId === undefined) return undefined;
  return { offset: found.index + whole.length - requestId.length, requestId };
}
