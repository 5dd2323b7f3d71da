const folders = new Set([
  '.git',
  '.svn',
  '.hg',
  '.bzr',
  '.jj',
  '.vscode',
  '.vscode-test',
  '.idea',
  '.vs',
  '.cache',
  '.pytest_cache',
  '.mypy_cache',
  '.ruff_cache',
  '.tox',
  '.nox',
  '.eggs',
  '.hypothesis',
  '.ipynb_checkpoints',
  '.nyc_output',
  '.parcel-cache',
  '.turbo',
  '.aws-sam',
  '.serverless',
  '.terraform',
]);
const files = new Set([
  '.git', // the file that a worktree or submodule has in place of the folder
  '.gitignore',
  '.gitattributes',
  '.gitmodules',
  '.hgignore',
  '.lambdaignore',
  '.dockerignore',
  '.npmrc', // holds registry tokens
  '.pypirc',
  '.DS_Store',
  'Thumbs.db',
  'desktop.ini',
  '.coverage',
  'lambda.json',
]);

/**
 * The rule by which an entry is left out when nobody asked for it, in gitignore form; undefined when it stays.
 * Not for what is inside dependency folders: packages import from folders of every name, and leaving out "tests" has
 * broken imports.
 *
 * @param path relative to the root
 */
export function rulesOutsideDependencies(path: string, isFolder: boolean): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (isFolder) return folders.has(name) ? `${name}/` : undefined;
  if (files.has(name)) return name;
  if (name.endsWith('.lambda.json')) return '*.lambda.json';
  // A zip beside the handler is an earlier package; with it inside, no two packages would be the same.
  if (name === path && name.endsWith('.zip')) return '/*.zip';
  // Environment files hold secrets, and Lambda has variables of its own for them.
  return name.startsWith('.env') ? '.env*' : undefined;
}

/**
 * The same for rules that hold inside dependency folders too.
 * Compiled Python holds the time of its source, so it would make the archive differ from machine to machine. A `.pyc`
 * without its source stays: it is the module then.
 */
export function rulesEverywhere(
  name: string,
  isFolder: boolean,
  siblings: ReadonlySet<string>,
): string | undefined {
  if (isFolder) return name === '__pycache__' ? '__pycache__/' : undefined;
  return name.endsWith('.pyc') && siblings.has(name.slice(0, -1)) ? '*.pyc' : undefined;
}

/** Whether a folder is a Python virtual environment (PEP 405): its interpreter and tools run on this machine only. */
export function isVirtualEnvironment(entries: ReadonlySet<string>): boolean {
  return entries.has('pyvenv.cfg');
}
