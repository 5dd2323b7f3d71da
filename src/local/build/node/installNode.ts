import { readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { t } from '@vscode/l10n';
import {
  hasScriptPolicy,
  installSettings,
  installsElsewhere,
  namedVariables,
  nodeInstallArguments,
  nodeInstallVariables,
  npmInContainer,
  withSettings,
  type NodeInstall,
} from '../../../core/build/nodeCommand.ts';
import type { NodeTool } from '../../../core/build/nodeLock.ts';
import { nodeToolFailure } from '../../../core/build/nodeToolOutput.ts';
import { asObject, type JsonObject } from '../../../core/build/packageValues.ts';
import { withoutCredentials } from '../../../core/build/withoutCredentials.ts';
import type { FileLocation } from '../../../core/failures/failure.ts';
import { nodePackageFailures } from '../../../core/failures/nodePackageFailures.ts';
import { packagingEnvironment } from '../../packagingEnvironment.ts';
import { runInBuildContainer, type BuildContainer } from '../buildContainer.ts';
import { runBuildTool, type ToolRun } from '../runBuildTool.ts';
import { findNodePrograms, type NodeProgram } from './nodeProgram.ts';
import { isFolder, packageObject, relativeTo, type NodeProject } from './nodeProject.ts';

export interface NodeInstallOptions {
  /** Absolute path of the project's skeleton. */
  readonly skeleton: string;
  readonly project: NodeProject;
  /** See `foldersOutside`. */
  readonly outside: readonly string[];
  readonly cpu: string;
  readonly installScripts: boolean;
  /** As `nodejs24.x on arm64`. */
  readonly target: string;
  /** Where npm runs in place of this machine's. */
  readonly container?: BuildContainer | undefined;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly onOutput?: (line: string) => void;
}

/** Runs the project's package manager in its skeleton. Resolves with the tool and its version, as `npm 11.19.1`. */
export async function installNode(options: NodeInstallOptions): Promise<string> {
  const { project, outside, cpu, installScripts } = options;
  const { tool, folder, top } = project;
  const member = folder === top ? '' : relativeTo(`/${top}`, `/${folder}`);
  const by = await installIn(top, folder, options, { tool, member, cpu, installScripts });
  if (tool === 'npm')
    for (const one of outside) await installIn(one, one, options, { tool, member: '', cpu, installScripts });
  return by;
}

/**
 * @param at folder that the tool runs in, relative to the skeleton
 * @param named folder with the package.json that a failure is in
 */
async function installIn(
  at: string,
  named: string,
  options: NodeInstallOptions,
  wanted: Omit<NodeInstall, 'hasLock' | 'runsAllScripts'>,
): Promise<string> {
  const { skeleton, project, target, container, environment, onOutput } = options;
  const cwd = path.join(skeleton, at);
  const packageJson = path.join(project.base, named, 'package.json');
  const name = at === project.top ? project.lock?.name : 'package-lock.json';
  const text = name && (await readFile(path.join(cwd, name), 'utf8').catch(() => undefined));
  // A later yarn has hashed all of a folder that it copies, of which there is the package.json here.
  const isHashed = wanted.tool === 'yarn berry' && /@file:(?!.*\.t?gz#).*::hash=/.test(text ?? '');
  const run: InstallRun = {
    ...{ at, cwd, place: { file: packageJson } },
    install: {
      ...{ ...wanted, hasLock: text !== undefined && !isHashed },
      runsAllScripts: wanted.installScripts && !hasScriptPolicy(await projectSettings(cwd)),
    },
    variables: await variablesOfSettings(cwd, environment),
    onOutput: onOutput && ((line) => onOutput(withoutCredentials(line))),
  };
  const { by, code, output } = await (container === undefined
    ? installHere(options, run)
    : installInContainer(options, container, run));
  if (code === 0) return by;
  throw nodeToolFailure({
    ...{ code, output, packageJson, target, tool: programOf(wanted.tool), image: container?.image },
    packageText: await readFile(packageJson, 'utf8').catch(() => ''),
    lock: text === undefined || name === undefined ? undefined : { file: path.join(project.base, at, name) },
  });
}

interface InstallRun {
  /** Relative to the skeleton. */
  readonly at: string;
  /** Absolute path of the folder that the tool runs in. */
  readonly cwd: string;
  readonly install: NodeInstall;
  readonly place: FileLocation;
  readonly variables: NodeJS.ProcessEnv;
  readonly onOutput: ((line: string) => void) | undefined;
}

/** `by`: what ran, as a person reads it. */
type InstallEnd = ToolRun & { readonly by: string };

const programOf = (tool: NodeTool) => (tool === 'yarn berry' ? 'yarn' : tool);

async function installHere(
  { environment, signal }: NodeInstallOptions,
  { cwd, install, place, variables, onOutput }: InstallRun,
): Promise<InstallEnd> {
  const { tool } = install;
  const name = programOf(tool);
  const wanted = (await packageObject(path.join(cwd, 'package.json')).catch(() => undefined))?.[
    'packageManager'
  ];
  const wantsVersion = typeof wanted === 'string' && wanted.startsWith(`${name}@`);
  const programs = await findNodePrograms(name, wantsVersion, environment['PATH'] ?? '');
  if (programs.length === 0) throw nodePackageFailures.toolMissing(name, place);
  const env = { ...packagingEnvironment(environment), ...variables, ...nodeInstallVariables(install) };
  const run = ({ file, before }: NodeProgram, args: readonly string[], says?: InstallRun['onOutput']) =>
    runBuildTool(file, [...before, ...args], { ...{ cwd, env, signal }, ...(says && { onOutput: says }) });
  let ended: ToolRun = { code: null, output: '' };
  for (const program of programs) {
    ended = await run(program, ['--version']);
    // An old corepack cannot check what it downloads today; a program beside it may do.
    if (ended.code !== 0) continue;
    const version = ended.output.trim().split('\n').at(-1) ?? '';
    if (tool === 'npm' && !installsElsewhere(version)) throw nodePackageFailures.npmTooOld(version, place);
    await writeSettings(cwd, install, Number.parseInt(version, 10));
    return { ...(await run(program, nodeInstallArguments(install), onOutput)), by: `${name} ${version}` };
  }
  return { ...ended, by: name };
}

async function installInContainer(
  { skeleton, environment, signal }: NodeInstallOptions,
  container: BuildContainer,
  { at, install, onOutput, ...run }: InstallRun,
): Promise<InstallEnd> {
  const settings = ownSettings(environment);
  const isThere = (await isFolder(settings)) === false;
  const command = npmInContainer(install, skeleton, at, isThere ? settings : undefined);
  const ended = await runInBuildContainer(container, {
    ...{ ...command, ...run, installer: 'npm', environment, signal },
    ...(onOutput && { onOutput }),
  });
  return { ...ended, by: t('{0} in {1}', 'npm', container.image) };
}

/** Absolute path of the person's own settings of npm, with the tokens of registries. */
function ownSettings(environment: NodeJS.ProcessEnv): string {
  const named = Object.entries(environment).find(([name]) => /^npm_config_userconfig$/i.test(name))?.[1];
  return named ?? path.join(homedir(), '.npmrc');
}

async function projectSettings(cwd: string): Promise<string> {
  const files = ['package.json', '.npmrc', 'pnpm-workspace.yaml'].map((name) => path.join(cwd, name));
  return (await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')))).join('\n');
}

/** Variables that settings files name, such as a registry's token. */
async function variablesOfSettings(cwd: string, environment: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  const files = [path.join(cwd, '.npmrc'), path.join(cwd, '.yarnrc.yml'), ownSettings(environment)];
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  const names = texts.flatMap(namedVariables).filter((name) => environment[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, environment[name]]));
}

/** Writes what to install for into settings that have no argument. npm has one, and yarn 1 has nothing. */
async function writeSettings(cwd: string, install: NodeInstall, major: number): Promise<void> {
  const { tool, cpu } = install;
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
  await writeFile(file, withSettings(own, installSettings(install)));
}
