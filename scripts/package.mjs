// npm run package: lambda-workbench-<version>.vsix in the root, the same bytes for the same commit.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { capture, main, must } from './childProcess.mjs';
import { ensureInstalled } from './ensureInstalled.mjs';
import { cache, inRoot, node24, root, toolEnvironment } from './paths.mjs';

/** Seconds of the last commit, for the dates inside the archive; outside a git checkout those of the ZIP format's start. */
async function lastCommitTime() {
  const { code, output } = await capture('git', ['log', '-1', '--format=%ct'], { cwd: root }).catch(() => ({
    code: 1,
  }));
  return code === 0 ? output.trim() : '315532800';
}

/**
 * VS Code shows no picture of a README that is not on the web, only a broken image, so the packaged one has none. Nor has it what
 * is for those who work on the extension.
 * @returns {string} its path from the root
 */
function readmeForUsers() {
  const readme = inRoot('README.md');
  const packaged = path.join(cache, 'package', 'README.md');
  mkdirSync(path.dirname(packaged), { recursive: true });
  const text = readFileSync(readme, 'utf8').replace(/^!\[.*\]\(media\/.*\)\n\n/gm, '');
  const [forUsers = text] = text.split(/^## Architecture$/m);
  // Beside the extension, what each thing is in a sentence: the whole is in the repository.
  const [before, features = '', after = ''] = forUsers.split(/^(## What it does today$[^]*?)(?=^## )/m);
  const short = features.replace(/^- [^]*?(?=^- |\n\n|$(?![^]))/gm, (item) => `${firstSentence(item)}\n`);
  writeFileSync(packaged, `${(before + short + after).replace(/\n{3,}/g, '\n\n').trimEnd()}\n`);
  return path.relative(root, packaged);
}

/** An item of a list up to its first full stop that ends a sentence. */
const firstSentence = (item) => /^[^]*?\.(?=\s+[A-Z*`]|\s*$)/.exec(item.trim())?.[0] ?? item.trim();

/**
 * Builds for production (vsce runs the script vscode:prepublish) and packages.
 * @returns {Promise<string>} the path of the VSIX
 */
export async function packageExtension() {
  const { name, version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const vsix = inRoot(`${name}-${version}.vsix`);
  const env = toolEnvironment({ SOURCE_DATE_EPOCH: await lastCommitTime() });
  // Everything is in the bundles, so no dependencies.
  const args = [
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    ...['--readme-path', readmeForUsers()],
    '--out',
    vsix,
  ];
  await must('Packaging', node24, [inRoot('node_modules', '@vscode', 'vsce', 'vsce'), ...args], {
    cwd: root,
    env,
  });
  await must('Compressing', node24, [inRoot('scripts', 'shrinkPackage.ts'), vsix], { cwd: root });
  return vsix;
}

if (import.meta.filename === process.argv[1]) {
  await main(async () => {
    await ensureInstalled();
    await packageExtension();
  });
}
