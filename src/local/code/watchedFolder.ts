import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import type { CodeRequest } from '../../workflows/portsForContainers.ts';
import { FolderState } from './folderState.ts';
import type { ScanResult } from './scanMessages.ts';
import type { WatchQueue } from './watchQueue.ts';

/** Files from which on it is worth to be told of changes, and folders up to which the system is asked to tell. */
const worthWatching = 200;
const mostFolders = 8_000;
/** Milliseconds after the last question at which every file is looked at again, for what notifications cannot tell. */
const lookAgain = 500;

/**
 * A code folder that is large enough for looking at every file to be felt. While all of its folders are watched and nothing
 * was told, it is taken to be as it was. A change by another name of the same file, or through mapped memory, is not told:
 * so a moment after each question every file is looked at once more.
 */
export class WatchedFolder {
  readonly #state: FolderState;
  readonly #queue: WatchQueue | undefined;
  readonly #watchers = new Map<string, FSWatcher>();
  #last: ScanResult | undefined;
  /** True when the last look came after all watchers, and none has told of a change since. */
  #isCertain = false;
  #mayWatch = true;
  #again: NodeJS.Timeout | undefined;
  #allowed: readonly string[] = [];

  constructor(request: CodeRequest, queue: WatchQueue | undefined) {
    this.#state = new FolderState(request);
    this.#queue = queue;
  }

  /** @param allowed real paths outside of the workspace folder that may be looked at */
  async scan(allowed: readonly string[]): Promise<ScanResult> {
    this.#allowed = allowed;
    clearTimeout(this.#again);
    // The order matters: what arrives while the queue is drained takes the certainty away.
    const isDrained = this.#isCertain && (await this.#queue?.drain()) === true;
    const result = isDrained && this.#isCertain && this.#last !== undefined ? this.#last : this.#look();
    if (this.#queue !== undefined && this.#mayWatch && this.#state.files >= worthWatching) {
      this.#again = setTimeout(() => this.#look(), this.#isCertain ? lookAgain : 0).unref();
    }
    return result;
  }

  #look(): ScanResult {
    this.#isCertain = true;
    const result = this.#state.scan(this.#allowed);
    this.#last = result;
    if (result.kind === 'trouble' || !this.#watchAll()) this.#isCertain = false;
    return result;
  }

  /** True when every folder was watched already before the look. */
  #watchAll(): boolean {
    const { folders, files } = this.#state;
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
