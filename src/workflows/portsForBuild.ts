import type { BuiltCode } from '../core/archive/codeTree.ts';
import type { Architecture, FunctionManifest } from '../core/manifest/functionManifest.ts';
import type { CallOptions } from './ports.ts';

/** What is built: the function's dependencies for its runtime and architecture, and its code where it has to be compiled. */
export interface BuildRequest {
  readonly manifest: FunctionManifest;
  /** Absolute path of the manifest, for the place of a mistake. */
  readonly manifestFile?: string;
  /** Absolute path of the folder that relative paths start from. */
  readonly folder: string;
  /** Absolute path of `package.root`. */
  readonly root: string;
  /** Absolute path of the workspace folder: lock files and packages of a workspace may lie above the root. */
  readonly workspaceFolder: string;
  /** The deployed function's, for a manifest that names none: asked only by a build whose outcome depends on it. */
  readonly liveArchitecture?: () => Promise<Architecture | undefined>;
}

export type BuildOptions = CallOptions & {
  /** What is being done, as a person reads it. */
  readonly onProgress?: (text: string) => void;
  /** A line that a tool or the person's own command wrote. */
  readonly onOutput?: (line: string) => void;
  /** Takes what was made before and runs nothing: rejects with `build.notMade` where something would have to be made. */
  readonly onlyMade?: boolean;
  /** Runs a build of the person's own only where a file of the function's folder has changed since its last run. */
  readonly whenChanged?: boolean;
};

/** A place in a file of code. */
export interface CodePlace {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly column?: number;
}

export type FramePlace = Omit<CodePlace, 'file'> & { readonly file: string | undefined };

export interface CodeBuilder {
  /**
   * What the build makes, found as it was made before where nothing has changed. Undefined where there is nothing to build.
   * Nothing of the workspace is written to. Rejects with `build.…`; what was made before stays as it was.
   */
  build(request: BuildRequest, options: BuildOptions): Promise<BuiltCode | undefined>;
  /**
   * Installs the function's packages anew from what they are made from, newer versions where that leaves them open. What was
   * there before stays where this fails. Resolves with how they were made, as a person reads it; undefined where it has none.
   */
  reinstall(request: BuildRequest, options: BuildOptions): Promise<readonly string[] | undefined>;
  /**
   * Where a place in what was compiled comes from, by a source map and with an absolute path; undefined for what was written
   * like that.
   *
   * @param root absolute path of the function's folder
   * @param path in the archive
   * @param place its file is where that lies here, as an absolute path; undefined where it lies nowhere
   */
  originalPlace(root: string, path: string, place: FramePlace): Promise<CodePlace | undefined>;
}
