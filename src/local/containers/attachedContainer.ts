import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { LineReader } from './lineReader.ts';
import { runTool } from './runTool.ts';

/** Characters of stderr that are kept to tell why a start failed. */
const keptCharacters = 8192;

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
  /** Resolves when the attached process has ended and all that it wrote has been read. */
  readonly ended: Promise<void>;
  readonly #tool: string;
  readonly #child: ChildProcess;
  readonly #readers: Readonly<Record<'stdout' | 'stderr', LineReader>>;
  #listener: OutputListener | undefined;
  #hasEnded = false;
  #errors = '';
  #removal: Promise<void> | undefined;
  readonly #withHost = () => {
    // The last chance when the host ends without calling remove.
    void runTool(this.#tool, ['rm', '--force', '--volumes', this.name]).catch(() => undefined);
  };

  constructor(tool: string, name: string, child: ChildProcess) {
    this.#tool = tool;
    this.name = name;
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
    process.once('exit', this.#withHost);
    this.ended = new Promise((resolve) => {
      child.once('close', () => {
        this.flush();
        this.#hasEnded = true;
        process.removeListener('exit', this.#withHost);
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

  async #remove(): Promise<void> {
    for (let attempt = 1; attempt <= 5; attempt++) {
      const removed = await runTool(this.#tool, ['rm', '--force', '--volumes', this.name]).catch(
        () => undefined,
      );
      const wasThere =
        removed?.code === 0 && removed.stdout.trim() !== '' && !/no such/i.test(removed.stderr);
      if (this.#hasEnded && (wasThere || attempt > 1)) return;
      // It may be about to be made: the attached process says when nothing more will come.
      if (!wasThere && attempt === 1 && !this.#hasEnded) this.#child.kill('SIGKILL');
      await Promise.race([this.ended, delay(200 * attempt)]);
      if (this.#hasEnded && wasThere) return;
    }
    this.#child.kill('SIGKILL');
  }
}
