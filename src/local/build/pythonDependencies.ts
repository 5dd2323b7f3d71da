import { readFile, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { t } from '@vscode/l10n';
import type { BuiltCode } from '../../core/archive/codeTree.ts';
import { installedNames } from '../../core/archive/dependencyFolder.ts';
import { poetryRequirements } from '../../core/build/poetryLock.ts';
import { requirementKind, requirementLines } from '../../core/build/requirementLines.ts';
import { pythonTarget, type PythonTarget } from '../../core/build/pythonTarget.ts';
import { buildFailures } from '../../core/failures/buildFailures.ts';
import { packageFailures } from '../../core/failures/packageFailures.ts';
import { pythonPackageFailures } from '../../core/failures/pythonPackageFailures.ts';
import type { BuildOptions, BuildRequest } from '../../workflows/portsForBuild.ts';
import { architectureOf } from './architectureOf.ts';
import { buildContainer } from './buildContainer.ts';
import type { BuildWorld } from './buildWorld.ts';
import { foldersUpTo } from './packageFacts.ts';
import { exportLock, installPython } from './python/installPython.ts';
import { findPythonProgram } from './python/pythonProgram.ts';
import { dependenciesOf, pythonSource, readTomlFile } from './python/pythonSource.ts';
import type { PythonSource } from './python/pythonSource.ts';
import { readRequirements } from './python/readRequirements.ts';
import type { Requirements } from './python/readRequirements.ts';

/** Begins each recipe: another one where the same sources would be installed in another way. */
const method = 'python 1';

/** Packages of a Python function for its runtime and architecture; undefined where it has none. */
export async function pythonDependencies(
  request: BuildRequest,
  world: BuildWorld,
  options: BuildOptions,
): Promise<BuiltCode | undefined> {
  const { manifest, manifestFile, root, workspaceFolder } = request;
  const source = await pythonSource(request);
  if (source === undefined) return undefined;
  const architecture = await architectureOf(request);
  const target = pythonTarget({ ...manifest, architecture });
  if (target === undefined) return undefined;
  const place = { file: source.file };
  const wanted = manifest.build === 'none' ? undefined : manifest.build?.tool;
  if (wanted !== undefined && wanted !== 'uv' && wanted !== 'pip') {
    throw packageFailures.wrongTool(wanted, manifest.runtime, t('uv or pip'), {
      file: manifestFile ?? source.file,
    });
  }
  const tool = source.kind === 'uv' ? 'uv' : wanted;
  const path = world.environment['PATH'] ?? world.environment['Path'] ?? '';
  const container = buildContainer(manifest, architecture, world);
  const program =
    container !== undefined && source.kind !== 'uv'
      ? ({ tool: 'pip', file: container.tool } as const)
      : await findPythonProgram(tool, foldersUpTo(workspaceFolder, root), path);
  if (program === undefined) throw pythonPackageFailures.toolMissing(tool, place);
  const by = container === undefined ? program.tool : t('{0} in {1}', 'pip', container.image);
  // A lock of uv's is read by uv, and only when something has changed.
  const read = source.kind === 'uv' ? undefined : await requirementsOf(source, workspaceFolder, target);
  const named =
    read === undefined
      ? [await readFile(source.file, 'utf8'), await readFile(join(source.project, 'pyproject.toml'), 'utf8')]
      : [...read.lines, '', ...read.constraints];
  const recipe = [method, by, source.kind, target.text, ...named];
  let staged = await world.staging.find(recipe);
  if (staged === undefined) {
    if (options.onlyMade === true) throw buildFailures.notMade(manifest.functionName);
    options.onProgress?.(
      t('installing packages of {0} by {1} for {2}…', basename(source.file), by, target.text),
    );
    const install = {
      source,
      program,
      target,
      world,
      options,
      ...(container !== undefined && { container }),
    };
    staged = await world.staging.make(recipe, async (folder) => {
      const text = read === undefined ? await exportLock(install) : '';
      const requirements = read ?? (await lockedRequirements(source, text, workspaceFolder));
      await installPython(install, requirements, packagesIn(folder));
      await writeFile(localIn(folder), localLines(text).join('\n'));
    });
  }
  const local =
    read ?? (await lockedRequirements(source, await readFile(localIn(staged), 'utf8'), workspaceFolder));
  return {
    parts: [
      { from: packagesIn(staged), to: '', isStaged: true },
      ...local.parts.map((part) => ({ ...part, isStaged: false })),
    ],
    replaces: [...lockFiles(source, root), ...(await installedBeside(root, packagesIn(staged)))],
    localOnly: [],
    notes: [t('{0} by {1} for {2}', relative(root, source.file), by, target.text)],
  };
}

const packagesIn = (folder: string) => join(folder, 'packages');
/** The packages of the workspace that a lock names: an edit of theirs makes nothing anew. */
const localIn = (folder: string) => join(folder, 'local.txt');

const localLines = (text: string): string[] =>
  requirementLines(text)
    .map((line) => line.text)
    .filter((line) => requirementKind(line).kind === 'local');

const lockedRequirements = (
  { file }: PythonSource,
  text: string,
  workspaceFolder: string,
): Promise<Requirements> => readRequirements({ text, file, isLocked: true, workspaceFolder });

async function requirementsOf(
  source: PythonSource,
  workspaceFolder: string,
  target: PythonTarget,
): Promise<Requirements> {
  const { kind, file, project } = source;
  const isLocked = kind === 'poetry';
  if (kind === 'requirements') {
    return readRequirements({ text: await readFile(file, 'utf8'), file, isLocked, workspaceFolder });
  }
  const pyproject = await readTomlFile(join(project, 'pyproject.toml'));
  const lines = isLocked
    ? poetryRequirements(await readTomlFile(file), pyproject, target)
    : dependenciesOf(pyproject);
  const read = await readRequirements({ text: lines.join('\n'), file, isLocked, workspaceFolder });
  // The lines are ours: no line of the file is meant.
  return { ...read, places: new Map() };
}

const lockFiles = ({ kind, file }: PythonSource, root: string): string[] =>
  (kind === 'uv' || kind === 'poetry') && dirname(file) === root ? [`/${basename(file)}`] : [];

/** gitignore lines of packages that `pip install --target .` has put beside the handler and that the build has made too. */
async function installedBeside(root: string, packages: string): Promise<string[]> {
  const beside = (await readdir(root)).filter((name) => name.endsWith('.dist-info'));
  if (beside.length === 0) return [];
  const projectOf = (name: string) => name.slice(0, name.indexOf('-')).toLowerCase();
  const made = new Set(
    (await readdir(packages)).filter((name) => name.endsWith('.dist-info')).map(projectOf),
  );
  const lines = beside
    .filter((name) => made.has(projectOf(name)))
    .map(async (name) => {
      const record = await readFile(join(root, name, 'RECORD'), 'utf8').catch(() => '');
      return [name, ...installedNames(record)].map((one) => `/${one}/`);
    });
  return [...new Set((await Promise.all(lines)).flat())];
}
