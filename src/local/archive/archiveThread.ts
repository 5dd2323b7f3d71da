import { Worker } from 'node:worker_threads';
import type { BuildAnswer, BuildMessage } from './archiveMessages.ts';

export type BuildEnd = Exclude<BuildAnswer, { kind: 'progress' }>;

/**
 * The coordinator's thread as the asking thread sees it: one build at a time, started when needed, ended after
 * `idleMilliseconds` without work. While idle it does not keep the process alive.
 */
export class ArchiveThread {
  readonly #workerFile: URL;
  readonly #idleMilliseconds: number;
  #worker: Worker | undefined;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(workerFile: URL, idleMilliseconds: number) {
    this.#workerFile = workerFile;
    this.#idleMilliseconds = idleMilliseconds;
  }

  /** Starts the thread ahead of the first build: it loads while the caller is still connecting. */
  start(): void {
    this.#worker ??= this.#newWorker();
    this.#worker.unref();
    this.#endWhenIdle();
  }

  /** Resolves with how the build ended; rejects when the thread broke down. */
  async run(message: BuildMessage, onProgress: (done: number, total: number) => void): Promise<BuildEnd> {
    clearTimeout(this.#idleTimer);
    const worker = (this.#worker ??= this.#newWorker());
    worker.ref();
    let stopListening = () => {};
    try {
      return await new Promise<BuildEnd>((resolve, reject) => {
        const onMessage = (answer: BuildAnswer) => {
          if (answer.kind === 'progress') onProgress(answer.done, answer.total);
          else resolve(answer);
        };
        const onExit = (code: number) => reject(new Error(`the archive thread ended with ${code}`));
        worker.on('message', onMessage).on('error', reject).on('exit', onExit);
        // Not removeAllListeners: it would take the worker's own along and deafen it.
        stopListening = () => {
          worker.off('message', onMessage).off('error', reject).off('exit', onExit);
        };
        worker.postMessage(message);
      });
    } catch (error) {
      this.#worker = undefined;
      throw error;
    } finally {
      stopListening();
      worker.unref();
      this.#endWhenIdle();
    }
  }

  /** Ends the thread and those it started. */
  async end(): Promise<void> {
    clearTimeout(this.#idleTimer);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #endWhenIdle(): void {
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => void this.end(), this.#idleMilliseconds).unref();
  }

  #newWorker(): Worker {
    // No environment: nothing here needs it, and it holds secrets. No flags: the editor's are not meant for this.
    const workerData = { role: 'coordinator', workerFile: this.#workerFile.href };
    const worker = new Worker(this.#workerFile, { workerData, env: {}, execArgv: [] });
    // These stay: an error without a listener ends the process. A thread that broke while idle is started anew.
    const forget = () => {
      if (this.#worker === worker) this.#worker = undefined;
    };
    return worker.on('error', forget).on('exit', forget);
  }
}
