// MiniStack (an AWS emulator, PyPI) in a virtual environment in .cache/ (about 30 s, once).
import path from 'node:path';
import { cachedBuild, recipeHash } from './cachedBuild.mjs';
import { main, must } from './childProcess.mjs';

/** boto3 in the same call: functions use it, and MiniStack pins the botocore that both share. */
const requirements = ['ministack==1.5.33', 'boto3'];
const programs = process.platform === 'win32' ? 'Scripts' : 'bin';
const python = process.platform === 'win32' ? 'python' : 'python3';

async function build(folder) {
  await must('Preparing MiniStack', python, ['-m', 'venv', folder]);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...requirements];
  await must('Preparing MiniStack', path.join(folder, programs, 'python'), pip);
}

/**
 * Makes MiniStack ready.
 * @returns {Promise<string>} the path of its executable
 */
export async function ensureMinistack() {
  // A virtual environment names its own place in its scripts, so it is built where it stays.
  const folder = await cachedBuild('ministack', recipeHash(...requirements, python), build, {
    inPlace: true,
  });
  return path.join(folder, programs, 'ministack');
}

if (import.meta.filename === process.argv[1]) await main(async () => console.log(await ensureMinistack()));
