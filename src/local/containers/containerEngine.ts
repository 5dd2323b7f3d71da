import { t } from '@vscode/l10n';
import { isFailure } from '../../core/failures/failure.ts';
import { localFailures } from '../../core/failures/localFailures.ts';
import type { ContainerSpec } from '../../core/local/containerSpec.ts';
import type { CallOptions } from '../../workflows/ports.ts';
import type { ContainerEngine, ImageFacts, RunningContainer } from '../../workflows/portsForContainers.ts';
import { FunctionContainer } from './functionContainer.ts';
import { findTool } from './findTool.ts';
import { removeLeftEnvironmentFiles } from './environmentFile.ts';
import { seesFolder } from './folderProbe.ts';
import { InvokeHttp } from './invokeHttp.ts';
import { isLeftover } from './owner.ts';
import { readPeakMemory } from './peakMemory.ts';
import { runTool } from './runTool.ts';
import { SandboxAccess } from './sandboxAccess.ts';
import { startContainer } from './startContainer.ts';
import type { StartedContainer, StartPlace } from './startContainer.ts';
import type { EngineFacts, OurContainer } from './toolAnswers.ts';
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
  /** Told once what answers, such as `docker 28.2.2, engine 20.10.24 (amd64)`, and again after another engine answers. */
  readonly onVersion?: (text: string) => void;
}

export function createContainerEngine(options: ContainerEngineOptions): ContainerEngine {
  return new CliEngine(options);
}

interface KnownImage {
  readonly facts: ImageFacts;
  /** On the clock of `performance.now()`. */
  seenAt: number;
}

/** Milliseconds after which what is known of an image is looked at again, and how long that waits for a call to end. */
const imageIsOld = 2_000;
const lookDelay = 500;

type PullOptions = Parameters<ContainerEngine['pullImage']>[2];

