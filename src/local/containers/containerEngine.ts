import { t } from '@vscode/l10n';
import { localFailures } from '../../core/failures/localFailures.ts';
import type { ContainerSpec } from '../../core/local/containerSpec.ts';
import type { CallOptions } from '../../workflows/ports.ts';
import type { ContainerEngine, ImageFacts, RunningContainer } from '../../workflows/portsForContainers.ts';
import { findTool } from './findTool.ts';
import { InvokeHttp } from './invokeHttp.ts';
import { isLeftover } from './owner.ts';
import { readPeakMemory } from './peakMemory.ts';
import { RieContainer } from './rieContainer.ts';
import { runTool } from './runTool.ts';
import { startContainer } from './startContainer.ts';
import { commands } from './toolCommands.ts';
import type { ToolCommand } from './runTool.ts';
import { engineTrouble, isNoSuchImage, toolReason } from './toolTrouble.ts';

export interface ContainerEngineOptions {
  /** `docker`, `podman`, `finch`, `nerdctl` or an absolute path; asked at each use. */
  readonly tool: () => string;
  /** Absolute path of a folder of the product's own, for files that live during a start. */
  readonly storageFolder: string;
  /** Where the tool is looked for; default the host's PATH. */
  readonly path?: string;
}

export function createContainerEngine(options: ContainerEngineOptions): ContainerEngine {
  return new CliEngine(options);
}

type PullOptions = Parameters<ContainerEngine['pullImage']>[2];

/** A Docker-compatible engine by way of its command line tool, which knows contexts, helpers and rootless sockets. */
class CliEngine implements ContainerEngine {
  readonly #options: ContainerEngineOptions;
  readonly #images = new Map<string, ImageFacts>();
  readonly #running = new Set<RunningContainer>();
  #architecture: string | undefined;

  constructor(options: ContainerEngineOptions) {
    this.#options = options;
  }

  async inspectImage(image: string, { signal }: CallOptions): Promise<ImageFacts | undefined> {
    const known = this.#images.get(image);
    if (known !== undefined) return known;
    const { args, parse } = commands.inspectImage(image);
    const output = await this.#run(args, { signal });
    if (output.code !== 0) {
      if (isNoSuchImage(output.stderr)) return undefined;
      throw localFailures.toolFailed(t('look for the image {0}', image), toolReason(output.stderr));
    }
    const facts = parse(output.stdout);
    this.#images.set(image, facts);
    return facts;
  }

  async architecture({ signal }: CallOptions): Promise<string> {
    this.#architecture ??= await this.#ask(commands.engineArchitecture(), t('name its architecture'), signal);
    return this.#architecture;
  }

  async pullImage(
    image: string,
    platform: string | undefined,
    { signal, onProgress }: PullOptions,
  ): Promise<void> {
    const onOutput = (text: string) => {
      const line = text.trim().split('\n').at(-1)?.trim();
      if (line !== undefined && line !== '') onProgress?.(line);
    };
    const output = await this.#run(commands.pull(image, platform).args, { signal, onOutput });
    this.#images.delete(image);
    if (output.code !== 0) throw localFailures.imageMissing(image, toolReason(output.stderr));
  }

  async start(spec: ContainerSpec, { signal }: CallOptions): Promise<RunningContainer> {
    const tool = await this.#tool();
    const place = { tool, toolName: this.#options.tool(), folder: this.#options.storageFolder };
    const { process, endpoint } = await startContainer(spec, place, signal);
    let id: Promise<string> | undefined;
    const identify = () =>
      (id ??= this.#ask(commands.containerId(process.name), '', undefined).catch(() => ''));
    const container = new RieContainer({
      spec,
      process,
      http: new InvokeHttp(endpoint),
      peakMemory: async () => readPeakMemory(tool, process.name, await identify()),
    });
    this.#running.add(container);
    void process.ended.then(() => this.#running.delete(container));
    return container;
  }

  async removeLeftovers(): Promise<number> {
    const ours = await this.#ask(commands.listOurs(), t('list containers'), undefined);
    const left: string[] = [];
    for (const { id, owner } of ours) if (await isLeftover(owner)) left.push(id);
    await this.#remove(left);
    return left.length;
  }

  async removeAll(): Promise<number> {
    const ours = await this.#ask(commands.listOurs(), t('list containers'), undefined);
    await this.#remove(ours.map(({ id }) => id));
    return ours.length;
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#running].map((container) => container.remove()));
  }

  async #remove(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.#run(commands.remove(ids).args);
  }

  async #ask<T>({ args, parse }: ToolCommand<T>, what: string, signal: AbortSignal | undefined): Promise<T> {
    const output = await this.#run(args, { signal });
    if (output.code !== 0) throw localFailures.toolFailed(what, toolReason(output.stderr));
    return parse(output.stdout);
  }

  /** Rejects when the tool is missing or its engine does not answer; a command that was refused is the caller's to judge. */
  async #run(args: readonly string[], options: Parameters<typeof runTool>[2] = {}) {
    const tool = await this.#tool();
    const output = await runTool(tool, args, options);
    const trouble = output.code === 0 ? undefined : engineTrouble(output.stderr, this.#options.tool());
    if (trouble === undefined) return output;
    this.#images.clear();
    throw trouble;
  }

  #tool(): Promise<string> {
    return findTool(this.#options.tool(), this.#options.path ?? process.env['PATH'] ?? '');
  }
}
