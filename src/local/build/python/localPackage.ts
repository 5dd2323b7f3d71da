import { readdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { IncludedPath } from '../../../core/archive/codeTree.ts';
import { readToml, tableAt } from '../../../core/build/toml.ts';
import { isInside } from '../../../core/workspacePath.ts';
import { dependenciesOf } from './pythonSource.ts';

export interface LocalPackage {
  readonly parts: readonly IncludedPath[];
  readonly dependencies: readonly string[];
  /** Absolute path of its pyproject.toml. */
  readonly file: string;
}

/** Build backends that put Python files as they are into a wheel, unless they are asked for more. */
const pureBackends =
  /^(?:setuptools|hatchling|uv_build|flit_core|flit_scm|poetry\.core|pdm\.backend)(?:\.|$)/;
const compiled = /\.(?:c|cc|cpp|pyx|rs|go|f90)$/;

/**
 * A package of the workspace in one of the usual layouts: `src/name`, `name` or `name.py`. Undefined for what needs a build, and
 * for what lies outside of the workspace folder.
 */
export async function localPackage(
  folder: string,
  workspaceFolder: string,
): Promise<LocalPackage | undefined> {
  const place = await realpath(folder).catch(() => undefined);
  if (place === undefined || !isInside(await realpath(workspaceFolder), place)) return undefined;
  const file = join(folder, 'pyproject.toml');
  const read = readToml(await readFile(file, 'utf8').catch(() => ''));
  if ('line' in read) return undefined;
  const { name } = tableAt(read.table, 'project');
  const backend = tableAt(read.table, 'build-system')['build-backend'] ?? 'setuptools';
  if (typeof name !== 'string' || typeof backend !== 'string' || !pureBackends.test(backend))
    return undefined;
  const module = name.replaceAll(/[-.]+/g, '_');
  const [names, inSource] = await Promise.all([entriesOf(folder), entriesOf(join(folder, 'src'))]);
  if ([...names, ...inSource].some((entry) => compiled.test(entry)) || names.includes('setup.py'))
    return undefined;
  const dependencies = dependenciesOf(read.table);
  for (const [base, entries] of [
    [join(folder, 'src'), inSource],
    [folder, names],
  ] as const) {
    const entry = entries.find((one) => one.toLowerCase() === module.toLowerCase()) ?? `${module}.py`;
    if (entries.includes(entry))
      return { parts: [{ from: join(base, entry), to: entry }], dependencies, file };
  }
  return undefined;
}

const entriesOf = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
