import { readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import {
  architectureSettings,
  installsElsewhere,
  namedVariables,
  nodeInstallArguments,
  nodeInstallVariables,
  withSettings,
  type NodeInstall,
} from '../../../core/build/nodeCommand.ts';
import { nodeToolFailure } from '../../../core/build/nodeToolOutput.ts';
import { asObject, type JsonObject } from '../../../core/build/packageValues.ts';
import { withoutCredentials } from '../../../core/build/withoutCredentials.ts';
import { nodePackageFailures } from '../../../core/failures/nodePackageFailures.ts';
import { packagingEnvironment } from '../../packagingEnvironment.ts';
import { runBuildTool, type ToolRun } from '../runBuildTool.ts';
import { findNodePrograms, type NodeProgram } from './nodeProgram.ts';
import { packageObject, relativeTo, type NodeProject } from './nodeProject.ts';

export interface NodeInstallOptions {
  /** Absolute path of the project's skeleton. */
  readonly skeleton: string;
  readonly project: NodeProject;
  readonly cpu: string;
  readonly installScripts: boolean;
  /** As `nodejs24.x on arm64`. */
  readonly target: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly onOutput?: (line: string) => void;
}

/** Runs the project's package manager in its skeleton. Resolves with the tool and its version, as `npm 11.19.1`. */
export async function installNode(options: NodeInstallOptions): Promise<string> {
  const { skeleton, project, cpu, installScripts, target, environment, signal, onOutput } = options;
  const { tool, folder, top, lock, base } = project;
  const packageJson = path.join(base, folder, 'package.json');
  const cwd = path.join(skeleton, top);
  const name = tool === 'yarn berry' ? 'yarn' : tool;
  const wanted = (await packageObject(path.join(cwd, 'package.json')).catch(() => undefined))?.[
    'packageManager'
  ];
  const wantsVersion = typeof wanted === 'string' && wanted.startsWith(`${name}@`);
  const host = packagingEnvironment(environment);
  const programs = await findNodePrograms(name, wantsVersion, environment['PATH'] ?? '');
  if (programs.length === 0) throw nodePackageFailures.toolMissing(name, { file: packageJson });
  const member = folder === top ? '' : relativeTo(`/${top}`, `/${folder}`);
  const install: NodeInstall = { ...{ tool, member, cpu, installScripts }, hasLock: lock !== undefined };
  const env = {
    ...host,
    ...(await variablesOfSettings(cwd, environment)),
    ...nodeInstallVariables(install),
  };
  const run = ({ file, before }: NodeProgram, args: readonly string[], says?: (line: string) => void) =>
    runBuildTool(file, [...before, ...args], {
      ...{ cwd, env, signal },
      ...(says !== undefined && { onOutput: (line: string) => says(withoutCredentials(line)) }),
    });
  let ended: ToolRun = { code: null, output: '' };
  let version = '';
  for (const program of programs) {
    ended = await run(program, ['--version']);
    // An old corepack cannot check what it downloads today; a program beside it may do.
    if (ended.code !== 0) continue;
    version = ended.output.trim().split('\n').at(-1) ?? '';
    if (tool === 'npm' && !installsElsewhere(version)) {
      throw nodePackageFailures.npmTooOld(version, { file: packageJson });
    }
    await setArchitecture(cwd, install, Number.parseInt(version, 10));
    ended = await run(program, nodeInstallArguments(install), onOutput);
    break;
  }
  const { code, output } = ended;
  if (code === 0) return `${name} ${version}`;
  const lockFile = lock && { file: path.join(base, top, lock.name) };
  const packageText = await readFile(packageJson, 'utf8').catch(() => '');
  const facts = { code, output, packageJson, packageText, target };
  throw nodeToolFailure({ ...facts, tool: name, lock: lockFile });
}

/** Variables that settings files name, such as a registry's token. */
async function variablesOfSettings(cwd: string, environment: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  const files = [path.join(cwd, '.npmrc'), path.join(cwd, '.yarnrc.yml'), path.join(homedir(), '.npmrc')];
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  const names = texts.flatMap(namedVariables).filter((name) => environment[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, environment[name]]));
}

/** Writes what to install for into settings that have no argument. npm has one, and yarn 1 has nothing. */
async function setArchitecture(cwd: string, { tool, cpu }: NodeInstall, major: number): Promise<void> {
  if (tool === 'npm' || tool === 'yarn') return;
  if (tool === 'pnpm' && major < 10) {
    const file = path.join(cwd, 'package.json');
    const found = await packageObject(file).catch((): JsonObject => ({}));
    const supportedArchitectures = { os: ['linux'], cpu: [cpu], libc: ['glibc'] };
    const pnpm = { ...asObject(found['pnpm']), supportedArchitectures };
    return writeFile(file, JSON.stringify({ ...found, pnpm }));
  }
  const file = path.join(cwd, tool === 'pnpm' ? 'pnpm-workspace.yaml' : '.yarnrc.yml');
  const own = await readFile(file, 'utf8').catch(() => '');
  await writeFile(file, withSettings(own, architectureSettings(cpu)));
}
