import { nothingRead } from './contractLog.ts';
import type { ContractLog, LogReading } from './contractLog.ts';
import type { LogLine } from './invocation.ts';

/** Lines of the server itself are green (docker-lambda, `systemLog`). */
const green = { start: '\u001b[32m', end: '\u001b[0m' };
const start = /^START RequestId: (\S+)/;
const report =
  /^REPORT RequestId: \S+\t(?:Init Duration: ([\d.]+) ms\t)?Duration: ([\d.]+) ms\t.*Max Memory Used: (\d+) MB/;

/**
 * Reads the two streams of a lambci container that stays open: the function's own streams, and among its stderr START, END
 * and REPORT in green. They arrive by two ways, so END waits until all that was written before it has been read.
 */
export class LambciLog implements ContractLog {
  #reading = nothingRead;
  #held: LogLine[] = [];

  get reading(): LogReading {
    return this.#reading;
  }

  begin(): void {
    this.#reading = nothingRead;
    this.#held = [];
  }

  stdout(text: string): LogLine[] {
    // Python's tracebacks are indented with no-break spaces here.
    return [{ text: text.replaceAll('\u00a0', ' '), source: 'function' }];
  }

  stderr(text: string): LogLine[] {
    const at = text.endsWith(green.end) ? text.lastIndexOf(green.start) : -1;
    if (at === -1) return this.stdout(text);
    // What the function wrote without a line end stands before it.
    const lines = at === 0 ? [] : this.stdout(text.slice(0, at));
    const own = text.slice(at + green.start.length, -green.end.length);
    const requestId = start.exec(own)?.[1];
    if (requestId !== undefined) {
      this.#reading = { ...this.#reading, requestId };
      return [...lines, { text: own, source: 'platform' }];
    }
    if (own.startsWith('END ')) this.#held.push({ text: own, source: 'platform' });
    const [, init, duration, memory] = report.exec(own) ?? [];
    if (duration !== undefined) {
      this.#reading = {
        ...this.#reading,
        finished: true,
        initMs: init === undefined ? undefined : Number(init),
        durationMs: Number(duration),
        peakMemory: Number(memory),
      };
    }
    return lines;
  }

  end(): LogLine[] {
    const held = this.#held;
    this.#held = [];
    if (held.length > 0) this.#reading = { ...this.#reading, reported: true };
    return held;
  }
}
