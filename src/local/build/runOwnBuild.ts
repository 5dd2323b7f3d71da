import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { t } from '@vscode/l10n';
import type { BuiltCode } from '../../core/archive/codeTree.ts';
import { nodeLocks } from '../../core/build/nodeLock.ts';
import type { NodeLock } from '../../core/build/nodeLock.ts';
import { withoutCredentials } from '../../core/build/withoutCredentials.ts';
import { buildFailures } from '../../core/failures/buildFailures.ts';
import { compileFailures } from '../../core/failures/compileFailures.ts';
import { isCancellation } from '../../core/failures/failure.ts';
import type { FunctionManifest } from '../../core/manifest/functionManifest.ts';
import type { BuildOptions, BuildRequest } from '../../workflows/portsForBuild.ts';
import type { BuildWorld } from './buildWorld.ts';
import { CompiledFolder } from './compiledFolder.ts';
import { findNodePrograms } from './node/nodeProgram.ts';
import { foldersUpTo } from './packageFacts.ts';
import { runBuildTool } from './runBuildTool.ts';

type OwnBuild = Exclude<NonNullable<FunctionManifest['build']>, 'none'>;

/** Folders that no build reads its sources from. */
const notSources = new Set(['.git', '.hg', '.svn', 'node_modules', '.venv']);

/**
 * Runs a script of package.json or a command of the person's own, and takes the folder that it writes for the code. Nobody
 * knows what it reads: it runs each time, but where `whenChanged` says that files of the function's folder are enough to tell.
 */
export async function runOwnBuild(
  request: BuildRequest,
  build: OwnBuild,
  world: BuildWorld,
  options: BuildOptions,
): Promise<BuiltCode> {
  const { manifest, manifestFile, folder, root } = request;
  if (build.output === undefined) throw compileFailures.outputNotNamed(manifestFile, folder);
  const output = resolve(folder, build.output);
  const { program, args, cwd, shown } = await programOf(request, build, world);
  const record = join(new CompiledFolder(world, root, output).path, 'sources');
  const recipe = JSON.stringify([program, ...args]);
  const sources = await digestOf([folder, root], output);
  const unchanged = (await readFile(record, 'utf8').catch(() => '')) === recipe + sources;
  const isThere = unchanged && (await hasFiles(output));
  if (options.onlyMade === true && !isThere) throw buildFailures.notMade(manifest.functionName);
  if (!isThere || (options.onlyMade !== true && options.whenChanged !== true)) {
    options.onProgress?.(t('running {0}…', shown));
    const { signal, onOutput } = options;
    const says = (line: string) => onOutput?.(withoutCredentials(line));
    const run = { cwd, env: ownEnvironment(world.environment), signal, onOutput: says };
    const { code } = await runBuildTool(program, args, run).catch((error: unknown) => {
      throw isCancellation(error) ? error : compileFailures.programMissing(program, error);
    });
    if (code !== 0) throw compileFailures.ownBuildFailed(shown, code);
    if (!(await hasFiles(output))) throw compileFailures.noOutput(shown, build.output);
    await mkdir(dirname(record), { recursive: true, mode: 0o700 });
    await writeFile(record, recipe + (await digestOf([folder, root], output)));
  }
  const maps =
    build.sourceMaps === true ? [] : (await filesOf(output)).filter((path) => path.endsWith('.map'));
  return {
    parts: [{ from: output, to: '', isStaged: false }],
    // What is built is the whole of it; packages come from their own build.
    replaces: ['/*'],
    localOnly: maps,
    notes: [t('{0} by {1}', build.output, shown)],
  };
}

interface OwnProgram {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** As a sentence names it: without arguments that may hold a secret. */
  readonly shown: string;
}

async function programOf(
  { folder, root, workspaceFolder }: BuildRequest,
  { command = [], script = '', tool }: OwnBuild,
  { environment }: Pick<BuildWorld, 'environment'>,
): Promise<OwnProgram> {
  const [program, ...args] = command;
  if (program !== undefined) return { program, args, cwd: folder, shown: program };
  const manager =
    tool === undefined || tool === 'uv' || tool === 'pip' ? await managerOf(root, workspaceFolder) : tool;
  const [found] = await findNodePrograms(manager, false, environment['PATH'] ?? '');
  if (found === undefined) throw compileFailures.programMissing(manager, undefined);
  const run = [...found.before, 'run', script];
  return { program: found.file, args: run, cwd: root, shown: `${manager} run ${script}` };
}

/** By the lock file that is nearest. */
async function managerOf(root: string, workspaceFolder: string): Promise<NodeLock['tool']> {
  for (const folder of foldersUpTo(workspaceFolder, root)) {
    const names: string[] = await readdir(folder).catch(() => []);
    const lock = nodeLocks.find(({ name }) => names.includes(name));
    if (lock !== undefined) return lock.tool;
  }
  return 'npm';
}

/** The person's own, without what gives access to an account, and without what VS Code sets for itself. */
const ownEnvironment = (host: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(host).filter(([name]) => !/^(AWS_|ELECTRON_|VSCODE_)/i.test(name)));

const hasFiles = (folder: string): Promise<boolean> =>
  readdir(folder).then(
    (names) => names.length > 0,
    () => false,
  );

/** Paths below a folder, `/`-separated. */
async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
    );
}

/** Of names, sizes and times of all files that could be sources. */
async function digestOf(folders: readonly string[], output: string): Promise<string> {
  const hash = createHash('sha256');
  const visit = async (folder: string): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (path === output || notSources.has(entry.name)) continue;
      if (entry.isDirectory()) await visit(path);
      else {
        const facts = await stat(path).catch(() => undefined);
        hash.update(JSON.stringify([path, facts?.size, facts?.mtimeMs, facts?.ctimeMs]));
      }
    }
  };
  for (const folder of new Set(folders)) await visit(folder);
  return hash.digest('hex');
}
