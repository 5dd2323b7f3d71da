// Makes a fresh clone usable: `npm ci` when node_modules is missing or older than package-lock.json.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { capture, main, must } from './childProcess.mjs';
import { withLock } from './lock.mjs';
import { inRoot, node24, outsideEnvironment, root } from './paths.mjs';

const hashFile = inRoot('node_modules', '.lock-hash');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(inRoot('package-lock.json')))
    .digest('hex');
}

function packagesOf(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {};
}

const isNoted = () => existsSync(hashFile) && readFileSync(hashFile, 'utf8') === lockHash();

/** Whether npm's own record says so: somebody ran `npm install` or `npm ci` by hand. */
function isInstalledByHand() {
  const installed = packagesOf(inRoot('node_modules', '.package-lock.json'));
  const wanted = Object.entries(packagesOf(inRoot('package-lock.json'))).filter(([place]) => place !== '');
  return wanted.every(([place, { version, optional }]) => optional || installed[place]?.version === version);
}

async function requireNode24() {
  const found = existsSync(node24) ? await capture(node24, ['-v']) : { output: 'nothing' };
  if (found.output.startsWith('v24.')) return;
  throw new Error(
    `node_modules/.bin/node should be Node 24 but is ${found.output.trim()}: the install script of the package "node" ` +
      'did not run. Allow it (package.json, "allowScripts"; no "ignore-scripts" in an .npmrc), delete node_modules and start again.',
  );
}

/**
 * Installs the dependencies when they are missing or package-lock.json has changed since.
 * Safe when two commands start at once: the second waits for the first.
 */
export async function ensureInstalled() {
  if (isNoted()) return;
  await withLock('install', async () => {
    if (isNoted()) return;
    if (!isInstalledByHand()) {
      console.log('Installing dependencies (npm ci)');
      // Without node_modules/.bin on the PATH: npm is about to delete the node in there.
      const options = { cwd: root, env: outsideEnvironment() };
      await must('Installing the dependencies', npm, ['ci', '--no-audit', '--no-fund'], options);
    }
    await requireNode24();
    writeFileSync(hashFile, lockHash());
  });
}

if (import.meta.filename === process.argv[1]) await main(ensureInstalled);
