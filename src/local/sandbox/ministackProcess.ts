import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { sandboxFailures } from '../../core/failures/sandboxFailures.ts';
import { ministackEnvironment } from './ministackEnvironment.ts';
import type { MinistackSettings } from './ministackEnvironment.ts';
import { signalGroup } from './processGroup.ts';
import { isPortTaken, startFailureReason } from './startFailureReason.ts';

const keptCharacters = 4096;
const pollMs = 40;

export interface ProcessLimits {
  /** Milliseconds until it must answer; default 30,000. */
  readonly startMs?: number;
  /** Milliseconds from SIGTERM, at which it saves its data, to SIGKILL; default 5,000. */
  readonly graceMs?: number;
}

/** A MiniStack process with everything it starts. Nothing it writes leaves this file: it may hold environment values. */
export class MinistackProcess {
  readonly endpoint: string;
  readonly pid: number;
  /** Resolves when it has ended and nothing of its process group is left. */
  readonly ended: Promise<void>;
  #hasEnded = false;
  #stopping: Promise<void> | undefined;
  #output = '';
  readonly #child: ChildProcess;
  readonly #limits: ProcessLimits;

  private constructor(child: ChildProcess, pid: number, port: number, limits: ProcessLimits) {
    this.#child = child;
    this.pid = pid;
    this.endpoint = `http://127.0.0.1:${port}`;
    this.#limits = limits;
    const collect = (chunk: Buffer) => {
      this.#output = (this.#output + chunk.toString()).slice(-keptCharacters);
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    // The last chance when the host ends without calling stop; SIGTERM, so that kept data is saved.
    const withHost = () => signalGroup(pid, 'SIGTERM');
    process.once('exit', withHost);
    this.ended = new Promise((resolve) => {
      child.once('exit', () => {
        process.removeListener('exit', withHost);
        // Functions run in its process group and must not outlive it.
        if (process.platform !== 'win32') signalGroup(pid, 'SIGKILL');
      });
      child.once('close', () => {
        this.#hasEnded = true;
        resolve();
      });
    });
  }

  /** Spawns it; `command` is absolute. Rejects with `sandbox.commandMissing`. It does not answer yet: see `waitUntilHealthy`. */
  static async spawn(settings: MinistackSettings, limits: ProcessLimits = {}): Promise<MinistackProcess> {
    const child = spawn(settings.command, [], {
      env: ministackEnvironment(settings, process.env),
      cwd: settings.runFolder,
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const { pid } = child;
    if (pid === undefined) {
      const error = await new Promise<Error>((resolve) => child.once('error', resolve));
      throw sandboxFailures.commandMissing(settings.command, error);
    }
    return new MinistackProcess(child, pid, settings.port, limits);
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** True when it ended because another process had taken its port first. */
  get lostItsPort(): boolean {
    return this.#hasEnded && isPortTaken(this.#output);
  }

  /** Resolves when it answers. Rejects with `sandbox.startFailed`, `sandbox.startTimedOut` or an AbortError; stop it then. */
  async waitUntilHealthy(signal: AbortSignal): Promise<void> {
    const limit = this.#limits.startMs ?? 30_000;
    const deadline = performance.now() + limit;
    while (!(await this.#answers(signal))) {
      signal.throwIfAborted();
      if (this.#hasEnded) {
        const reason = startFailureReason(this.#output, this.#child.exitCode, this.#child.signalCode);
        throw sandboxFailures.startFailed(reason);
      }
      if (performance.now() > deadline) throw sandboxFailures.startTimedOut(Math.round(limit / 1000));
      await delay(pollMs, undefined, { signal });
    }
    this.#output = '';
  }

  async #answers(signal: AbortSignal): Promise<boolean> {
    try {
      const response = await fetch(`${this.endpoint}/_localstack/health`, {
        signal: AbortSignal.any([signal, AbortSignal.timeout(2000)]),
      });
      await response.arrayBuffer();
      // Whoever took the port first may answer too; then ours is about to end.
      return response.ok && !this.#hasEnded && !isPortTaken(this.#output);
    } catch {
      return false;
    }
  }

  /** Ends it and everything it started. The first signal goes out before this returns. Never rejects. */
  stop(): Promise<void> {
    return (this.#stopping ??= this.#stop());
  }

  async #stop(): Promise<void> {
    if (this.#hasEnded) return;
    signalGroup(this.pid, 'SIGTERM');
    const timer = setTimeout(() => signalGroup(this.pid, 'SIGKILL'), this.#limits.graceMs ?? 5000);
    await this.ended;
    clearTimeout(timer);
  }
}
