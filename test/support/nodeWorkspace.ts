import { execFile } from 'node:child_process';
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { ensureNodeTools } from '../../scripts/nodeTools.mjs';
import { writeTree } from './archiveTree.ts';
import { testEnvironment } from './testEnvironment.ts';

export type PackageTool = 'npm' | 'pnpm' | 'yarn' | 'yarn berry';

/** npm, pnpm and yarn first on the PATH, and no patience with a registry that is not there. */
export async function nodeToolEnvironment({ isNewest = false } = {}): Promise<Record<string, string>> {
  const { programs, newest } = await ensureNodeTools();
  const { PATH = '', ...environment } = testEnvironment();
  return {
    ...environment,
    PATH: [...(isNewest ? [newest] : []), programs, PATH].join(path.delimiter),
    npm_config_fetch_retries: '0',
    // An outer session's way of downloads is no part of what is tested.
    COREPACK_ENABLE_STRICT: '0',
  };
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/**
 * A workspace with a function that needs a package of the workspace, a native one and `ms`, of which it wants another version
 * than the top and than what the workspace's package brings. With a lock file by the tool, and nothing installed.
 */
export async function writeNodeWorkspace(
  folder: string,
  tool: PackageTool,
  env: Record<string, string>,
): Promise<void> {
  const shared = tool === 'pnpm' || tool === 'yarn berry' ? 'workspace:*' : '1.0.0';
  writeTree(folder, {
    'package.json': json({
      ...{ name: 'top', version: '1.0.0', private: true, workspaces: ['functions/*', 'packages/*'] },
      dependencies: { ms: '2.1.3' },
    }),
    'functions/one/package.json': json({
      ...{ name: 'one', version: '1.0.0', scripts: { prepare: 'exit 1' } },
      dependencies: { '@top/shared': shared, '@node-rs/crc32': '1.10.6', ms: '2.0.0' },
    }),
    'functions/one/index.js': [
      "const { crc32 } = require('@node-rs/crc32');",
      "const { greet, ms } = require('@top/shared');",
      'exports.handler = async () => ({',
      "  crc: crc32('hello'), greeting: greet(),",
      "  versions: [require('ms/package.json').version, ms],",
      '});',
      '',
    ].join('\n'),
    'packages/shared/package.json': json({
      ...{ name: '@top/shared', version: '1.0.0', main: 'index.js' },
      ...{ dependencies: { debug: '4.3.4' }, devDependencies: { 'is-odd': '3.0.1' } },
    }),
    'packages/shared/index.js': [
      "const debug = require.resolve('debug');",
      "const place = require.resolve('ms/package.json', { paths: [debug] });",
      "module.exports = { greet: () => 'hello', ms: require(place).version };",
      '',
    ].join('\n'),
    'packages/unused/package.json': json({
      ...{ name: '@top/unused', version: '1.0.0' },
      dependencies: { 'left-pad': '1.3.0' },
    }),
    ...(tool === 'pnpm' && { 'pnpm-workspace.yaml': 'packages:\n  - functions/*\n  - packages/*\n' }),
  });
  if (tool === 'yarn berry') await useLaterYarn(folder);
  await lock(folder, tool, env);
}

/** Has a project use a later yarn than 1. */
export async function useLaterYarn(folder: string): Promise<void> {
  const { laterYarn } = await ensureNodeTools();
  await mkdir(path.join(folder, '.yarn/releases'), { recursive: true });
  await copyFile(laterYarn, path.join(folder, '.yarn/releases/yarn.cjs'));
  writeTree(folder, { '.yarnrc.yml': 'yarnPath: .yarn/releases/yarn.cjs\nenableTelemetry: false\n' });
}

/** Has a tool write its lock file. */
export async function lock(folder: string, tool: PackageTool, env: Record<string, string>): Promise<void> {
  const [program = '', ...args] = {
    npm: ['npm', 'install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'],
    pnpm: ['pnpm', 'install', '--lockfile-only', '--ignore-scripts'],
    yarn: ['yarn', 'install', '--ignore-scripts', '--non-interactive'],
    'yarn berry': ['yarn', 'install', '--mode=update-lockfile', '--no-immutable'],
  }[tool];
  await promisify(execFile)(program, args, { cwd: folder, env });
  const names = await readdir(folder, { recursive: true });
  for (const name of names.filter((one) => path.basename(one) === 'node_modules')) {
    await rm(path.join(folder, name), { recursive: true, force: true });
  }
}
