import type { ConnectionEnvironment } from '../../core/local/localEnvironment.ts';
import type { ImageSetting } from '../../core/local/images.ts';
import type { CallOptions, Clock, WorkspaceFiles } from '../ports.ts';
import type { CodeBuilder } from '../portsForBuild.ts';
import type { FunctionSource } from '../resolveFunction.ts';
import type { CodeScanner, ContainerEngine } from '../portsForContainers.ts';

export interface LocalSettings {
  /** `docker`, `podman`, `finch`, `nerdctl` or a path. */
  readonly tool: string;
  readonly reuse: 'warm' | 'fresh';
  /** `never`: no container is started before it is needed. */
  readonly prepare: 'firstInvocation' | 'eventOpened' | 'never';
  /** Minutes without an invocation after which a function's containers are removed. */
  readonly idleTimeout: number;
  readonly images: ImageSetting;
}

/** Folders and files outside of the workspace folder that containers may see, read-only. */
export interface OutsideFolders {
  /** Real paths that a person has allowed. */
  allowed(): readonly string[];
  /** Asks a person once for one; true is remembered. */
  ask(functionName: string, folder: string): Promise<boolean>;
}

export type FetchOptions = CallOptions & {
  /** What is being done, as a person reads it. */
  readonly onPhase?: (text: string) => void;
  /** False where nobody waits: what is not on this machine is not fetched then. Default true. */
  readonly mayAsk?: boolean;
};

/** What local invocation needs of the world. Factories load their bundle at the first call. */
export interface LocalDependencies {
  readonly engine: () => Promise<ContainerEngine>;
  readonly scanner: () => Promise<CodeScanner>;
  readonly builder: () => Promise<CodeBuilder>;
  /** Absolute paths of what is no part of a function's code: manifests and what they name, event files. Keep it cheap. */
  readonly knownFiles: (source: FunctionSource) => Promise<readonly string[]>;
  readonly files: WorkspaceFiles;
  readonly clock: Clock;
  readonly settings: () => LocalSettings;
  /** Where AWS is for the function, and by setting with which credentials. Asked at each invocation: keep it cheap. */
  readonly connection: (options: CallOptions) => Promise<ConnectionEnvironment>;
  /** Whether the person agreed that this function (see `functionId`) runs with the engine's architecture. */
  readonly runsNatively: (functionId: string) => boolean;
  readonly folders: OutsideFolders;
  /** Absolute path of the content of a deployed layer, by its ARN: see `fetchLayer`. */
  readonly layerFolder: (arn: string, options: FetchOptions) => Promise<string>;
  /** A variable of this machine, for a bare KEY in an environment file. */
  readonly hostValue: (name: string) => string | undefined;
  /** For what happens in the background, where nobody waits for an error. */
  readonly onTrouble: (error: unknown) => void;
}
