import type { ContainerEngine, RunningContainer } from '../portsForContainers.ts';
import type { ResolvedContainer } from './resolveContainer.ts';
import { unlessAborted } from './unlessAborted.ts';

/** A container on its way or ready, whose function has not run a line yet. */
export class Standby {
  readonly #resolved: ResolvedContainer;
  readonly #cancel = new AbortController();
  readonly #starting: Promise<RunningContainer>;
  #container: RunningContainer | undefined;
  #failed = false;

  constructor(resolved: ResolvedContainer, engine: () => Promise<ContainerEngine>) {
    this.#resolved = resolved;
    this.#starting = engine()
      .then((running) => running.start(resolved.spec, { signal: this.#cancel.signal }))
      .then((container) => (this.#container = container));
    this.#starting.catch(() => {
      this.#failed = true;
    });
  }

  get isReady(): boolean {
    return this.#container !== undefined;
  }

  /** True when this container would run the function as it is now. */
  fits({ key, revision }: ResolvedContainer): boolean {
    if (this.#failed || this.#resolved.key !== key) return false;
    if (this.#container?.usable === false) return false;
    // While it starts, it is not known whether it will read the code now or at the first call.
    return this.#container?.lazy === true || this.#resolved.revision === revision;
  }

  /** An abort ends the waiting and not the start: what was started is still of use for the next call. */
  ready(signal: AbortSignal): Promise<RunningContainer> {
    return unlessAborted(this.#starting, signal);
  }

  /** Ends the start or removes the container. Never rejects. */
  async discard(): Promise<void> {
    this.#cancel.abort();
    try {
      const container = await this.#starting;
      await container.remove();
    } catch {
      // A start that failed or was cancelled has cleaned up after itself.
    }
  }
}
