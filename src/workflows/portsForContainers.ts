import type { CodeTree } from '../core/archive/codeTree.ts';
import type { ContainerMount, ContainerSpec } from '../core/local/containerSpec.ts';
import type { InvocationStatus, LogLine } from '../core/local/invocation.ts';
import type { Measured } from '../core/local/reportLine.ts';
import type { CallOptions } from './ports.ts';

/** The interfaces to containers and code folders that local invocation needs. As for ports.ts: `Failure` or AbortError. */

export interface ImageFacts {
  /** Content address. */
  readonly id: string;
  /** As Docker has it, such as `amd64`. */
  readonly architecture: string;
}

/** An answered invocation. */
export interface ContainerAnswer {
  readonly status: InvocationStatus;
  readonly payload: string;
  /** Empty when the emulator did not say it in time. */
  readonly requestId: string;
  /** True when the function was initialised for this call. */
  readonly cold: boolean;
  /** Resolves when the last line of the invocation was handed to `onLine`; never rejects. */
  readonly logged: Promise<void>;
  /** Resolves after `logged`; never rejects. */
  readonly measured: Promise<Measured>;
}

/** A started container. One call at a time. */
export interface RunningContainer {
  /** False once it can take no call any more: it ended, or its last call left it in an unknown state. */
  readonly usable: boolean;
  /** True when the function's code is read at the first call and not at the start. */
  readonly lazy: boolean;
  /** Address at which its published ports are reached from here. */
  readonly host: string;
  /**
   * Rejects with `local.containerGone` when it ends in the middle, with `local.containerLost` when it was gone before the
   * function ran. An abort removes the container.
   */
  invoke(
    event: string,
    options: CallOptions & { readonly onLine: (line: LogLine) => void },
  ): Promise<ContainerAnswer>;
  /** Removes it with what belongs to it; also while it starts. Never rejects. */
  remove(): Promise<void>;
}

export interface ContainerEngine {
  /** Undefined when the engine does not have it. Remembered, and looked at again beside later calls. */
  inspectImage(image: string, options: CallOptions): Promise<ImageFacts | undefined>;
  /** Architecture of the engine as Docker has it, such as `amd64`. */
  architecture(options: CallOptions): Promise<string>;
  pullImage(
    image: string,
    platform: string | undefined,
    options: CallOptions & { readonly onProgress?: (text: string) => void },
  ): Promise<void>;
  /** Resolves when it answers. Rejects with `local.startFailed`, `local.startTimedOut`, …; nothing is left then. */
  start(spec: ContainerSpec, options: CallOptions): Promise<RunningContainer>;
  /** Removes what windows that are gone left behind; how many. */
  removeLeftovers(): Promise<number>;
  /** Removes every container of ours of this machine. */
  removeAll(): Promise<number>;
  /** Removes those of this window. The removal is under way when this returns. */
  dispose(): Promise<void>;
}

export interface CodeRequest {
  /** Tells the functions of this machine apart: each has a copy of its code of its own. */
  readonly name: string;
  readonly tree: CodeTree;
  /** Absolute paths of folders that lie over one another at /opt, the later over the earlier. */
  readonly layers: readonly string[];
  /** Absolute paths of mounted files and folders, whose files count as code too. */
  readonly mounts: readonly string[];
}

/** A file or folder of /var/task that is not in the code folder. */
export interface CodePlace {
  /** Relative to /var/task, `/`-separated. */
  readonly path: string;
  /** Real, absolute path. */
  readonly source: string;
}

/** A function's code as it is now. */
export interface CodeState {
  /** Absolute path of the folder that lies at /var/task: it holds what the archive would hold, and what is for local runs only. */
  readonly folder: string;
  /** Differs from an earlier one of the same function exactly when a file of it has changed in between. */
  readonly revision: number;
  /** What of it comes from elsewhere in the workspace: targets of links, includes, live packages. */
  readonly places: readonly CodePlace[];
  /** How the layers come to lie at /opt. */
  readonly layers: readonly ContainerMount[];
}

export type ScanOptions = CallOptions & {
  /** Real paths outside of the workspace folder that may be looked at. */
  readonly allowed?: readonly string[];
  /** Files of a copy that takes long enough to be felt. */
  readonly onProgress?: (done: number, total: number) => void;
};

export interface CodeScanner {
  /**
   * Looks at every file and brings the copy of the code up to date. Rejects with `local.codeMissing`, `local.mountMissing`,
   * `local.linkOutside`, `local.codeUnreadable`, `local.codeNotCopied`, `archive.…`; with `local.folderOutside` before it reads
   * a code folder, layer or mount that is really outside of the workspace folder and not among `allowed`.
   */
  scan(request: CodeRequest, options: ScanOptions): Promise<CodeState>;
  /**
   * Absolute path of a file with machine code that an instruction set (`x86_64`, `arm64`) cannot run, if there is one.
   *
   * @param places absolute paths of files and folders
   */
  foreignCode(
    places: readonly string[],
    architecture: string,
    options: CallOptions,
  ): Promise<string | undefined>;
  dispose(): Promise<void>;
}
