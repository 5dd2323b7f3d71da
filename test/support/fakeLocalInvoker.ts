import type { InvocationOutcome, InvocationReport, LogLine } from '../../src/core/local/invocation.ts';
import type { LocalInvoker, LocalProgress, LocalRequest } from '../../src/workflows/local/localInvoking.ts';
import type { FunctionSource } from '../../src/workflows/resolveFunction.ts';

type Answer = Partial<InvocationOutcome> & {
  readonly lines?: readonly LogLine[];
  readonly report?: Partial<InvocationReport>;
  /** Rejects with this instead of answering. */
  readonly failure?: Error;
  /** Where it is when it hangs; undefined: it has not said anything yet. */
  readonly progress?: LocalProgress | undefined;
  /** Never answers: until the caller cancels. */
  readonly hangs?: boolean;
};

/** Answers without a container, in the order of what it is told to. The last answer stays. */
export class FakeLocalInvoker implements LocalInvoker {
  readonly requests: LocalRequest[] = [];
  readonly updated: string[] = [];
  /** Names of the functions that a standby was asked for. */
  readonly prepared: string[] = [];
  containers = 0;
  /** What `usedPlaces` gives. */
  places: readonly string[] = [];
  #answers: Answer[] = [{ payload: '35' }];
  #count = 0;

  willAnswer(...answers: Answer[]): void {
    this.requests.length = 0;
    this.#answers = answers;
  }

  async invoke(
    request: LocalRequest,
    { signal, onProgress }: Parameters<LocalInvoker['invoke']>[1],
  ): ReturnType<LocalInvoker['invoke']> {
    this.requests.push(request);
    const answer = (this.#answers.length > 1 ? this.#answers.shift() : this.#answers[0]) ?? {};
    const running: LocalProgress = { kind: 'phase', text: 'running', runs: true };
    const progress = 'progress' in answer ? answer.progress : running;
    if (progress !== undefined) onProgress?.(progress);
    if (answer.hangs === true) {
      await new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    }
    await Promise.resolve();
    signal.throwIfAborted();
    if (answer.failure !== undefined) throw answer.failure;
    for (const line of answer.lines ?? []) onProgress?.({ kind: 'line', line });
    const { initMs, durationMs = 2, billedMs = 2, peakMemory = 38, overheadMs = 1 } = answer.report ?? {};
    return {
      status: answer.status ?? 'success',
      payload: answer.payload ?? 'null',
      start: answer.start ?? 'warm',
      requestId: `fake-${++this.#count}`,
      report: Promise.resolve({ initMs, durationMs, billedMs, memorySize: 128, peakMemory, overheadMs }),
    };
  }

  prepare({ manifest }: FunctionSource): Promise<void> {
    this.prepared.push(manifest.functionName);
    return Promise.resolve();
  }

  usedPlaces(): Promise<readonly string[]> {
    return Promise.resolve(this.places);
  }

  command({ manifest }: FunctionSource): Promise<string> {
    return Promise.resolve(`docker run ${manifest.functionName}`);
  }

  updateImages(sources: readonly FunctionSource[]): Promise<void> {
    this.updated.push(...sources.map(({ manifest }) => manifest.functionName));
    return Promise.resolve();
  }

  removeAll(): Promise<number> {
    const removed = this.containers;
    this.containers = 0;
    return Promise.resolve(removed);
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}