/** A Docker-compatible engine by way of its command line tool, which knows contexts, helpers and rootless sockets. */
class CliEngine implements ContainerEngine {
  readonly #options: ContainerEngineOptions;
  readonly #images = new Map<string, KnownImage>();
  readonly #running = new Set<RunningContainer>();
  /** Whether the engine sees a code folder. */
  readonly #seen = new Map<string, boolean>();
  readonly #sandbox = new SandboxAccess((command) =>
    this.#ask(command, '', undefined).catch(() => undefined),
  );
  #facts: EngineFacts | undefined;

  constructor(options: ContainerEngineOptions) {
    this.#options = options;
  }

  async inspectImage(image: string, { signal }: CallOptions): Promise<ImageFacts | undefined> {
    const known = this.#images.get(image);
    if (known === undefined) return this.#lookAtImage(image, signal);
    // A call must not wait for the tool, so an image that somebody else pulled or built is noticed beside it.
    if (performance.now() - known.seenAt > imageIsOld) {
      known.seenAt = performance.now();
      // Not now: the call that asks may be a cold start, which the tool would take the processor from.
      setTimeout(() => {
        this.#lookAtImage(image, undefined).catch(() => this.#images.delete(image));
      }, lookDelay).unref();
    }
    return known.facts;
  }

  async #lookAtImage(image: string, signal: AbortSignal | undefined): Promise<ImageFacts | undefined> {
    const { args, parse } = commands.inspectImage(image);
    const output = await this.#run(args, { signal });
    if (output.code !== 0) {
      this.#images.delete(image);
      if (isNoSuchImage(output.stderr)) return undefined;
      throw localFailures.toolFailed(t('look for the image {0}', image), toolReason(output.stderr));
    }
    const facts = this.#read(parse, output.stdout, t('look for the image {0}', image));
    this.#images.set(image, { facts, seenAt: performance.now() });
    return facts;
  }

  async architecture({ signal }: CallOptions): Promise<string> {
    this.#facts ??= await this.#askVersion(signal);
    return this.#facts.architecture;
  }

  async #askVersion(signal: AbortSignal): Promise<EngineFacts> {
    const facts = await this.#ask(commands.version(), t('name its version'), signal);
    this.#options.onVersion?.(versionText(this.#options.tool(), facts));
    return facts;
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
    const access = await this.#sandbox.open(spec);
    const { process, endpoint } = await this.#startSeen(access.spec, place, signal).catch(
      (error: unknown) => {
        access.close();
        throw error;
      },
    );
    access.admit(process.name);
    let id: Promise<string> | undefined;
    const identify = () =>
      (id ??= this.#ask(commands.containerId(process.name), '', undefined).catch(() => ''));
    const container = new FunctionContainer({
      spec,
      process,
      http: new InvokeHttp(endpoint),
      peakMemory: async () => readPeakMemory(tool, process.name, await identify()),
      processes: () => this.#ask(commands.processes(process.name), '', undefined).catch(() => undefined),
    });
    this.#running.add(container);
    void process.ended.then(() => {
      this.#running.delete(container);
      access.close();
    });
    return container;
  }

  /** Once for each folder it is found out whether the engine sees it; where it does not, the code is copied in. */
  async #startSeen(spec: ContainerSpec, place: StartPlace, signal: AbortSignal): Promise<StartedContainer> {
    const known = this.#seen.get(spec.codeFolder);
    if (known !== undefined) return startContainer(spec, place, !known, signal);
    try {
      const started = await startContainer(spec, place, false, signal);
      const isSeen = await seesFolder(place.tool, started.process.name, spec.codeFolder);
      this.#seen.set(spec.codeFolder, isSeen);
      if (isSeen) return started;
      await started.process.remove();
    } catch (error) {
      if (!isFailure(error, 'local.folderUnseen')) throw error;
      this.#seen.set(spec.codeFolder, false);
    }
    return startContainer(spec, place, true, signal);
  }

  async removeLeftovers(): Promise<number> {
    await removeLeftEnvironmentFiles(this.#options.storageFolder);
    const ours = await this.#owners();
    const left: string[] = [];
    for (const { id, owner } of ours) if (await isLeftover(owner)) left.push(id);
    await this.#remove(left);
    return left.length;
  }

  async removeAll(): Promise<number> {
    const ours = await this.#ask(commands.listOurs(), t('list containers'), undefined);
    await this.#remove(ours);
    return ours.length;
  }

  async #owners(): Promise<OurContainer[]> {
    const ids = await this.#ask(commands.listOurs(), t('list containers'), undefined);
    if (ids.length === 0) return [];
    const { args, parse } = commands.owners(ids);
    // A container that ends meanwhile makes the command fail, but not its answer.
    return this.#read(parse, (await this.#run(args)).stdout, t('list containers'));
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#running].map((container) => container.remove()));
    this.#sandbox.dispose();
  }

  async #remove(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.#run(commands.remove(ids).args);
  }

  async #ask<T>({ args, parse }: ToolCommand<T>, what: string, signal: AbortSignal | undefined): Promise<T> {
    const output = await this.#run(args, { signal });
    if (output.code !== 0) throw localFailures.toolFailed(what, toolReason(output.stderr));
    return this.#read(parse, output.stdout, what);
  }

  /** A tool that only looks like one of ours answers something else. */
  #read<T>(parse: (stdout: string) => T, stdout: string, what: string): T {
    try {
      return parse(stdout);
    } catch {
      throw localFailures.toolFailed(what, t('its answer is none of Docker’s'));
    }
  }

  /** Rejects when the tool is missing or its engine does not answer; a command that was refused is the caller's to judge. */
  async #run(args: readonly string[], options: Parameters<typeof runTool>[2] = {}) {
    const tool = await this.#tool();
    const output = await runTool(tool, args, options);
    const trouble = output.code === 0 ? undefined : engineTrouble(output.stderr, this.#options.tool());
    if (trouble === undefined) return output;
    // Another engine may answer next time.
    this.#images.clear();
    this.#seen.clear();
    this.#sandbox.forget();
    this.#facts = undefined;
    throw trouble;
  }

  #tool(): Promise<string> {
    return findTool(this.#options.tool(), this.#options.path ?? process.env['PATH'] ?? '');
  }
}

function versionText(tool: string, { toolVersion, engineVersion, architecture }: EngineFacts): string {
  const engine = engineVersion === undefined ? '' : `, engine ${engineVersion}`;
  return `${tool} ${toolVersion}${engine} (${architecture})`;
}
