// VS Code's server and web workbench from the npm package code-server, built into .cache/ (about 30 s, once).
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { cachedBuild, recipeHash } from './cachedBuild.mjs';
import { main, must } from './childProcess.mjs';
import { ensureInstalled } from './ensureInstalled.mjs';
import { nodePackage as headersPackage, nodeVersion } from './nodePackage.mjs';
import { inRoot, toolEnvironment } from './paths.mjs';

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const recipeFolder = inRoot('scripts', 'codeServer');
const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
const nativeModules = ['@vscode/spdlog', '@vscode/native-watchdog'];

async function build(folder) {
  const headersFolder = path.join(folder, 'headers');
  const headers = path.join(headersFolder, 'node_modules', headersPackage);
  const env = toolEnvironment({ npm_config_nodedir: headers, npm_package_config_node_gyp_nodedir: headers });
  const step = (cwd, ...args) => must('Preparing VS Code', npm, [...args, ...quiet], { cwd, env });
  for (const name of ['package.json', 'package-lock.json']) {
    copyFileSync(path.join(recipeFolder, name), path.join(folder, name));
  }
  await step(folder, 'ci', '--ignore-scripts');
  const vscode = path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  await step(vscode, 'install', '--omit=dev', '--ignore-scripts');
  mkdirSync(headersFolder);
  await step(
    folder,
    'install',
    '--prefix',
    headersFolder,
    '--ignore-scripts',
    `${headersPackage}@${nodeVersion()}`,
  );
  await step(vscode, 'rebuild', ...nativeModules);
  for (const name of nativeModules) {
    if (existsSync(path.join(vscode, 'node_modules', name, 'build', 'Release'))) continue;
    throw new Error(`npm did not compile ${name} for VS Code's server: it needs g++, make and python3.`);
  }
  // VS Code's own TypeScript service would complain of a missing tsserver.
  await step(path.join(vscode, 'extensions'), 'install', '--omit=dev', '--ignore-scripts');
}

/** Makes VS Code's server ready. Returns its folder (`out/server-main.js` is in there), to be run with Node 24. */
export async function ensureCodeServer() {
  const recipe = recipeHash(
    path.join(recipeFolder, 'package-lock.json'),
    build.toString(),
    nodeVersion(),
    process.arch,
  );
  const folder = await cachedBuild('vscode', recipe, build);
  return path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
}

if (import.meta.filename === process.argv[1]) {
  await main(async () => {
    await ensureInstalled();
    console.log(await ensureCodeServer());
  });
}
