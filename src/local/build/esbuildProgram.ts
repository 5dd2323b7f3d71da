import { readFile, realpath, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { t } from '@vscode/l10n';
import { compileFailures } from '../../core/failures/compileFailures.ts';
import { isCancellation } from '../../core/failures/failure.ts';
import type { BuildOptions, BuildRequest } from '../../workflows/portsForBuild.ts';
import { packagingEnvironment } from '../packagingEnvironment.ts';
import type { BuildWorld } from './buildWorld.ts';
import { findNodePrograms } from './node/nodeProgram.ts';
import { foldersUpTo } from './packageFacts.ts';
import { runBuildTool } from './runBuildTool.ts';

/** What is fetched where the workspace has none. */
const fetchedVersion = '0.28.2';
/** The native program of this machine's package. */
const packageName = `@esbuild/${process.platform}-${process.arch}`;
const programName = process.platform === 'win32' ? 'esbuild.exe' : 'bin/esbuild';

export interface EsbuildProgram {
  /** Absolute path. */
  readonly file: string;
  readonly version: string;
}

/** The workspace's own esbuild; else one of the product's, fetched once. Undefined where it may not be fetched now. */
export async function esbuildProgram(
  { root, workspaceFolder }: Pick<BuildRequest, 'root' | 'workspaceFolder'>,
  world: BuildWorld,
  options: BuildOptions,
): Promise<EsbuildProgram | undefined> {
  for (const folder of foldersUpTo(workspaceFolder, root)) {
    const found = await programIn(join(folder, 'node_modules', 'esbuild'));
    if (found !== undefined) return found;
  }
  const recipe = ['esbuild', fetchedVersion, packageName];
  const staged = await world.staging.find(recipe);
  if (staged === undefined && options.onlyMade === true) return undefined;
  const folder = staged ?? (await fetched(recipe, world, options));
  return programIn(join(folder, 'node_modules', 'esbuild'));
}

async function programIn(place: string): Promise<EsbuildProgram | undefined> {
  // From where the package really is: that of the program may lie beside it only there.
  const folder = await realpath(place).catch(() => place);
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined);
  const version = /"version":\s*"([^"]+)"/.exec(text ?? '')?.[1];
  if (version === undefined) return undefined;
  try {
    const file = createRequire(join(folder, 'package.json')).resolve(`${packageName}/${programName}`);
    return (await stat(file)).isFile() ? { file, version } : undefined;
  } catch {
    return undefined;
  }
}

async function fetched(
  recipe: readonly string[],
  { staging, environment }: BuildWorld,
  { signal, onProgress, onOutput }: BuildOptions,
): Promise<string> {
  onProgress?.(t('fetching esbuild {0}…', fetchedVersion));
  return staging.make(recipe, async (folder) => {
    const args = ['install', `esbuild@${fetchedVersion}`, '--prefix', folder];
    const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
    const env = packagingEnvironment(environment);
    const run = { cwd: folder, env, signal, onOutput };
    const [npm] = await findNodePrograms('npm', false, env['PATH'] ?? '');
    if (npm === undefined) throw compileFailures.compilerNotFetched(new Error('there is no npm'));
    const all = [...npm.before, ...args, ...quiet];
    const { code } = await runBuildTool(npm.file, all, run).catch((error: unknown) => {
      throw isCancellation(error) ? error : compileFailures.compilerNotFetched(error);
    });
    if (code !== 0)
      throw compileFailures.compilerNotFetched(new Error(`npm ended with code ${String(code)}`));
  });
}
