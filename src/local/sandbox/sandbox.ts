import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { t } from '@vscode/l10n';
import { sandboxFailures } from '../../core/failures/sandboxFailures.ts';
import type { CallOptions, Sandbox, SandboxMail } from '../../workflows/ports.ts';
import { freePort } from '../freePort.ts';
import { findMinistack } from './ministackCommand.ts';
import { installMinistack } from './ministackInstall.ts';
import { MinistackProcess } from './ministackProcess.ts';
import type { ProcessLimits } from './ministackProcess.ts';
import { identifyProcess } from '../processIdentity.ts';
import { cleanUpRuns, createRunFolder, writeRecord } from './runRecords.ts';
import { readMailbox } from './sandboxMailbox.ts';
import { verifyExampleSenders } from './verifySenders.ts';

export interface SandboxOptions {
  /** Absolute path of the product's storage; everything goes into its folder `sandbox`. */
  readonly storageFolder: string;
  /** Absolute path of the MiniStack executable, from the setting; asked at each start. */
  readonly command?: () => string | undefined;
  /** Where `ministack` is looked for; default the host's PATH. */
  readonly path?: string;
  /** Region that the sandbox is used in, asked at each start; default us-east-1, MiniStack's own. */
  readonly region?: () => string | undefined;
  readonly limits?: ProcessLimits;
}

type StartOptions = Parameters<Sandbox['start']>[0];

export interface DisposableSandbox extends Sandbox {
  /** Stops it; the stop signal goes out before this returns. */
  dispose(): Promise<void>;
}

export function createSandbox(options: SandboxOptions): DisposableSandbox {
  return new MinistackSandbox(options);
}

/**
 * Ends the sandboxes that crashed windows left running, without waiting for the next start of one. Those of living windows
 * are left alone.
 */
export async function endCrashedSandboxes(storageFolder: string): Promise<void> {
  await cleanUpRuns(runsFolderOf(storageFolder));
}

const sandboxFolderOf = (storageFolder: string) => join(storageFolder, 'sandbox');
const runsFolderOf = (storageFolder: string) => join(sandboxFolderOf(storageFolder), 'runs');

interface Running {
  readonly process: MinistackProcess;
  readonly runFolder: string;
}

class MinistackSandbox implements DisposableSandbox {
  readonly #options: SandboxOptions;
  readonly #folder: string;
  readonly #listeners = new Set<() => void>();
  #running: Running | undefined;
  /** The start under way, with what cancels it. */
  #starting: { readonly result: Promise<string>; readonly cancel: AbortController } | undefined;
  /** Resolves when the sandbox before this one has ended and saved its data. */
  #ending: Promise<void> = Promise.resolve();

  constructor(options: SandboxOptions) {
    this.#options = options;
    this.#folder = sandboxFolderOf(options.storageFolder);
  }

  get endpoint(): string | undefined {
    return this.#running?.process.endpoint;
  }

  async start(options: StartOptions): Promise<string> {
    // Another start may be under way; when it fails or is cancelled, this one still has a try of its own.
    while (this.#starting !== undefined) await settledOrAborted(this.#starting.result, options.signal);
    options.signal.throwIfAborted();
    if (this.#running !== undefined) return this.#running.process.endpoint;
    const cancel = new AbortController();
    const signal = AbortSignal.any([options.signal, cancel.signal]);
    const result = this.#start({ ...options, signal }).finally(() => {
      this.#starting = undefined;
    });
    this.#starting = { result, cancel };
    return result;
  }

  async #start(options: StartOptions): Promise<string> {
    await this.#ending;
    options.signal.throwIfAborted();
    const command = await findMinistack({
      setting: this.#options.command?.(),
      path: this.#options.path ?? process.env['PATH'] ?? '',
      installFolder: this.#folder,
    });
    options.onProgress?.(t('starting MiniStack…'));
    const runsFolder = runsFolderOf(this.#options.storageFolder);
    const others = await cleanUpRuns(runsFolder);
    if (options.keepData && others.some((other) => other.keepsData)) throw sandboxFailures.dataInUse();
    const runFolder = await createRunFolder(runsFolder);
    try {
      const started = await this.#launch(command, runFolder, options);
      this.#running = { process: started, runFolder };
      void started.ended.then(() => this.#onEnd(started, runFolder));
      return started.endpoint;
    } catch (error) {
      await rm(runFolder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Asks for another port when the free one was taken before MiniStack listened. */
  async #launch(command: string, runFolder: string, options: StartOptions): Promise<MinistackProcess> {
    const stateFolder = options.keepData ? join(this.#folder, 'data') : undefined;
    if (stateFolder !== undefined) await mkdir(stateFolder, { recursive: true, mode: 0o700 });
    for (let attempt = 1; ; attempt++) {
      options.signal.throwIfAborted();
      const port = await freePort();
      const launched = await MinistackProcess.spawn(
        { port, command, runFolder, stateFolder },
        this.#options.limits,
      );
      try {
        await recordRun(runFolder, launched.pid, options.keepData);
        await launched.waitUntilHealthy(options.signal);
        await verifyExampleSenders(
          launched.endpoint,
          this.#options.region?.() ?? 'us-east-1',
          options.signal,
        );
        return launched;
      } catch (error) {
        await launched.stop();
        if (!launched.lostItsPort || attempt === 3) throw error;
      }
    }
  }

  async #onEnd(ended: MinistackProcess, runFolder: string): Promise<void> {
    const unexpected = this.#running?.process === ended;
    if (unexpected) this.#running = undefined;
    await rm(runFolder, { recursive: true, force: true });
    if (unexpected) for (const listener of this.#listeners) listener();
  }

  async stop(): Promise<void> {
    const starting = this.#starting;
    starting?.cancel.abort();
    const running = this.#running;
    this.#running = undefined;
    if (running !== undefined) {
      const ended = running.process.stop();
      this.#ending = ended.then(() => rm(running.runFolder, { recursive: true, force: true }));
    }
    // A cancelled start is reported to its caller, not here.
    await starting?.result.catch(() => undefined);
    await this.#ending;
  }

  dispose(): Promise<void> {
    this.#listeners.clear();
    return this.stop();
  }

  install(options: Parameters<Sandbox['install']>[0]): Promise<void> {
    return installMinistack(this.#folder, options);
  }

  async mailbox(options: CallOptions): Promise<SandboxMail[]> {
    const endpoint = this.endpoint;
    if (endpoint === undefined) throw sandboxFailures.notRunning();
    return readMailbox(endpoint, options.signal);
  }

  onUnexpectedExit(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** Resolves when the promise is settled, either way, or the signal aborts. */
async function settledOrAborted(promise: Promise<unknown>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve) => {
    const done = () => {
      signal.removeEventListener('abort', done);
      resolve();
    };
    signal.addEventListener('abort', done);
    promise.then(done, done);
  });
  signal.throwIfAborted();
}

async function recordRun(runFolder: string, pid: number, keepsData: boolean): Promise<void> {
  const [owner, sandbox] = await Promise.all([identifyProcess(process.pid), identifyProcess(pid)]);
  // Without start times a later clean-up could end a stranger's process, so none is recorded.
  if (owner !== undefined && sandbox !== undefined)
    await writeRecord(runFolder, { owner, sandbox, keepsData });
}
