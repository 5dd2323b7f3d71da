/** How an invocation ended. */
export type InvocationStatus =
  | 'success'
  /** The handler raised; the payload is Lambda's error object. */
  | 'functionError'
  | 'timedOut'
  /** The runtime process ended by itself (`Runtime.ExitError`). */
  | 'exited'
  /** Loading the module failed before the handler was called. */
  | 'initFailed'
  | 'outOfMemory';

/** One line as the function or the emulator wrote it, or as we add it because Lambda would write it. */
export interface LogLine {
  readonly text: string;
  /** `function`: its own output; `platform`: START, END, REPORT; `ours`: synthesised here, and marked so where it is shown. */
  readonly source: 'function' | 'platform' | 'ours';
}

/** What an invocation cost, in the units of Lambda's REPORT line. Undefined where nobody measured it. */
export interface InvocationReport {
  /** Milliseconds that loading the module took; undefined for a warm invocation. */
  readonly initMs: number | undefined;
  /** Milliseconds in the handler. */
  readonly durationMs: number | undefined;
  /** Milliseconds as Lambda would bill them: initialisation and duration, rounded up. */
  readonly billedMs: number | undefined;
  /** MB. */
  readonly memorySize: number;
  /** MB at the peak. */
  readonly peakMemory: number | undefined;
  /** Milliseconds that we and the container tool added to what the emulator measured. */
  readonly overheadMs: number | undefined;
}

/** What is known as soon as the answer is there; the report follows. */
export interface InvocationOutcome {
  readonly status: InvocationStatus;
  /** The answer's text: a JSON value, or the error object. */
  readonly payload: string;
  /** Undefined when nobody said it. */
  readonly start: 'cold' | 'warm' | undefined;
  readonly requestId: string;
  /** The version that ran, in AWS: an alias may lead to one of two. */
  readonly executedVersion?: string;
}
