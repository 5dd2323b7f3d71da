import { ArchiveStop } from '../../core/archive/archiveTrouble.ts';
import type { CompressAnswer, CompressJob } from './archiveMessages.ts';
import { compressBatch } from './compressBatch.ts';
import type { CompressorPool } from './compressorPool.ts';
import { BuildCancelled } from './stopSignal.ts';
import type { WalkedFile } from './walkedFiles.ts';

type Compressed = Extract<CompressAnswer, { kind: 'compressed' }>;

/**
 * Hands batches to the threads a few ahead of the one that is wanted next, so that they stay busy while only a few
 * results wait in memory.
 */
export class CompressAhead {
  readonly #batches: readonly (readonly WalkedFile[])[];
  readonly #pool: CompressorPool | undefined;
  readonly #job: (batch: number) => Omit<CompressJob, 'files' | 'batch'>;
  readonly #answers = new Map<number, Promise<CompressAnswer>>();
  #handedOver = 0;

  /** @param pool undefined = compress in this thread */
  constructor(
    batches: readonly (readonly WalkedFile[])[],
    pool: CompressorPool | undefined,
    job: (batch: number) => Omit<CompressJob, 'files' | 'batch'>,
  ) {
    this.#batches = batches;
    this.#pool = pool;
    this.#job = job;
  }

  /** The result of one batch. They are asked for in order. @throws ArchiveStop, BuildCancelled */
  async take(batch: number): Promise<Compressed> {
    this.#handOver(batch + 1 + (this.#pool?.appetite ?? 0));
    const answer = await this.#answers.get(batch);
    this.#answers.delete(batch); // or all results would stay in memory
    if (answer === undefined) throw new Error(`no batch ${batch}`);
    switch (answer.kind) {
      case 'compressed':
        return answer;
      case 'trouble':
        throw new ArchiveStop(answer.trouble);
      case 'cancelled':
        throw new BuildCancelled('cancelled');
      case 'error':
        throw new Error(answer.message);
    }
  }

  /** Resolves when no thread works for this build any more. */
  async settled(): Promise<void> {
    await Promise.all(this.#answers.values());
  }

  #handOver(until: number): void {
    for (; this.#handedOver < Math.min(until, this.#batches.length); this.#handedOver++) {
      const batch = this.#handedOver;
      const job = { batch, files: this.#batches[batch] ?? [], ...this.#job(batch) };
      this.#answers.set(batch, this.#pool === undefined ? compressBatch(job) : this.#pool.run(job));
    }
  }
}
