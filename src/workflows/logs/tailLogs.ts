import { t } from '@vscode/l10n';
import { isFailure } from '../../core/failures/failure.ts';
import { versionOfStream } from '../../core/logs/functionLog.ts';
import type { LogEvent } from '../../core/logs/logEvent.ts';
import { SeenEvents } from '../../core/logs/seenEvents.ts';
import { passesByItself } from '../passingTrouble.ts';
import type { CallOptions, Clock } from '../ports.ts';
import type { LogGateway } from '../portsForLogs.ts';

export interface TailedLog {
  readonly functionName: string;
  readonly group: string;
  readonly groupArn: string;
  /** Milliseconds since the epoch. */
  readonly from: number;
  /** Versions whose lines are wanted, asked again now and then: an alias may be moved. Undefined: all. */
  readonly versions?: (options: CallOptions) => Promise<readonly string[]>;
  /** Why there is no such group, as a sentence. */
  readonly whyMissing: (options: CallOptions) => Promise<string>;
}

export interface TailRun extends CallOptions {
  readonly logs: Pick<LogGateway, 'filterEvents' | 'liveTail'>;
  readonly clock: Clock;
  /** Whether a live tail is tried; else, and where it is refused, it is asked again and again. */
  readonly live: boolean;
  /** New entries, in the order of their time as far as they come together. */
  readonly onEvents: (events: readonly LogEvent[]) => void;
  /** Something to know about the tail itself. */
  readonly onNote: (sentence: string) => void;
}

/** Milliseconds between two polls: soon again while something comes. */
const shortestPause = 2000;
const longestPause = 5000;
/** The same while CloudWatch cannot be reached or wants fewer calls. */
const longestTrouble = 30_000;
/** Milliseconds after which a live tail is checked by a poll: what it may have left out is shown after all. */
const sweepEvery = 15_000;
const versionsEvery = 30_000;
/** Live tails that may fail one after the other before they begin; the log itself was read between them. */
const mostLiveTrouble = 3;

/**
 * Follows the log of a function until it is aborted: first what is there from a time on, then what comes. Nothing is shown
 * twice or left out, whatever is paged, throttled, sampled or cut off. A group that is not there yet is waited for. Rejects
 * with an AbortError, or with a `Failure` that does not pass by itself.
 */
export async function tailLogs(log: TailedLog, run: TailRun): Promise<never> {
  const tail = new Tail(log, run);
  let pause = shortestPause;
  for (let live = run.live; ;) {
    const { there, shown } = await tail.poll();
    if (there && live) live = await tail.followLive();
    pause = shown ? shortestPause : Math.min(pause * 1.25, longestPause);
    await run.clock.sleep(pause, run.signal);
  }
}

class Tail {
  readonly #log: TailedLog;
  readonly #run: TailRun;
  readonly #seen: SeenEvents;
  #missing = false;
  #versions: readonly string[] | undefined;
  #versionsRead = -Infinity;
  #polled = -Infinity;
  #liveTrouble = 0;

  constructor(log: TailedLog, run: TailRun) {
    this.#log = log;
    this.#run = run;
    this.#seen = new SeenEvents(log.from);
  }

  /** Shows what there is and was not shown yet. */
  async poll(): Promise<{ readonly there: boolean; readonly shown: boolean }> {
    const { group, whyMissing } = this.#log;
    await this.#readVersions();
    const from = this.#seen.beginPoll(this.#run.clock.now());
    let shown = false;
    let next: string | undefined;
    do {
      const request = { group, from, next };
      const page = await this.#patiently(() => this.#run.logs.filterEvents(request, this.#run));
      if (page === undefined) {
        if (!this.#missing) this.#run.onNote(await this.#patiently(() => whyMissing(this.#run)));
        this.#missing = true;
        return { there: false, shown: false };
      }
      if (this.#show(page.events, 'poll')) shown = true;
      this.#seen.endPage(this.#run.clock.now());
      ({ next } = page);
    } while (next !== undefined);
    this.#missing = false;
    this.#polled = this.#run.clock.now();
    return { there: true, shown };
  }

  /** Reads live tails, one after the other. Answers false where they are refused. */
  async followLive(): Promise<boolean> {
    const { clock, logs, signal, onNote } = this.#run;
    try {
      for await (const update of logs.liveTail(this.#log.groupArn, this.#run)) {
        signal.throwIfAborted();
        if (update.kind === 'started') {
          this.#liveTrouble = 0;
          await this.poll();
          continue;
        }
        await this.#readVersions();
        this.#show(update.events, 'live');
        if (update.sampled)
          onNote(t('More came than a live tail shows at once: what it left out is read from the log.'));
        if (update.sampled || clock.now() - this.#polled >= sweepEvery) await this.poll();
      }
      onNote(t('A live tail ends after 3 hours. Another one was begun.'));
      return true;
    } catch (error) {
      if (!isFailure(error)) throw error;
      const { message } = error;
      if (passesByItself(error) && ++this.#liveTrouble < mostLiveTrouble) return true;
      onNote(t('The log is read every few seconds, as there is no live tail: {0}', message));
      return false;
    }
  }

  #show(events: readonly LogEvent[], source: 'poll' | 'live'): boolean {
    const isWanted = ({ stream }: LogEvent) => {
      const version = versionOfStream(stream, this.#log.functionName);
      return version !== undefined && (this.#versions?.includes(version) ?? true);
    };
    // Each is counted, also one of another version: the next poll begins behind it.
    const fresh = events.filter((event) => this.#seen.isNew(event, source)).filter(isWanted);
    if (fresh.length > 0) this.#run.onEvents(fresh.toSorted((a, b) => a.time - b.time));
    return fresh.length > 0;
  }

  async #readVersions(): Promise<void> {
    const { clock, onNote } = this.#run;
    const { versions } = this.#log;
    if (versions === undefined || clock.now() - this.#versionsRead < versionsEvery) return;
    const read = await this.#patiently(() => versions(this.#run));
    const before = this.#versions?.join(', ');
    this.#versions = read;
    this.#versionsRead = clock.now();
    if (before !== undefined && before !== read.join(', '))
      onNote(t('The alias was moved: the lines of version {0} are shown from now on.', read.join(', ')));
  }

  /** Asks again for as long as it takes, less and less often, and says so once. */
  async #patiently<T>(work: () => Promise<T>): Promise<T> {
    const { clock, signal, onNote } = this.#run;
    for (let pause = shortestPause; ; pause = Math.min(pause * 2, longestTrouble)) {
      try {
        return await work();
      } catch (error) {
        if (!passesByItself(error)) throw error;
        if (pause === shortestPause) onNote(t('{0} Trying again…', error.message));
        await clock.sleep(pause, signal);
      }
    }
  }
}
