/** What a sample event is made for, so that it looks like one that the function would get. */
export interface SampleContext {
  readonly functionName: string;
  /** Milliseconds since the epoch: when the event happened. */
  readonly now: number;
  /** The first route of the manifest's `api`. */
  readonly route?: { readonly method: string; readonly path: string; readonly stage: string };
  /** The first recipient of the manifest's `email`. */
  readonly recipient?: string;
}

export const region = 'eu-west-1';
export const account = '123456789012';

export const isoTime = (now: number): string => new Date(now).toISOString();
export const seconds = (now: number): number => Math.floor(now / 1000);

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const two = (value: number): string => String(value).padStart(2, '0');

/** `Mon, 23 Nov 2026 09:30:00 +0000`, as e-mail has it (RFC 5322). */
export function mailTime(now: number): string {
  const date = new Date(now);
  const day = `${days[date.getUTCDay()] ?? ''}, ${two(date.getUTCDate())} ${months[date.getUTCMonth()] ?? ''}`;
  return `${day} ${date.getUTCFullYear()} ${clock(date)} +0000`;
}

/** `23/Nov/2026:09:30:00 +0000`, as API Gateway's access logs have it. */
export function requestTime(now: number): string {
  const date = new Date(now);
  const day = `${two(date.getUTCDate())}/${months[date.getUTCMonth()] ?? ''}/${date.getUTCFullYear()}`;
  return `${day}:${clock(date)} +0000`;
}

const clock = (date: Date): string =>
  [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');

/**
 * The parameters of a route's path with example values, and the path with them put in: `/users/{username}` answers
 * `{ username: 'username' }` and `/users/username`.
 */
export function examplePath(path: string): { readonly parameters: Record<string, string>; path: string } {
  const parameters: Record<string, string> = {};
  const filled = path.replace(/\{(\w+)\+?\}/g, (_, name: string) => {
    parameters[name] = name;
    return name;
  });
  return { parameters, path: filled };
}
