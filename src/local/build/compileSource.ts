import { lstat, readFile, realpath } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { t } from '@vscode/l10n';
import type { BuiltCode } from '../../core/archive/codeTree.ts';
import { compiledOutput, compilerMessages, compilerTarget } from '../../core/build/sourcePlan.ts';
import type { CompiledOutput } from '../../core/build/sourcePlan.ts';
import { buildFailures } from '../../core/failures/buildFailures.ts';
import { compileFailures } from '../../core/failures/compileFailures.ts';
import { baseName } from '../../core/workspacePath.ts';
import type { BuildOptions, BuildRequest } from '../../workflows/portsForBuild.ts';
import type { BuildWorld } from './buildWorld.ts';
import { CompiledFolder } from './compiledFolder.ts';
import type { CompiledState } from './compiledFolder.ts';
import { esbuildProgram } from './esbuildProgram.ts';
import type { EsbuildProgram } from './esbuildProgram.ts';
import { relativeTo } from './node/nodeProject.ts';
import { foldersUpTo, readPackage } from './packageFacts.ts';
import type { PackageFacts } from './packageFacts.ts';
import { pruneFolders } from './pruneFolders.ts';
import { runBuildTool } from './runBuildTool.ts';
import { sourceState } from './sourceState.ts';

/** Functions whose compiled code is kept, whatever its age. */
const keptFunctions = 50;

export interface SourceRequest extends BuildRequest {
  /** Absolute path of what is compiled. */
  readonly source: string;
  /** Path in the archive without extension. */
  readonly module: string;
}

interface Compilation {
  readonly request: SourceRequest;
  readonly program: EsbuildProgram;
  readonly output: CompiledOutput;
  readonly args: readonly string[];
}

/** Compiles own code, and packages of the workspace that are linked, into one file. What is installed stays a package. */
export async function compileSource(
  request: SourceRequest,
  world: BuildWorld,
  options: BuildOptions,
): Promise<BuiltCode> {
  const { manifest, root, source } = request;
  const program = await esbuildProgram(request, world, options);
  if (program === undefined) throw buildFailures.notMade(manifest.functionName);
  const own = await readPackage(root);
  const output = await outputOf(request, own);
  const folder = new CompiledFolder(world, root, output.path);
  const args = [
    ...['--bundle', '--packages=external', '--platform=node', `--target=${compilerTarget(manifest.runtime)}`],
    ...[`--format=${output.format}`, '--sourcemap=linked', '--sources-content=false', '--charset=utf8'],
    ...['--log-level=error', '--log-limit=0', '--color=false'],
    ...(await linkedPackages(request, own)).map(([name, path]) => `--alias:${name}=${path}`),
  ];
  const compilation: Compilation = { request, program, output, args };
  const recipe = JSON.stringify([program.version, source, ...args]);
  const made = await folder.read();
  const isMade =
    made?.recipe === recipe && made.state === (await sourceState(made.inputs, request.workspaceFolder));
  if (!isMade) {
    if (options.onlyMade === true) throw buildFailures.notMade(manifest.functionName);
    await compile(compilation, folder, recipe, options);
    await pruneFolders(folder.above, keptFunctions);
  }
  const map = `${output.path}.map`;
  const inArchive = manifest.build !== 'none' && manifest.build?.sourceMaps === true;
  return {
    parts: [
      { from: folder.file('code'), to: output.path, isStaged: true },
      { from: folder.file(inArchive ? 'map' : 'localMap'), to: map, isStaged: true },
    ],
    replaces: [...sourcePatterns, `/${output.path}`, `/${map}`],
    localOnly: inArchive ? [] : [map],
    notes: [t('{0} compiled to {1} by esbuild {2}', relativeTo(root, source), output.path, program.version)],
  };
}

/** No runtime reads them, and what they hold is in the output. */
const sourcePatterns = ['*.ts', '*.mts', '*.cts', '*.tsx', '/tsconfig*.json'];

