import type { LogLine } from './invocation.ts';

/** What a container's log says of the call under way, as far as it has been read. */
export interface LogReading {
  readonly requestId: string | undefined;
  /** True once the last line of the call was read: what follows belongs to no call. */
  readonly reported: boolean;
  /** How the runtime handed in its answer; undefined while that is not known. */
  readonly answeredBy: 'response' | 'error' | undefined;
  /** How the runtime's process ended, such as `exit status 3` or `signal: killed`; undefined while it runs. */
  readonly exit: string | undefined;
  /** What the emulator has against what the function returned, such as `Function.ResponseSizeTooLarge`. */
  readonly refusal: string | undefined;
  /** True once nothing more will be written for this call. */
  readonly finished: boolean;
  /** Milliseconds; undefined without an initialisation, or while it is not known. */
  readonly initMs: number | undefined;
  readonly durationMs: number | undefined;
  /** MB, where the log has it. */
  readonly peakMemory: number | undefined;
}

export const nothingRead: LogReading = {
  requestId: undefined,
  reported: false,
  answeredBy: undefined,
  exit: undefined,
  refusal: undefined,
  finished: false,
  initMs: undefined,
  durationMs: undefined,
  peakMemory: undefined,
};

/** Reads the output of one kind of image: what of it is shown, in order, and what it says of the call. */
export interface ContractLog {
  readonly reading: LogReading;
  /** To be called before each call: what is read from then on belongs to it. */
  begin(): void;
  /** A line of stdout without its end. */
  stdout(text: string): LogLine[];
  stderr(text: string): LogLine[];
  /** Lines that were held back until nothing more would come. */
  end(): LogLine[];
}
