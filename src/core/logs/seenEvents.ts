import type { LogEvent } from './logEvent.ts';

/** Milliseconds that entries may come later than others of the same time. */
const overlap = 30_000;

interface Count {
  readonly time: number;
  shown: number;
  live: number;
}

/**
 * Tells new entries from known ones, whether a poll or a live tail brings them: neither twice nor never. A live tail gives
 * no ids, so entries are told apart by stream, time and text, and equal ones are counted: a poll answers all of them.
 */
export class SeenEvents {
  #from: number;
  #newest: number;
  #began: number | undefined;
  /** How far the poll has come: it answers by time. */
  #reached = -Infinity;
  readonly #counts = new Map<string, Count>();
  #polled = new Map<string, { readonly time: number; count: number }>();
  #ids = new Map<string, { readonly time: number }>();

  /** @param start milliseconds since the epoch: what is older is not asked for */
  constructor(start: number) {
    this.#from = start;
    this.#newest = start;
  }

  /**
   * Begins a poll, which answers everything from the time that this returns. What came after the poll before had begun is
   * asked for again: that was, by AWS's clock, at least as long before the newest entry as it is ago by ours.
   * @param now milliseconds by any clock
   */
  beginPoll(now: number): number {
    this.#reached = Infinity;
    this.endPage(now);
    this.#began = now;
    this.#reached = -Infinity;
    this.#polled = new Map();
    this.#ids = new Map();
    return this.#from;
  }

  /** Forgets what neither this poll nor a later one will answer again: of a day's log the last minutes are held. */
  endPage(now: number): void {
    const ago = now - (this.#began ?? now);
    this.#from = Math.max(this.#from, this.#newest - ago - overlap);
    const answered = Math.min(this.#from, this.#reached - overlap);
    const forget = (from: Map<string, { readonly time: number }>) => {
      for (const [key, { time }] of from) if (time < answered) from.delete(key);
    };
    forget(this.#counts);
    forget(this.#polled);
    forget(this.#ids);
  }

  /** Whether this is one that was not seen before. */
  isNew(event: LogEvent, source: 'poll' | 'live'): boolean {
    const { id, stream, time, ingested, message } = event;
    if (source === 'poll' && id !== undefined) {
      if (this.#ids.has(id)) return false;
      this.#ids.set(id, { time });
    }
    // By AWS's clock where the writer's is ahead of it: entries until then are still to come.
    const known = Math.min(time, ingested);
    this.#newest = Math.max(this.#newest, known);
    if (source === 'poll') this.#reached = Math.max(this.#reached, known);
    const key = `${stream} ${time} ${message}`;
    const count = this.#counts.get(key) ?? { time, shown: 0, live: 0 };
    this.#counts.set(key, count);
    const polled = this.#polled.get(key) ?? { time, count: 0 };
    if (source === 'poll') this.#polled.set(key, polled);
    const seen = source === 'poll' ? ++polled.count : ++count.live;
    if (seen <= count.shown) return false;
    count.shown = seen;
    return true;
  }
}
