import { closeSync, mkdtempSync, openSync, rmSync, watch, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Milliseconds after which a queue that says nothing is no longer believed. */
const drainLimit = 100;

/**
 * On Linux all watchers of a thread share one inotify queue, which keeps the order in which things happened, and a write is
 * in it before the call that made it returns. So when a write of ours arrives, every change made before it has arrived too.
 * Elsewhere notifications may be late, and there is no such thing.
 */
export class WatchQueue {
  readonly #file: number;
  #arrived: () => void = () => undefined;

  private constructor(file: number) {
    this.#file = file;
  }

  /** Undefined where there is none. */
  static open(): WatchQueue | undefined {
    if (process.platform !== 'linux') return undefined;
    const folder = mkdtempSync(join(tmpdir(), `lambda-workbench-queue-${process.pid}-`));
    try {
      const path = join(folder, 'mark');
      const file = openSync(path, 'w', 0o600);
      try {
        const queue = new WatchQueue(file);
        watch(path, () => queue.#arrived()).unref();
        return queue;
      } catch {
        closeSync(file);
        return undefined; // no watcher left for this user
      }
    } finally {
      // A file that is open can be written, and watched, without a name: nothing of it stays.
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Resolves with true when all that has happened so far has arrived. */
  drain(): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (isDrained: boolean) => {
        clearTimeout(timer);
        this.#arrived = () => undefined;
        resolve(isDrained);
      };
      const timer = setTimeout(() => settle(false), drainLimit);
      this.#arrived = () => settle(true);
      writeSync(this.#file, '.', 0);
    });
  }
}
