// The tree that the archive benchmarks package, in .cache/: about 8,000 files of botocore, boto3 and @aws-sdk, pinned by lock files.
import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cachedBuild, recipeHash } from './cachedBuild.mjs';
import { main, must } from './childProcess.mjs';
import { inRoot, outsideEnvironment } from './paths.mjs';

const fixtures = inRoot('test', 'bench', 'fixtures', 'archiveTree');
const locks = ['requirements.txt', 'package.json', 'package-lock.json'].map((name) =>
  path.join(fixtures, name),
);
const step = 'Preparing the tree to package';

async function installPython(folder) {
  const environment = `${folder}.venv`;
  await must(step, 'python3', ['-m', 'venv', environment]);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-compile', '--no-deps'];
  const target = path.join(folder, 'python');
  const wanted = ['--only-binary', ':all:', '--require-hashes', '--target', target, '-r', locks[0]];
  await must(step, path.join(environment, 'bin', 'python'), [...pip, ...wanted]);
  rmSync(environment, { recursive: true, force: true });
  // Scripts that name this machine's Python.
  rmSync(path.join(target, 'bin'), { recursive: true, force: true });
}

async function installNode(folder) {
  for (const lock of locks.slice(1)) cpSync(lock, path.join(folder, path.basename(lock)));
  const npm = ['ci', '--silent', '--ignore-scripts', '--no-audit', '--no-fund'];
  await must(step, 'npm', npm, { cwd: folder, env: outsideEnvironment() });
}

/**
 * Makes the tree ready.
 * @returns {Promise<string>} its root
 */
export async function ensureArchiveTree() {
  return cachedBuild('archive-tree', recipeHash(...locks, '1'), async (folder) => {
    await installPython(folder);
    await installNode(folder);
  });
}

if (import.meta.filename === process.argv[1]) await main(async () => console.log(await ensureArchiveTree()));
