import { readFile, readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { isTable, readToml, tableAt, textsOf } from '../../../core/build/toml.ts';
import type { TomlTable } from '../../../core/build/toml.ts';
import { pythonPackageFailures } from '../../../core/failures/pythonPackageFailures.ts';
import type { BuildRequest } from '../../../workflows/portsForBuild.ts';
import { foldersUpTo } from '../packageFacts.ts';

/** Where a Python function's packages are named. */
export interface PythonSource {
  readonly kind: 'uv' | 'poetry' | 'requirements' | 'pyproject';
  /** Absolute path of the lock file or of what takes its place. */
  readonly file: string;
  /** Absolute path of the function's own folder of the project: the pyproject.toml beside the handler counts. */
  readonly project: string;
}

const kinds = [
  ['uv.lock', 'uv'],
  ['poetry.lock', 'poetry'],
  ['requirements.txt', 'requirements'],
  ['pyproject.toml', 'pyproject'],
] as const;

/** The file that the manifest names, else the one that is there. Undefined where no package is named. */
export async function pythonSource(request: BuildRequest): Promise<PythonSource | undefined> {
  const { manifest, manifestFile, folder, root, workspaceFolder } = request;
  const named = manifest.build === 'none' ? undefined : manifest.build?.dependencies;
  if (named !== undefined) {
    const file = resolve(folder, named);
    const location = { file: manifestFile ?? file };
    const kind = kindOf(basename(file));
    if (kind === undefined) throw pythonPackageFailures.notPython(named, manifest.runtime, location);
    const isThere = (await readdir(dirname(file)).catch((): string[] => [])).includes(basename(file));
    if (!isThere) throw pythonPackageFailures.fileMissing(named, location);
    return { kind, file, project: dirname(file) };
  }
  const names = new Set<string>(await readdir(root).catch(() => []));
  const own = kinds.find(([name]) => names.has(name) && (name !== 'uv.lock' || names.has('pyproject.toml')));
  if (own === undefined) return undefined;
  const [name, kind] = own;
  if (kind !== 'pyproject') return { kind, file: join(root, name), project: root };
  // The lock of a uv workspace lies above its members.
  for (const above of foldersUpTo(workspaceFolder, root).slice(1)) {
    const entries = new Set<string>(await readdir(above).catch(() => []));
    if (entries.has('uv.lock') && (await isMember(above))) {
      return { kind: 'uv', file: join(above, 'uv.lock'), project: root };
    }
  }
  const project = await readTomlFile(join(root, name));
  if (dependenciesOf(project).length > 0) return { kind, file: join(root, name), project: root };
  const ofPoetry = Object.keys(tableAt(project, 'tool', 'poetry', 'dependencies'));
  if (ofPoetry.some((one) => one !== 'python'))
    throw pythonPackageFailures.notLocked({ file: join(root, name) });
  return undefined;
}

const isMember = async (folder: string): Promise<boolean> => {
  const text = await readFile(join(folder, 'pyproject.toml'), 'utf8').catch(() => '');
  const read = readToml(text);
  return 'table' in read && isTable(tableAt(read.table, 'tool', 'uv')['workspace']);
};

const kindOf = (name: string): PythonSource['kind'] | undefined =>
  kinds.find(([known]) => known === name)?.[1] ?? (name.endsWith('.txt') ? 'requirements' : undefined);

/** Rejects with `build.brokenToml`, `build.fileMissing`. */
export async function readTomlFile(file: string): Promise<TomlTable> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) throw pythonPackageFailures.fileMissing(basename(file), { file: dirname(file) });
  const read = readToml(text);
  if ('line' in read) throw pythonPackageFailures.brokenToml({ file, line: read.line });
  return read.table;
}

export const dependenciesOf = (project: TomlTable): string[] =>
  textsOf(tableAt(project, 'project')['dependencies']);
