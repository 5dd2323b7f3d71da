import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { LineReader } from './lineReader.ts';
import { runTool } from './runTool.ts';
import type { ToolOutput } from './runTool.ts';

/** Characters of stderr that are kept to tell why a start failed. */
const keptCharacters = 8192;
/** Milliseconds for a removal, and between two tries; an engine that refuses has something to finish first. */
const removalLimit = 15_000;
const removalPause = 50;
const refusedPause = 300;
const refusedForNow = /\b(busy|in use|already in progress|driver failed to remove)\b/i;

/** Those of this process. The last chance when it ends without removing them is one listener for all. */
const running = new Set<AttachedContainer>();
process.once('exit', () => {
  for (const container of running) void container.remove();
});

export interface OutputListener {
  readonly onLine: (stream: 'stdout' | 'stderr', line: string) => void;
  /** Something was written that is no whole line yet. */
  readonly onActivity: () => void;
}

/**
 * A container whose output is that of its attached `docker run`. The process ends with the container; the container does
 * not end with the process, so it is always removed by name.
 */
export class AttachedContainer {
  readonly name: string;
  /** Name of the container that holds a copy of the code for this one. */
  readonly copiedIn: string | undefined;
  /** Resolves when the attached process has ended and all that it wrote has been read. */
  readonly ended: Promise<void>;
  readonly #tool: string;
  readonly #child: ChildProcess;
  readonly #readers: Readonly<Record<'stdout' | 'stderr', LineReader>>;
  #listener: OutputListener | undefined;
  #hasEnded = false;
  #errors = '';
  #removal: Promise<void> | undefined;

  constructor(
    tool: string,
    names: { readonly name: string; readonly copiedIn: string | undefined },
    child: ChildProcess,
  ) {
    this.#tool = tool;
    this.name = names.name;
    this.copiedIn = names.copiedIn;
    this.#child = child;
    const reader = (stream: 'stdout' | 'stderr') =>
      new LineReader((line) => this.#listener?.onLine(stream, line));
    this.#readers = { stdout: reader('stdout'), stderr: reader('stderr') };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream]?.on('data', (chunk: Buffer) => {
        if (stream === 'stderr' && this.#listener === undefined) {
          this.#errors = (this.#errors + chunk.toString()).slice(-keptCharacters);
        }
        this.#readers[stream].write(chunk);
        this.#listener?.onActivity();
      });
    }
    running.add(this);
    this.ended = new Promise((resolve) => {
      child.once('close', () => {
        this.flush();
        this.#hasEnded = true;
        running.delete(this);
        resolve();
      });
    });
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** True from the moment that its removal was asked for. */
  get isRemoved(): boolean {
    return this.#removal !== undefined;
  }

  /** Exit code of the attached process; undefined while it runs. */
  get exitCode(): number | undefined {
    return this.#hasEnded ? (this.#child.exitCode ?? -1) : undefined;
  }

  /** What was written to stderr before anybody listened. */
  get errors(): string {
    return this.#errors;
  }

  listen(listener: OutputListener): void {
    this.#listener = listener;
    this.#errors = '';
  }

  /** Hands over what was written without a line end. */
  flush(): void {
    this.#readers.stdout.flush();
    this.#readers.stderr.flush();
  }

  /** Removes the container at once, running or not. The removal is under way when this returns. Never rejects. */
  remove(): Promise<void> {
    return (this.#removal ??= this.#remove());
  }

  /**
   * A container that is just being made cannot be removed yet, and ending the attached process would not keep the engine
   * from making it: so the removal is repeated until there was something to remove.
   */
  async #remove(): Promise<void> {
    const deadline = performance.now() + removalLimit;
    const wasThere = async () => (await this.#removeOnce()).stdout.split('\n').includes(this.name);
    while (!(await wasThere()) && !this.#hasEnded && performance.now() < deadline) {
      await Promise.race([this.ended, delay(removalPause)]);
    }
    // An engine that hangs must not keep the process; what it leaves is removed by the next window.
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), removalLimit);
    await this.ended;
    clearTimeout(timer);
    // Ended before the first look: it may have been made and not started. Or its removal was refused, as its file system was
    // in use by what the engine was doing beside.
    const last = performance.now() + removalLimit;
    for (;;) {
      const { stderr } = await this.#removeOnce();
      if (!refusedForNow.test(stderr) || performance.now() > last) return;
      await delay(refusedPause);
    }
  }

  /** What the tool said; nothing where it could not be started. */
  async #removeOnce(): Promise<Pick<ToolOutput, 'stdout' | 'stderr'>> {
    const names = this.copiedIn === undefined ? [this.name] : [this.name, this.copiedIn];
    const args = ['rm', '--force', '--volumes', ...names];
    return runTool(this.#tool, args).catch(() => ({ stdout: '', stderr: '' }));
  }
}
