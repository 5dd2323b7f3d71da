// The AWS CLI (PyPI) in a virtual environment of its own in .cache/: the other side of some benchmarks. MiniStack pins another
// botocore, so the two cannot share one.
import path from 'node:path';
import { cachedBuild, recipeHash } from './cachedBuild.mjs';
import { main, must } from './childProcess.mjs';

const requirement = 'awscli==1.46.3';
const programs = process.platform === 'win32' ? 'Scripts' : 'bin';
const python = process.platform === 'win32' ? 'python' : 'python3';

async function build(folder) {
  await must('Preparing the AWS CLI', python, ['-m', 'venv', folder]);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', requirement];
  await must('Preparing the AWS CLI', path.join(folder, programs, 'python'), pip);
}

/**
 * Makes the AWS CLI ready.
 * @returns {Promise<string>} the path of its executable
 */
export async function ensureAwsCli() {
  const folder = await cachedBuild('awscli', recipeHash(requirement, python), build, { inPlace: true });
  return path.join(folder, programs, 'aws');
}

if (import.meta.filename === process.argv[1]) await main(async () => console.log(await ensureAwsCli()));
