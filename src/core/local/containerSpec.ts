import type { ImageContract } from './images.ts';

/** A folder or file of this machine at a place in the container, read-only. */
export interface ContainerMount {
  /** Absolute path here. */
  readonly source: string;
  /** Absolute path in the container. */
  readonly target: string;
}

/**
 * Everything that makes one container differ from another, as data. Two invocations may share a container exactly when
 * their specs are equal. `environment` holds secrets: a spec is compared in memory and never written anywhere.
 */
export interface ContainerSpec {
  readonly contract: ImageContract;
  readonly image: string;
  /** What the engine has under that name now; a new pull makes new containers. */
  readonly imageId: string;
  readonly functionName: string;
  readonly handler: string;
  /** True for `provided…`: the code brings its own bootstrap. */
  readonly customRuntime: boolean;
  /** Seconds. */
  readonly timeout: number;
  /** MB. */
  readonly memorySize: number;
  /** MB of /tmp. */
  readonly ephemeralStorage: number;
  /** Absolute path of the folder that becomes /var/task. */
  readonly codeFolder: string;
  /** Targets of links, layers and `local.mounts`, in the order they are mounted. */
  readonly mounts: readonly ContainerMount[];
  readonly environment: Readonly<Record<string, string>>;
  /** Undefined: the tool's default, a bridge. */
  readonly network: string | undefined;
  /** `name:address`. */
  readonly extraHosts: readonly string[];
  /** TCP port of this machine's loopback with the sandbox that AWS_ENDPOINT_URL names; undefined: it leads elsewhere. */
  readonly sandboxPort?: number;
  /** TCP port that a debugger is reached at: the same in the container and, published, on 127.0.0.1. */
  readonly debugPort?: number;
}

/** Equal for containers that can stand in for each other. Holds the environment: a key in memory only. */
export const specKey = (spec: ContainerSpec): string => JSON.stringify(spec);
