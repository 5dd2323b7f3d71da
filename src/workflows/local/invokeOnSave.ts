import { isCancellation } from '../../core/failures/failure.ts';
import { functionKey, type FunctionReference } from '../../core/functionReference.ts';
import type { Clock } from '../ports.ts';

/** Milliseconds without a further save: "Save All" is one change. */
const quietTime = 60;

export interface InvokeOnSaveDependencies {
  readonly clock: Clock;
  /** Runs the function with its last event. */
  readonly run: (reference: FunctionReference, signal: AbortSignal) => Promise<void>;
  /** What a run rejected with, cancellations aside. */
  readonly onError: (error: unknown) => void;
}

interface Watched {
  readonly reference: FunctionReference;
  /** Whether a saved file can change what the function answers. */
  readonly concerns: (file: string) => boolean;
  current: AbortController;
  /** Settles when nothing of this function runs any more. */
  idle: Promise<void>;
}

/**
 * Runs functions again when a person saves what they depend on. A newer save supersedes the run before it, which has come
 * to its end before the next one starts. Told of a person's saves only, so what a run or a build writes starts nothing.
 */
export class InvokeOnSave {
  readonly #watched = new Map<string, Watched>();
  readonly #listeners = new Set<() => void>();
  readonly #dependencies: InvokeOnSaveDependencies;
  #deaf = 0;

  constructor(dependencies: InvokeOnSaveDependencies) {
    this.#dependencies = dependencies;
  }

  isOn(reference: FunctionReference): boolean {
    return this.#watched.has(functionKey(reference));
  }

  /** The functions that are watched. */
  all(): readonly FunctionReference[] {
    return [...this.#watched.values()].map(({ reference }) => reference);
  }

  turnOn(reference: FunctionReference, concerns: (file: string) => boolean): void {
    this.turnOff(reference);
    const current = new AbortController();
    this.#watched.set(functionKey(reference), { reference, concerns, current, idle: Promise.resolve() });
    this.#tell();
  }

  /** Also ends a run of it that a save started. */
  turnOff(reference: FunctionReference): void {
    const key = functionKey(reference);
    this.#watched.get(key)?.current.abort();
    if (this.#watched.delete(key)) this.#tell();
  }

  /** A person saved a file. */
  saved(file: string): void {
    if (this.#deaf > 0) return;
    for (const watched of this.#watched.values()) {
      if (watched.concerns(file)) this.#restart(watched);
    }
  }

  /** Does something during which saves count for nothing: an invocation saves the code that it is about to run. */
  async whileDeaf<T>(work: () => Promise<T>): Promise<T> {
    this.#deaf++;
    try {
      return await work();
    } finally {
      this.#deaf--;
    }
  }

  /** Calls back when a function is watched, or is no longer. */
  onDidChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  dispose(): void {
    for (const reference of this.all()) this.turnOff(reference);
    this.#listeners.clear();
  }

  #restart(watched: Watched): void {
    watched.current.abort();
    const { signal } = (watched.current = new AbortController());
    watched.idle = watched.idle.then(() => this.#run(watched.reference, signal));
  }

  async #run(reference: FunctionReference, signal: AbortSignal): Promise<void> {
    const { clock, run, onError } = this.#dependencies;
    try {
      signal.throwIfAborted();
      await clock.sleep(quietTime, signal);
      await run(reference, signal);
    } catch (error) {
      if (!isCancellation(error)) onError(error);
    }
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
