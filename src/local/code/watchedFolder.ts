import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { ArchiveStop } from '../../core/archive/archiveTrouble.ts';
import { BuildCancelled } from '../archive/stopSignal.ts';
import type { FunctionCode, ScanQuestion } from './functionCode.ts';
import { ScanStop } from './scanMessages.ts';
import type { ScanResult } from './scanMessages.ts';
import type { WatchQueue } from './watchQueue.ts';

/** Files from which on it is worth to be told of changes, and folders up to which the system is asked to tell. */
const worthWatching = 200;
const mostFolders = 8_000;
/** Milliseconds after the last question at which every file is looked at again, for what notifications cannot tell. */
const lookAgain = 500;
/** How often a tree is looked at that changes while it is. */
const attempts = 5;

/**
 * A function's code that is large enough for looking at every file to be felt. While all of its folders are watched and
 * nothing was told, it is taken to be as it was. A change by another name of the same file, or through mapped memory, is not
 * told: so a moment after each question every file is looked at once more.
 */
export class WatchedFolder {
  readonly #code: FunctionCode;
  readonly #queue: WatchQueue | undefined;
  readonly #watchers = new Map<string, FSWatcher>();
  #last: { readonly asked: string; readonly result: ScanResult } | undefined;
  /** True when the last look came after all watchers, and none has told of a change since. */
  #isCertain = false;
  #mayWatch = true;
  #again: NodeJS.Timeout | undefined;

  constructor(code: FunctionCode, queue: WatchQueue | undefined) {
    this.#code = code;
    this.#queue = queue;
  }

  async scan(question: ScanQuestion): Promise<ScanResult> {
    clearTimeout(this.#again);
    const asked = JSON.stringify([question.request, question.allowed]);
    // The order matters: what arrives while the queue is drained takes the certainty away.
    const isDrained = this.#isCertain && (await this.#queue?.drain()) === true;
    const isKnown = isDrained && this.#isCertain && this.#last?.asked === asked && this.#code.isThere;
    const result = isKnown && this.#last !== undefined ? this.#last.result : this.#look(question, asked);
    if (this.#queue !== undefined && this.#mayWatch && this.#code.files >= worthWatching) {
      const again = { ...question, checkStop: () => undefined, onProgress: () => undefined };
      this.#again = setTimeout(() => this.#look(again, asked), this.#isCertain ? lookAgain : 0).unref();
    }
    return result;
  }

  #look(question: ScanQuestion, asked: string): ScanResult {
    this.#isCertain = true;
    const result = this.#attempt(question);
    this.#last = { asked, result };
    if (result.kind !== 'scanned' || !this.#watchAll()) this.#isCertain = false;
    return result;
  }

  #attempt(question: ScanQuestion): ScanResult {
    for (let n = 1; ; n++) {
      try {
        return this.#code.look(question);
      } catch (error) {
        if (error instanceof BuildCancelled) return { kind: 'cancelled' };
        if (error instanceof ScanStop) return { kind: 'trouble', trouble: error.trouble };
        if (!(error instanceof ArchiveStop)) throw error;
        // Something went away while it was looked at, as it does when a person saves or a tool installs.
        if (error.trouble.kind === 'changed' && n < attempts) continue;
        return { kind: 'trouble', trouble: { kind: 'tree', trouble: error.trouble } };
      }
    }
  }

  /** True when every folder was watched already before the look. */
  #watchAll(): boolean {
    const { folders, files } = this.#code;
    if (!this.#mayWatch || this.#queue === undefined || files < worthWatching) return false;
    let isComplete = true;
    for (const folder of folders) {
      if (this.#watchers.has(folder)) continue;
      isComplete = false;
      if (!this.#watch(folder)) return false;
    }
    for (const [folder, watcher] of this.#watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    return isComplete;
  }

  #watch(folder: string): boolean {
    try {
      if (this.#watchers.size >= mostFolders) throw new Error('too many folders');
      const changed = () => {
        this.#isCertain = false;
      };
      this.#watchers.set(folder, watch(folder, changed).on('error', changed).unref());
      return true;
    } catch {
      // The user's watchers are used up: then every file is looked at each time.
      this.#mayWatch = false;
      for (const watcher of this.#watchers.values()) watcher.close();
      this.#watchers.clear();
      return false;
    }
  }
}
