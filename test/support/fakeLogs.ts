import { Failure } from '../../src/core/failures/failure.ts';
import type { LogEvent } from '../../src/core/logs/logEvent.ts';
import type { CallOptions } from '../../src/workflows/ports.ts';
import type { LiveTailUpdate, LogGateway, LogRequest } from '../../src/workflows/portsForLogs.ts';

type Call = <T>(operation: string, options: CallOptions, answer: () => T) => Promise<T>;

/** CloudWatch Logs behind the port, with its habits: pages, empty ones among them. */
export class FakeLogs {
  /** By group: what was ingested, in that order. */
  readonly events = new Map<string, LogEvent[]>();
  /** Days by group; undefined for ever. */
  readonly groups = new Map<string, number | undefined>();
  readonly requests: LogRequest[] = [];
  pageSize = 10_000;
  /** Every other page is empty and has a next one. */
  emptyPages = false;
  /** What each live tail brings, one after the other; without one it is refused. */
  sessions: ((signal: AbortSignal) => AsyncIterable<LiveTailUpdate>)[] = [];
  #ids = 0;

  /** Something is written; answers it as a live tail would bring it. */
  put(group: string, stream: string, time: number, message: string, ingested = time): LogEvent {
    const event = { id: String(++this.#ids), stream, time, ingested, message };
    this.events.set(group, [...(this.events.get(group) ?? []), event]);
    if (!this.groups.has(group)) this.groups.set(group, undefined);
    return { ...event, id: undefined };
  }

  gateway(read: Call, write: Call): LogGateway {
    const group = (name: string) => {
      if (!this.groups.has(name)) throw new Failure('aws.notFound', `There is no log group ${name}.`);
    };
    return {
      filterEvents: (request, options) =>
        read('FilterLogEvents', options, () => {
          this.requests.push(request);
          return this.#page(request);
        }),
      liveTail: (_arn, { signal }) => {
        const session = this.sessions.shift();
        if (session === undefined) throw new Failure('aws.accessDenied', 'May not call logs:StartLiveTail.');
        return session(signal);
      },
      readRetention: (name, options) =>
        read('DescribeLogGroups', options, () => (this.groups.has(name) ? this.groups.get(name) : 'missing')),
      createGroup: (name, options) =>
        write('CreateLogGroup', options, () => {
          if (this.groups.has(name)) throw new Failure('aws.alreadyExists', `${name} exists.`);
          this.groups.set(name, undefined);
        }),
      deleteGroup: (name, options) => write('DeleteLogGroup', options, () => void this.groups.delete(name)),
      putRetention: (name, days, options) =>
        write('PutRetentionPolicy', options, () => {
          group(name);
          this.groups.set(name, days);
        }),
    };
  }

  #page({ group, from, to = Infinity, next = '0', pattern = '' }: LogRequest) {
    if (!this.groups.has(group)) return undefined;
    const phrase = pattern.replaceAll('"', '');
    const found = (this.events.get(group) ?? [])
      .filter(({ time, message }) => time >= from && time <= to && message.includes(phrase))
      .toSorted((a, b) => a.time - b.time);
    const [start = 0, empty = 0] = next.split('.').map(Number);
    if (this.emptyPages && empty === 0) return { events: [], next: `${start}.1` };
    const end = start + this.pageSize;
    return { events: found.slice(start, end), next: end < found.length ? `${end}` : undefined };
  }
}
