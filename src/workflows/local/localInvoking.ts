import type { InvocationOutcome, InvocationReport, LogLine } from '../../core/local/invocation.ts';
import type { CallOptions } from '../ports.ts';
import type { FunctionSource } from '../resolveFunction.ts';

/** One invocation of a function of the workspace in a container of this machine. */
export interface LocalRequest {
  readonly source: FunctionSource;
  /** The event's JSON text, checked already. */
  readonly event: string;
  /** True asks for a cold start whatever is there. */
  readonly fresh: boolean;
}

/** What happens until the answer is there, for the progress message and the output channel. */
export type LocalProgress =
  /** `runs`: from now on it is the function that a cancel stops. */
  | { readonly kind: 'phase'; readonly text: string; readonly runs?: true }
  | { readonly kind: 'line'; readonly line: LogLine };

export interface LocalResult extends InvocationOutcome {
  /** Resolves when the emulator's last line is read and the peak memory is known; never rejects. */
  readonly report: Promise<InvocationReport>;
}

/** Runs functions in containers. The commands and views know nothing else of them. */
export interface LocalInvoker {
  /**
   * Runs the function with the event. Rejects with a `Failure` (`local.…`) when the function could not be run at all, with
   * an AbortError when cancelled; a function that fails is a result, not a rejection.
   */
  invoke(
    request: LocalRequest,
    options: CallOptions & { readonly onProgress?: (progress: LocalProgress) => void },
  ): Promise<LocalResult>;
  /** Starts the standby container of a function, so that its first invocation needs no start. Never rejects. */
  prepare(source: FunctionSource): Promise<void>;
  /**
   * Absolute paths of what a function uses outside of its code folder: layers, mounts, targets of links. Rejects as a look
   * at its code does.
   */
  usedPlaces(source: FunctionSource): Promise<readonly string[]>;
  /** The `docker run` command that does the same: names of variables, no values. */
  command(source: FunctionSource): Promise<string>;
  /** Pulls the images anew that these functions use. */
  updateImages(
    sources: readonly FunctionSource[],
    options: CallOptions & { readonly onProgress?: (text: string) => void },
  ): Promise<void>;
  /** Removes every container of ours on this machine; how many there were. */
  removeAll(): Promise<number>;
  /** Ends the containers of this window. */
  dispose(): Promise<void>;
}
