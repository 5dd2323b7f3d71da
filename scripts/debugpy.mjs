// debugpy (PyPI), which the Python Debugger extension carries, in .cache/: for tests that debug Python in a container.
import path from 'node:path';
import { cachedBuild, recipeHash } from './cachedBuild.mjs';
import { main, must } from './childProcess.mjs';

const requirement = 'debugpy==1.8.22';
const programs = process.platform === 'win32' ? 'Scripts' : 'bin';
const python = process.platform === 'win32' ? 'python' : 'python3';

async function build(folder) {
  const environment = path.join(folder, 'venv');
  await must('Preparing debugpy', python, ['-m', 'venv', environment]);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps'];
  const target = ['--target', path.join(folder, 'lib'), requirement];
  await must('Preparing debugpy', path.join(environment, programs, 'python'), [...pip, ...target]);
}

/**
 * Makes debugpy ready.
 * @returns {Promise<string>} the path of its package folder
 */
export async function ensureDebugpy() {
  const folder = await cachedBuild('debugpy', recipeHash(requirement, python), build);
  return path.join(folder, 'lib', 'debugpy');
}

if (import.meta.filename === process.argv[1]) await main(async () => console.log(await ensureDebugpy()));
