// npm run package: lambda-workbench-<version>.vsix in the root, the same bytes for the same commit.
import { readFileSync } from 'node:fs';
import { capture, main, must } from './childProcess.mjs';
import { ensureInstalled } from './ensureInstalled.mjs';
import { inRoot, node24, root, toolEnvironment } from './paths.mjs';

/** Seconds of the last commit, for the dates inside the archive; outside a git checkout those of the ZIP format's start. */
async function lastCommitTime() {
  const { code, output } = await capture('git', ['log', '-1', '--format=%ct'], { cwd: root }).catch(() => ({
    code: 1,
  }));
  return code === 0 ? output.trim() : '315532800';
}

/**
 * Builds for production (vsce runs the script vscode:prepublish) and packages.
 * @returns {Promise<string>} the path of the VSIX
 */
export async function packageExtension() {
  const { name, version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const vsix = inRoot(`${name}-${version}.vsix`);
  const env = toolEnvironment({ SOURCE_DATE_EPOCH: await lastCommitTime() });
  // Everything is in the bundles, so no dependencies; the pictures of the README are packaged with it.
  const args = [
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    vsix,
  ];
  await must('Packaging', node24, [inRoot('node_modules', '@vscode', 'vsce', 'vsce'), ...args], {
    cwd: root,
    env,
  });
  return vsix;
}

if (import.meta.filename === process.argv[1]) {
  await main(async () => {
    await ensureInstalled();
    await packageExtension();
  });
}
