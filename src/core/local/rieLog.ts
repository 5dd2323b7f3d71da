import type { LogLine } from './invocation.ts';

/** What the emulator said about the invocation under way, as far as it has been read. */
export interface EmulatorReading {
  readonly requestId: string | undefined;
  /** True once REPORT was printed: what follows belongs to no invocation. */
  readonly reported: boolean;
  /** How the runtime handed in its answer; undefined while that is not known. */
  readonly answeredBy: 'response' | 'error' | undefined;
  /** How the runtime's process ended, such as `exit status 3` or `signal: killed`; undefined while it runs. */
  readonly exit: string | undefined;
  /** True once the emulator is ready for the next event. */
  readonly finished: boolean;
  /** Milliseconds; undefined without an initialisation, or while it is not known. */
  readonly initMs: number | undefined;
  readonly durationMs: number | undefined;
}

const start = /^START RequestId: (\S+) Version: \S+$/;
const stderrLine = /^\d\d? \w+ \d{4} [\d:,.]+ \[\w+\] \(rapid\) (.*)$/;

/**
 * Reads the two streams of a container of the Runtime Interface Emulator (seen with the one of aws-sam-cli 1.170.0 at
 * `--log-level debug`): stdout has START, END and REPORT and what the function writes, stderr the emulator's own lines.
 * The figures of its REPORT are untrue (LOCAL-INVOKE.md), so they are taken from stderr and that line is left out.
 */
export class RieLog {
  #requestId: string | undefined;
  #reported = false;
  #answeredBy: 'response' | 'error' | undefined;
  #exit: string | undefined;
  #finished = false;
  #initMs: number | undefined;
  #durationMs: number | undefined;

  get reading(): EmulatorReading {
    return {
      requestId: this.#requestId,
      reported: this.#reported,
      answeredBy: this.#answeredBy,
      exit: this.#exit,
      finished: this.#finished,
      initMs: this.#initMs,
      durationMs: this.#durationMs,
    };
  }

  /** To be called before each POST: what is read from then on belongs to it. */
  begin(): void {
    this.#requestId = undefined;
    this.#reported = false;
    this.#answeredBy = undefined;
    this.#exit = undefined;
    this.#finished = false;
    this.#initMs = undefined;
    this.#durationMs = undefined;
  }

  /** A line of stdout without its end: what of it is shown, in order. */
  stdout(text: string): LogLine[] {
    const started = start.exec(text);
    if (started !== null && this.#requestId === undefined) {
      this.#requestId = started[1];
      return [{ text, source: 'platform' }];
    }
    const id = this.#requestId;
    if (id === undefined) return [{ text, source: 'function' }];
    // A function's last output may lack its line end: then END or REPORT follows on the same line.
    for (const word of ['END', 'REPORT']) {
      const at = text.indexOf(`${word} RequestId: ${id}`);
      if (at === -1) continue;
      const before: LogLine[] = at === 0 ? [] : [{ text: text.slice(0, at), source: 'function' }];
      if (word === 'END') return [...before, { text: text.slice(at), source: 'platform' }];
      this.#reported = true;
      return before;
    }
    return [{ text, source: 'function' }];
  }

  /** A line of stderr without its end; nothing of it is shown. */
  stderr(text: string): void {
    const message = stderrLine.exec(text)?.[1];
    if (message === undefined) return;
    const request = /^API request - POST \/2018-06-01\/runtime\/invocation\/[^/]+\/(response|error)\b/.exec(
      message,
    );
    if (request !== null) this.#answeredBy = request[1] === 'error' ? 'error' : 'response';
    // A failed initialisation is tried again during the invocation; Lambda reports the sum of both.
    const init = /^INIT REPORT\(durationMs: ([\d.]+)/.exec(message);
    if (init !== null) this.#initMs = (this.#initMs ?? 0) + Number(init[1]);
    const done = /^INVOKE RTDONE\(.*\bduration: ([\d.]+)ms\b/.exec(message);
    if (done !== null) this.#durationMs = Number(done[1]);
    this.#exit ??= /^Process runtime-\d+ exited: (.+)$/.exec(message)?.[1];
    if (/^(execute finished|FastInvoke\(\) error: InvokeReservationDone)/.test(message))
      this.#finished = true;
  }
}