/** @param own package.json of the root */
async function outputOf(
  { workspaceFolder, source, module }: SourceRequest,
  own: PackageFacts | undefined,
): Promise<CompiledOutput> {
  const nearest = async () => {
    for (const folder of foldersUpTo(workspaceFolder, dirname(source))) {
      const facts = await readPackage(folder);
      if (facts !== undefined) return facts.type;
    }
    return undefined;
  };
  const types = { source: await nearest(), archive: own?.type };
  return compiledOutput(source, module, types);
}

/** Dependencies that are folders of the workspace: their code may need to be compiled as well. */
async function linkedPackages(
  { root, workspaceFolder }: SourceRequest,
  own: PackageFacts | undefined,
): Promise<[string, string][]> {
  const found: [string, string][] = [];
  const { dependencies = [] } = own ?? {};
  for (const name of dependencies) {
    for (const folder of foldersUpTo(workspaceFolder, root)) {
      const path = join(folder, 'node_modules', name);
      const facts = await lstat(path).catch(() => undefined);
      if (facts === undefined) continue;
      const real = facts.isSymbolicLink() ? await realpath(path).catch(() => undefined) : undefined;
      const isOwn =
        real?.startsWith(workspaceFolder + sep) === true && !real.includes(`${sep}node_modules${sep}`);
      if (real !== undefined && isOwn) found.push([name, real]);
      break;
    }
  }
  return found;
}

async function compile(
  { request, program, output, args }: Compilation,
  folder: CompiledFolder,
  recipe: string,
  { signal, onProgress, onOutput }: BuildOptions,
): Promise<void> {
  const { root, source, workspaceFolder } = request;
  onProgress?.(t('compiling {0}…', baseName(source)));
  await folder.scratch(async (scratch) => {
    const outfile = join(scratch, output.path);
    const metafile = join(scratch, 'meta.json');
    const files = [source, `--outfile=${outfile}`, `--metafile=${metafile}`];
    // Only what it needs: esbuild reads no variable of the person's that could change the output.
    const env = { PATH: process.env['PATH'] };
    const { code, output: said } = await runBuildTool(program.file, [...files, ...args], {
      ...{ cwd: root, env, signal, onOutput },
    });
    if (code !== 0) throw failureOf(said, code, request);
    const inputs = inputsOf(await readFile(metafile, 'utf8'), root);
    const map = await readFile(`${outfile}.map`, 'utf8');
    const sources = sourcesOf(map).map((each) => resolve(dirname(outfile), each));
    const place = dirname(join(root, output.path));
    const contents = {
      code: await readFile(outfile, 'utf8'),
      map: withSources(
        map,
        sources.map((each) => relativeTo(place, each)),
      ),
      localMap: withSources(map, sources),
    };
    const state: CompiledState = { recipe, inputs, state: await sourceState(inputs, workspaceFolder) };
    signal.throwIfAborted();
    await folder.write(contents, state);
  });
}

/** Sources that the compiler read, without installed packages. */
function inputsOf(metafile: string, root: string): string[] {
  const { inputs } = JSON.parse(metafile) as { readonly inputs: Readonly<Record<string, unknown>> };
  return Object.keys(inputs)
    .filter((path) => !path.startsWith('(disabled):'))
    .map((path) => resolve(root, path));
}

const sourcesOf = (map: string): readonly string[] =>
  (JSON.parse(map) as { readonly sources: readonly string[] }).sources;

/** The compiler's are relative to where its output happened to lie. */
const withSources = (map: string, sources: readonly string[]): string =>
  JSON.stringify({ ...(JSON.parse(map) as object), sources });

function failureOf(said: string, code: number | null, { root, source }: SourceRequest): Error {
  const [first, ...others] = compilerMessages(said);
  if (first === undefined) return compileFailures.compilerFailed(source, code);
  const { file, line, column } = first;
  const location = file === undefined ? { file: source } : { file: resolve(root, file), line, column };
  return compileFailures.notCompiled(first, location, others.length);
}
