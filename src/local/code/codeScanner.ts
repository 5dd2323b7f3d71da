import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { localFailures } from '../../core/failures/localFailures.ts';
import type { CodeRequest, CodeScanner, CodeState, ScanOptions } from '../../workflows/portsForContainers.ts';
import { createStopFlag, raiseStopFlag } from '../archive/stopSignal.ts';
import { findForeignCode } from './foreignCode.ts';
import { scanFailure } from './scanFailure.ts';
import type { ScanAnswer, ScanMessage } from './scanMessages.ts';

export interface CodeScannerOptions {
  /** The bundle of codeScanWorker.ts: an absolute path or a file URL. */
  readonly workerFile: string | URL;
  /** Absolute path of a folder for copies of code alone; it is created when needed, and what is old in there is removed. */
  readonly copyFolder: string;
}

interface Waiting {
  readonly root: string;
  readonly resolve: (state: CodeState) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress: ScanOptions['onProgress'];
}

/** Looks at code on a thread of its own, which remembers what it saw and keeps a copy in step: only a number comes back. */
export function createCodeScanner({ workerFile, copyFolder }: CodeScannerOptions): CodeScanner {
  const url = typeof workerFile === 'string' ? pathToFileURL(workerFile) : workerFile;
  return new ThreadedScanner(url, copyFolder);
}

class ThreadedScanner implements CodeScanner {
  readonly #url: URL;
  readonly #copyFolder: string;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #lastId = 0;

  constructor(url: URL, copyFolder: string) {
    this.#url = url;
    this.#copyFolder = copyFolder;
  }

  async scan(request: CodeRequest, { signal, allowed = [], onProgress }: ScanOptions): Promise<CodeState> {
    signal.throwIfAborted();
    const id = ++this.#lastId;
    const worker = (this.#worker ??= this.#start());
    const cancel = createStopFlag();
    const onAbort = () => raiseStopFlag(cancel);
    signal.addEventListener('abort', onAbort);
    try {
      const state = await new Promise<CodeState>((resolve, reject) => {
        this.#waiting.set(id, { root: request.tree.root, resolve, reject, onProgress });
        worker.ref();
        const place = this.#placeOf(request);
        worker.postMessage({ id, request, place, allowed, cancel } satisfies ScanMessage);
      });
      signal.throwIfAborted();
      return state;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  foreignCode(
    places: readonly string[],
    architecture: string,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<string | undefined> {
    return findForeignCode(places, architecture, signal);
  }

  async dispose(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #placeOf({ name, tree }: CodeRequest): string {
    const identity = JSON.stringify([name, tree.workspaceFolder, tree.root]);
    return join(this.#copyFolder, createHash('sha256').update(identity).digest('hex').slice(0, 24));
  }

  #start(): Worker {
    // No environment and no flags, as for the archiver's threads.
    const worker = new Worker(this.#url, { env: {}, execArgv: [] });
    const broke = (error: unknown) => {
      if (this.#worker === worker) this.#worker = undefined;
      for (const { root, reject } of this.#waiting.values()) reject(localFailures.scanFailed(root, error));
      this.#waiting.clear();
    };
    worker.on('message', (answer: ScanAnswer) => this.#settle(answer));
    worker.on('error', broke).on('exit', broke);
    return worker;
  }

  #settle({ id, ...answer }: ScanAnswer): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    if (answer.kind === 'progress') {
      waiting.onProgress?.(answer.done, answer.total);
      return;
    }
    this.#waiting.delete(id);
    // While idle it does not keep the process alive.
    if (this.#waiting.size === 0) this.#worker?.unref();
    if (answer.kind === 'scanned') {
      const { folder, revision, places, layers } = answer;
      waiting.resolve({ folder, revision, places, layers });
    } else if (answer.kind === 'cancelled') {
      waiting.reject(new DOMException('Copying was cancelled.', 'AbortError'));
    } else waiting.reject(scanFailure(answer.trouble, waiting.root));
  }
}
