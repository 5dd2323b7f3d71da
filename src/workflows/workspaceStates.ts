import type { DeploymentState } from '../core/deployment/deploymentState.ts';

/** What is known of a function, and the alias that its deploys move. */
export interface WorkspaceState {
  readonly state: DeploymentState;
  readonly alias: string | undefined;
  /** Undefined where the manifest names none, or it cannot be read. */
  readonly warmUp?: WarmUpState;
  readonly api?: ApiState;
  /** How its e-mail rule stands, and what there is to say of it. Undefined as above. */
  readonly email?: { readonly text: string; readonly tooltip: string };
}

/** Whether the API of the manifest's name and its stage are as the manifest says. */
export type ApiState = 'inStep' | 'differs' | 'missing';

export interface WarmUpState {
  readonly state: 'on' | 'off' | 'missing';
  /** Whether the rule that is there, its target or its permission are not as the manifest says. */
  readonly differs: boolean;
  /** When it runs next, as people read it. */
  readonly nextRuns: string;
}

export interface WorkspaceStateSources {
  /** Plans without asking or writing. Undefined when the function cannot be planned as it is. */
  readonly compute: (manifest: string, signal: AbortSignal) => Promise<WorkspaceState | undefined>;
  /** False while nobody looks, or AWS would have to be asked for the first time. */
  readonly mayLook: () => boolean;
  /** The account could not be read: nothing more is tried until `forget`. */
  readonly onTrouble: (error: unknown) => void;
}

/**
 * How the functions of the workspace stand to the account: found out for rows that are shown, one at a time, in the
 * background. What was found is shown until something newer is known.
 */
export class WorkspaceStates {
  readonly #sources: WorkspaceStateSources;
  readonly #known = new Map<string, WorkspaceState | undefined>();
  readonly #wanted = new Set<string>();
  readonly #fresh = new Set<string>();
  readonly #listeners = new Set<(manifest: string) => void>();
  #working = false;
  #stopped = false;
  #stop = new AbortController();

  constructor(sources: WorkspaceStateSources) {
    this.#sources = sources;
  }

  /** What is known of a function that is being shown; it is looked at when that may be out of date. */
  of(manifest: string): WorkspaceState | undefined {
    if (!this.#fresh.has(manifest)) {
      this.#wanted.add(manifest);
      void this.#work();
    }
    return this.#known.get(manifest);
  }

  /** Something changed that the state of these functions depends on; of all of them where none is named. */
  outdated(manifests: readonly string[] = [...this.#fresh]): void {
    for (const manifest of manifests) {
      this.#fresh.delete(manifest);
      if (this.#known.has(manifest)) this.#tell(manifest);
    }
  }

  /** Another account, or the person asked: nothing is known any more. */
  forget(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#stopped = false;
    const shown = [...this.#known.keys()];
    this.#known.clear();
    this.#fresh.clear();
    for (const manifest of shown) this.#tell(manifest);
  }

  /** Somebody looks again, or AWS was reached. */
  async look(): Promise<void> {
    await this.#work();
  }

  onDidChange(listener: (manifest: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  dispose(): void {
    this.#stop.abort();
    this.#stopped = true;
    this.#listeners.clear();
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    try {
      for (;;) {
        const [manifest] = this.#wanted;
        if (manifest === undefined || this.#stopped || !this.#sources.mayLook()) return;
        this.#wanted.delete(manifest);
        await this.#look(manifest);
      }
    } finally {
      this.#working = false;
    }
  }

  async #look(manifest: string): Promise<void> {
    const { signal } = this.#stop;
    this.#fresh.add(manifest);
    try {
      const found = await this.#sources.compute(manifest, signal);
      if (signal.aborted) return;
      this.#known.set(manifest, found);
      this.#tell(manifest);
    } catch (error) {
      if (signal.aborted) return;
      this.#stopped = true;
      this.#sources.onTrouble(error);
    }
  }

  #tell(manifest: string): void {
    for (const listener of this.#listeners) listener(manifest);
  }
}
