import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { localFailures } from '../../core/failures/localFailures.ts';
import type { CodeRequest, CodeScanner, CodeState } from '../../workflows/portsForContainers.ts';
import { findForeignCode } from './foreignCode.ts';
import type { ScanAnswer, ScanMessage, ScanTrouble } from './scanMessages.ts';

export interface CodeScannerOptions {
  /** The bundle of codeScanWorker.ts: an absolute path or a file URL. */
  readonly workerFile: string | URL;
}

type ScanOptions = Parameters<CodeScanner['scan']>[1];

interface Waiting {
  readonly root: string;
  readonly resolve: (state: CodeState) => void;
  readonly reject: (error: unknown) => void;
}

/** Looks at code folders on a thread of its own, which remembers what it saw: only a number comes back. */
export function createCodeScanner({ workerFile }: CodeScannerOptions): CodeScanner {
  const url = typeof workerFile === 'string' ? pathToFileURL(workerFile) : workerFile;
  return new ThreadedScanner(url);
}

class ThreadedScanner implements CodeScanner {
  readonly #url: URL;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #lastId = 0;

  constructor(url: URL) {
    this.#url = url;
  }

  async scan(request: CodeRequest, { signal, allowed = [] }: ScanOptions): Promise<CodeState> {
    signal.throwIfAborted();
    const id = ++this.#lastId;
    const worker = (this.#worker ??= this.#start());
    const state = await new Promise<CodeState>((resolve, reject) => {
      this.#waiting.set(id, { root: request.folder, resolve, reject });
      worker.ref();
      worker.postMessage({ id, request, allowed } satisfies ScanMessage);
    });
    signal.throwIfAborted();
    return state;
  }

  foreignCode(
    request: CodeRequest,
    architecture: string,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<string | undefined> {
    return findForeignCode(request, architecture, signal);
  }

  async dispose(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
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

  #settle(answer: ScanAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    if (waiting === undefined) return;
    this.#waiting.delete(answer.id);
    // While idle it does not keep the process alive.
    if (this.#waiting.size === 0) this.#worker?.unref();
    if (answer.kind === 'scanned')
      waiting.resolve({ revision: answer.revision, links: answer.links, layers: answer.layers });
    else waiting.reject(failureOf(answer.trouble, waiting.root));
  }
}

function failureOf(trouble: ScanTrouble, root: string): Error {
  switch (trouble.kind) {
    case 'missing':
      return trouble.folder === root
        ? localFailures.codeMissing(root)
        : localFailures.mountMissing(trouble.folder);
    case 'notAllowed':
      return localFailures.folderOutside(trouble.folder);
    case 'outside':
      return localFailures.linkOutside(trouble.path, trouble.target, root);
    case 'unreadable':
      return localFailures.codeUnreadable(trouble.path, trouble.code);
  }
}
