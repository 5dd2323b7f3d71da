/** What of a function's code comes from where: the same tree goes into the archive and lies at /var/task locally. */
export interface CodeTree {
  /** Absolute path of the folder whose files are the function's own. */
  readonly root: string;
  /** Absolute path of the workspace folder: links and includes may lead anywhere inside it. */
  readonly workspaceFolder: string;
  /** gitignore lines of the manifest's `package.exclude`. `.lambdaignore` in the root is read by whoever walks the tree. */
  readonly exclude: readonly string[];
  /** Absolute paths that are left out by default because the manifests know them: manifests, policies, env and event files. */
  readonly known: readonly string[];
  /** Default: follow. */
  readonly symlinks?: 'follow' | 'keep';
  /** What `package.include` names; the root's own files win over it. */
  readonly include?: readonly IncludedPath[];
  /** Undefined: the folder goes as it is. */
  readonly built?: BuiltCode;
}

/** A file or folder that comes from outside of the root. */
export interface IncludedPath {
  /** Absolute path. */
  readonly from: string;
  /** Path in the archive, `/`-separated; '' for its root. */
  readonly to: string;
}

/** Something that a build adds. */
export interface BuiltPart extends IncludedPath {
  /** True in the product's storage, whose files never change; false for work of the workspace, with files that nobody else is to have. */
  readonly isStaged: boolean;
}

/** What a build made of a function's sources, and what of the root it takes the place of. */
export interface BuiltCode {
  /** Staged files and folders of the product's storage, and live packages of the workspace. Own files and includes win. */
  readonly parts: readonly BuiltPart[];
  /** gitignore lines against the root: what stays out because the parts have it, such as `/node_modules/` or `*.ts`. */
  readonly replaces: readonly string[];
  /** Archive paths of the parts that lie at /var/task locally and do not go into the archive: source maps. */
  readonly localOnly: readonly string[];
  /** How it was made, each as a person reads it: `requirements.txt by uv 0.9.2 for python3.13 on arm64`. */
  readonly notes: readonly string[];
}
