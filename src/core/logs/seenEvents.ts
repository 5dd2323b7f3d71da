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
  readonly #counts = new Map<string, Count>();
  #polled = new Map<string, number>();
  #ids = new Set<string>();

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
    const ago = now - (this.#began ?? now);
    this.#began = now;
    this.#from = Math.max(this.#from, this.#newest - ago - overlap);
    this.#polled = new Map();
    this.#ids = new Set();
    for (const [key, { time }] of this.#counts) {
      if (time < this.#from) this.#counts.delete(key);
    }
    return this.#from;
  }

  /** Whether this is one that was not seen before. */
  isNew(event: LogEvent, source: 'poll' | 'live'): boolean {
    const { id, stream, time, ingested, message } = event;
    if (source === 'poll' && id !== undefined) {
      if (this.#ids.has(id)) return false;
      this.#ids.add(id);
    }
    // By AWS's clock where the writer's is ahead of it: entries until then are still to come.
    this.#newest = Math.max(this.#newest, Math.min(time, ingested));
    const key = `${stream} ${time} ${message}`;
    const count = this.#counts.get(key) ?? { time, shown: 0, live: 0 };
    this.#counts.set(key, count);
    const polled = (this.#polled.get(key) ?? 0) + 1;
    const seen = source === 'poll' ? polled : ++count.live;
    if (source === 'poll') this.#polled.set(key, polled);
    if (seen <= count.shown) return false;
    count.shown = seen;
    return true;
  }
}
