import type { CallOptions } from '../core/callOptions.ts';
import type { LogEvent } from '../core/logs/logEvent.ts';

export interface LogPage {
  readonly events: readonly LogEvent[];
  /** Names the next page, which may be there although this one is empty. */
  readonly next: string | undefined;
}

export interface LogRequest {
  readonly group: string;
  /** Milliseconds since the epoch, inclusive. */
  readonly from: number;
  readonly to?: number;
  /** Filter pattern of CloudWatch Logs. */
  readonly pattern?: string;
  /** Of the page before. */
  readonly next?: string | undefined;
}

export type LiveTailUpdate =
  /** From now on nothing is missed. */
  | { readonly kind: 'started' }
  /** About once a second, also when there is nothing. `sampled`: there was more than it holds. */
  | { readonly kind: 'events'; readonly events: readonly LogEvent[]; readonly sampled: boolean };

/** CloudWatch Logs. Rejects as said in ports.ts. */
export interface LogGateway {
  /** Undefined where there is no such group. */
  filterEvents(request: LogRequest, options: CallOptions): Promise<LogPage | undefined>;
  /** Ends when the session does: at the latest after 3 hours. */
  liveTail(groupArn: string, options: CallOptions): AsyncIterable<LiveTailUpdate>;
  /** Days that entries are kept, undefined for ever; `missing` where there is no such group. */
  readRetention(group: string, options: CallOptions): Promise<number | undefined | 'missing'>;
  /** `aws.alreadyExists` when it is there. */
  createGroup(group: string, options: CallOptions): Promise<void>;
  /** With all of its entries; one that is not there is no failure. */
  deleteGroup(group: string, options: CallOptions): Promise<void>;
  /** `aws.notFound` when it is not there. */
  putRetention(group: string, days: number, options: CallOptions): Promise<void>;
}
