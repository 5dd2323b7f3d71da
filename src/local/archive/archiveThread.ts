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

  /** Resolves with how the build ended; rejects when the thread broke down. */
  async run(message: BuildMessage, onProgress: (done: number, total: number) => void): Promise<BuildEnd> {
    clearTimeout(this.#idleTimer);
    const worker = (this.#worker ??= this.#start());
    worker.ref();
    try {
      return await new Promise<BuildEnd>((resolve, reject) => {
        worker.on('message', (answer: BuildAnswer) => {
          if (answer.kind === 'progress') onProgress(answer.done, answer.total);
          else resolve(answer);
        });
        worker.on('error', reject);
        worker.on('exit', (code) => reject(new Error(`the archive thread ended with ${code}`)));
        worker.postMessage(message);
      });
    } catch (error) {
      this.#worker = undefined;
      throw error;
    } finally {
      worker.removeAllListeners();
      // An error without a listener would end the process; an idle thread that breaks is simply started anew.
      worker.on('error', () => (this.#worker = undefined));
      worker.on('exit', () => (this.#worker = undefined));
      worker.unref();
      this.#idleTimer = setTimeout(() => void this.end(), this.#idleMilliseconds).unref();
    }
  }

  /** Ends the thread and those it started. */
  async end(): Promise<void> {
    clearTimeout(this.#idleTimer);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #start(): Worker {
    // No environment: nothing here needs it, and it holds secrets. No flags: the editor's are not meant for this.
    const workerData = { role: 'coordinator', workerFile: this.#workerFile.href };
    return new Worker(this.#workerFile, { workerData, env: {}, execArgv: [] });
  }
}
