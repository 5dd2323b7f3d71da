// pnpm and both yarns (npm) in .cache/, for tests that install Node.js packages with them. npm comes with Node.
import path from 'node:path';
import { cachedBuild, recipeHash } from './cachedBuild.mjs';
import { main, must } from './childProcess.mjs';

const packages = ['pnpm@10.29.3', 'yarn@1.22.22'];
// Its program has the name of yarn 1's.
const later = '@yarnpkg/cli-dist@4.18.1';
// Those that run no install script unasked.
const newest = ['npm@12.2.2', 'pnpm@12.21.0'];
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

async function build(folder) {
  for (const [name, wanted] of [
    ['programs', packages],
    ['later', [later]],
    ['newest', newest],
  ]) {
    const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefix', path.join(folder, name)];
    await must('Preparing pnpm and yarn', npm, ['install', ...flags, ...wanted]);
  }
}

/**
 * Makes pnpm and yarn ready.
 * @returns {Promise<{ programs: string, newest: string, laterYarn: string }>} a folder for the PATH, with yarn 1 in it, one with
 * the newest npm and pnpm, and the file that a project names as its `yarnPath`
 */
export async function ensureNodeTools() {
  const folder = await cachedBuild('node-tools', recipeHash(...packages, later, ...newest), build);
  return {
    programs: path.join(folder, 'programs', 'node_modules', '.bin'),
    newest: path.join(folder, 'newest', 'node_modules', '.bin'),
    laterYarn: path.join(folder, 'later', 'node_modules', '@yarnpkg', 'cli-dist', 'bin', 'yarn.js'),
  };
}

if (import.meta.filename === process.argv[1]) await main(async () => console.log(await ensureNodeTools()));
