// uv (PyPI) in a virtual environment of its own in .cache/: what tests and benchmarks install Python packages with.
import path from 'node:path';
import { cachedBuild, recipeHash } from './cachedBuild.mjs';
import { main, must } from './childProcess.mjs';

const requirement = 'uv==0.13.9';
const programs = process.platform === 'win32' ? 'Scripts' : 'bin';
const python = process.platform === 'win32' ? 'python' : 'python3';

async function build(folder) {
  await must('Preparing uv', python, ['-m', 'venv', folder]);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', requirement];
  await must('Preparing uv', path.join(folder, programs, 'python'), pip);
}

/**
 * Makes uv ready.
 * @returns {Promise<string>} the folder of its executable, for the PATH
 */
export async function ensureUv() {
  const folder = await cachedBuild('uv', recipeHash(requirement, python), build, { inPlace: true });
  return path.join(folder, programs);
}

if (import.meta.filename === process.argv[1]) await main(async () => console.log(await ensureUv()));
