import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { CompressAnswer, CompressJob } from './archiveMessages.ts';

interface Waiting {
  readonly job: CompressJob;
  readonly resolve: (answer: CompressAnswer) => void;
}

/** Enough to keep a laptop's cores busy; more would compete with the editor for them. */
const maxThreads = 4;
/** One job in work and one waiting, so that a thread never idles while its answer travels. */
const jobsPerThread = 2;

/** Threads that compress. They are started when first needed and end with the thread that owns the pool. */
export class CompressorPool {
  readonly #workerFile: URL;
  readonly #queue: Waiting[] = [];
  readonly #threads: { readonly worker: Worker; readonly running: Map<number, Waiting> }[] = [];

  constructor(workerFile: URL) {
    this.#workerFile = workerFile;
  }

  /** How many jobs it makes sense to have handed over at a time. */
  get appetite(): number {
    return threadCount() * jobsPerThread;
  }

  /** Starts the threads ahead of the first job: they load while the tree is still being walked. */
  start(): void {
    while (this.#threads.length < threadCount()) this.#addThread();
  }

  run(job: CompressJob): Promise<CompressAnswer> {
    this.start();
    return new Promise((resolve) => {
      this.#queue.push({ job, resolve });
      this.#feed();
    });
  }

  #addThread(): void {
    const worker = new Worker(this.#workerFile, {
      workerData: { role: 'compressor' },
      env: {},
      execArgv: [],
    });
    const thread = { worker, running: new Map<number, Waiting>() };
    worker.on('message', (answer: CompressAnswer) => {
      const waiting = thread.running.get(answer.batch);
      thread.running.delete(answer.batch);
      waiting?.resolve(answer);
      this.#feed();
    });
    const end = (message: string) => {
      const at = this.#threads.indexOf(thread);
      if (at >= 0) this.#threads.splice(at, 1);
      for (const [batch, { resolve }] of thread.running) resolve({ kind: 'error', batch, message });
      thread.running.clear();
      // The build fails with this answer; what still waits would otherwise wait for ever.
      for (const { job, resolve } of this.#queue.splice(0))
        resolve({ kind: 'error', batch: job.batch, message });
    };
    worker.on('error', (error: Error) => end(error.stack ?? error.message));
    worker.on('exit', (code) => end(`a compressor thread ended with ${code}`));
    this.#threads.push(thread);
  }

  #feed(): void {
    for (;;) {
      const idlest = this.#threads.toSorted((a, b) => a.running.size - b.running.size).at(0);
      if (idlest === undefined || idlest.running.size >= jobsPerThread) return;
      const next = this.#queue.shift();
      if (next === undefined) return;
      idlest.running.set(next.job.batch, next);
      idlest.worker.postMessage(next.job);
    }
  }
}

const threadCount = () => Math.max(1, Math.min(maxThreads, availableParallelism()));
