import { localFailures } from '../../core/failures/localFailures.ts';
import { dockerRunText } from '../../core/local/dockerRunText.ts';
import { imageOf } from '../../core/local/images.ts';
import type { CallOptions } from '../ports.ts';
import type { FunctionSource } from '../resolveFunction.ts';
import { requireEventSize } from './eventSize.ts';
import { functionId } from './functionId.ts';
import { FunctionLane } from './functionLane.ts';
import type { LocalDependencies } from './localDependencies.ts';
import { describeContainer } from './resolveContainer.ts';
import { namedMounts, scanCode } from './scanCode.ts';
import type { LocalInvoker, LocalRequest, LocalResult } from './localInvoking.ts';

/** Runs functions of the workspace in containers. */
export function createLocalInvoker(deps: LocalDependencies): LocalInvoker {
  return new ContainerInvoker(deps);
}

class ContainerInvoker implements LocalInvoker {
  readonly #deps: LocalDependencies;
  readonly #lanes = new Map<string, FunctionLane>();
  readonly #closing = new AbortController();
  /** What earlier windows left is removed once, beside the first use. */
  #isTidied = false;

  constructor(deps: LocalDependencies) {
    this.#deps = deps;
  }

  async invoke(request: LocalRequest, options: Parameters<LocalInvoker['invoke']>[1]): Promise<LocalResult> {
    requireEventSize(request.event);
    if (this.#closing.signal.aborted) throw localFailures.closed();
    this.#tidy();
    const signal = AbortSignal.any([options.signal, this.#closing.signal]);
    return this.#lane(request.source).invoke(request, { ...options, signal });
  }

  async prepare(source: FunctionSource): Promise<void> {
    if (this.#closing.signal.aborted || this.#deps.settings().prepare === 'never') return;
    this.#tidy();
    try {
      await this.#lane(source).prepare(source, this.#closing.signal);
    } catch (error) {
      this.#deps.onTrouble(error);
    }
  }

  async usedPlaces(source: FunctionSource): Promise<readonly string[]> {
    const code = await scanCode(source, this.#deps, { signal: this.#closing.signal });
    return [...code.places, ...code.layers, ...namedMounts(source)].map((place) => place.source);
  }

  async command(source: FunctionSource): Promise<string> {
    const options = { signal: this.#closing.signal };
    const [described, code] = await Promise.all([
      describeContainer(source, this.#deps, options),
      scanCode(source, this.#deps, options),
    ]);
    const mounts = [...code.layers, ...described.mounts];
    return dockerRunText({ ...described, codeFolder: code.folder, mounts }, this.#deps.settings().tool);
  }

  async updateImages(
    sources: readonly FunctionSource[],
    { signal, onProgress }: CallOptions & { readonly onProgress?: (text: string) => void },
  ): Promise<void> {
    const engine = await this.#deps.engine();
    const images = new Set(sources.map(({ manifest }) => imageOf(manifest, this.#deps.settings().images)));
    for (const image of images) {
      await engine.pullImage(image, undefined, {
        signal,
        onProgress: (text) => onProgress?.(`${image}: ${text}`),
      });
    }
  }

  async removeAll(): Promise<number> {
    const engine = await this.#deps.engine();
    // Counted by the engine, so that those of this window are in the number too.
    const removed = await engine.removeAll();
    await Promise.all([...this.#lanes.values()].map((lane) => lane.removeAll()));
    return removed;
  }

  async dispose(): Promise<void> {
    this.#closing.abort();
    const lanes = [...this.#lanes.values()].map((lane) => lane.close());
    this.#lanes.clear();
    await Promise.all(lanes);
  }

  #lane(source: FunctionSource): FunctionLane {
    const id = functionId(source);
    let lane = this.#lanes.get(id);
    if (lane === undefined) this.#lanes.set(id, (lane = new FunctionLane(this.#deps)));
    return lane;
  }

  #tidy(): void {
    if (this.#isTidied) return;
    this.#isTidied = true;
    this.#deps
      .engine()
      .then((engine) => engine.removeLeftovers())
      .catch((error: unknown) => {
        this.#isTidied = false;
        this.#deps.onTrouble(error);
      });
  }
}
