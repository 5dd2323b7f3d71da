import { nothingRead } from './contractLog.ts';
import type { ContractLog, LogReading } from './contractLog.ts';
import type { LogLine } from './invocation.ts';

const start = /^START RequestId: (\S+) Version: \S+$/;
const stderrLine = /^\d\d? \w+ \d{4} [\d:,.]+ \[\w+\] \(rapid\) (.*)$/;

/**
 * Reads the two streams of a container of the Runtime Interface Emulator (seen with the one of aws-sam-cli 1.170.0 at
 * `--log-level debug`): stdout has START, END and REPORT and what the function writes, stderr the emulator's own lines.
 * The figures of its REPORT are untrue (LOCAL-INVOKE.md), so they are taken from stderr and that line is left out.
 */
export class RieLog implements ContractLog {
  #reading = nothingRead;

  get reading(): LogReading {
    return this.#reading;
  }

  begin(): void {
    this.#reading = nothingRead;
  }

  /** A line of stdout without its end: what of it is shown, in order. */
  stdout(text: string): LogLine[] {
    const started = start.exec(text);
    if (started !== null && this.#reading.requestId === undefined) {
      this.#note({ requestId: started[1] });
      return [{ text, source: 'platform' }];
    }
    const id = this.#reading.requestId;
    if (id === undefined) return [{ text, source: 'function' }];
    // A function's last output may lack its line end: then END or REPORT follows on the same line.
    for (const word of ['END', 'REPORT']) {
      const at = text.indexOf(`${word} RequestId: ${id}`);
      if (at === -1) continue;
      const before: LogLine[] = at === 0 ? [] : [{ text: text.slice(0, at), source: 'function' }];
      if (word === 'END') return [...before, { text: text.slice(at), source: 'platform' }];
      this.#note({ reported: true });
      return before;
    }
    return [{ text, source: 'function' }];
  }

  /** Nothing of it is shown. */
  stderr(text: string): LogLine[] {
    const message = stderrLine.exec(text)?.[1];
    if (message !== undefined) this.#note(said(message, this.#reading));
    return [];
  }

  end(): LogLine[] {
    return [];
  }

  #note(news: Partial<LogReading>): void {
    this.#reading = { ...this.#reading, ...news };
  }
}

const answer = /^API request - POST \/2018-06-01\/runtime\/invocation\/[^/]+\/(response|error)\b/;
const initialised = /^INIT REPORT\(durationMs: ([\d.]+)/;
const done = /^INVOKE RTDONE\(.*\bduration: ([\d.]+)ms\b/;
const exited = /^Process runtime-\d+ exited: (.+)$/;
const refused = /^Sending Error Response: (Function\.\w+)$/;
const finished = /^(execute finished|FastInvoke\(\) error: InvokeReservationDone)/;

/** What one of the emulator's own lines adds. */
function said(message: string, before: LogReading): Partial<LogReading> {
  const answeredBy = answer.exec(message)?.[1];
  if (answeredBy !== undefined) return { answeredBy: answeredBy === 'error' ? 'error' : 'response' };
  const initMs = initialised.exec(message)?.[1];
  // A failed initialisation is tried again during the invocation; Lambda reports the sum of both.
  if (initMs !== undefined) return { initMs: (before.initMs ?? 0) + Number(initMs) };
  const durationMs = done.exec(message)?.[1];
  if (durationMs !== undefined) return { durationMs: Number(durationMs) };
  const exit = exited.exec(message)?.[1];
  if (exit !== undefined) return { exit: before.exit ?? exit };
  const refusal = refused.exec(message)?.[1];
  if (refusal !== undefined) return { refusal };
  return finished.test(message) ? { finished: true } : {};
}
