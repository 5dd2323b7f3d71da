import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { t } from '@vscode/l10n';
import { isFailure } from '../../core/failures/failure.ts';
import { sandboxFailures } from '../../core/failures/sandboxFailures.ts';
import { packagingEnvironment } from '../packagingEnvironment.ts';
import { identifyProcess } from '../processIdentity.ts';
import { runToEnd } from './runToEnd.ts';

/** The release that the product is tested with, and boto3 so that functions can call AWS; one pip call, as both pin botocore. */
const requirements = ['ministack==1.5.33', 'boto3'];
const pointerFile = 'installed';
const venvName = /^venv-(\d+)-[a-z0-9]+$/;

export interface InstallOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (text: string) => void;
  /** Interpreter to use; default python3 (Windows: python) of the PATH. */
  readonly python?: string;
  /** What is installed; default the tested release. */
  readonly requirements?: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
}

/** The executable of a finished installation; undefined when there is none. */
export async function installedCommand(installFolder: string): Promise<string | undefined> {
  try {
    const name = (await readFile(join(installFolder, pointerFile), 'utf8')).trim();
    return venvName.test(name)
      ? join(venvPrograms(join(installFolder, name)), executable('ministack'))
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Installs into a venv of a new name and points to it at the end (a venv cannot be moved), so an installation that was
 * cut off or cancelled is never taken for a finished one; what is left of it is removed by the next.
 */
export async function installMinistack(installFolder: string, options: InstallOptions): Promise<void> {
  options.signal.throwIfAborted();
  const name = `venv-${process.pid}-${Date.now().toString(36)}`;
  const venv = join(installFolder, name);
  await mkdir(installFolder, { recursive: true });
  await removeLeftovers(installFolder);
  try {
    options.onProgress?.(t('creating a Python environment…'));
    await createVenv(venv, options);
    options.onProgress?.(t('downloading MiniStack…'));
    await installPackages(venv, options);
    const pointer = join(installFolder, `${pointerFile}.${name}`);
    await writeFile(pointer, name);
    options.signal.throwIfAborted();
    await rename(pointer, join(installFolder, pointerFile));
  } catch (error) {
    await rm(venv, { recursive: true, force: true });
    throw error;
  }
  await removeLeftovers(installFolder);
}

async function createVenv(venv: string, options: InstallOptions): Promise<void> {
  const python = options.python ?? (process.platform === 'win32' ? 'python' : 'python3');
  const result = await runPython(python, ['-m', 'venv', venv], options);
  if (result.code === 0) return;
  if (/ensurepip is not available|No module named '?"?(venv|ensurepip)/.test(result.output)) {
    throw sandboxFailures.venvMissing();
  }
  throw sandboxFailures.installFailed(t('python3 -m venv ended with code {0}', String(result.code)));
}

async function installPackages(venv: string, options: InstallOptions): Promise<void> {
  const python = join(venvPrograms(venv), executable('python'));
  const pip = ['-m', 'pip', 'install', '--no-input', '--disable-pip-version-check', '--quiet'];
  const result = await runPython(python, [...pip, ...(options.requirements ?? requirements)], options);
  if (result.code === 0) return;
  if (/No space left on device/.test(result.output))
    throw sandboxFailures.installFailed(t('the disk is full'));
  if (
    /NewConnectionError|ProxyError|SSLError|ReadTimeout|ConnectTimeout|Max retries|No matching distribution/.test(
      result.output,
    )
  ) {
    throw sandboxFailures.downloadFailed();
  }
  throw sandboxFailures.installFailed(t('pip ended with code {0}', String(result.code)));
}

async function runPython(command: string, args: readonly string[], options: InstallOptions) {
  try {
    const env = packagingEnvironment(options.environment ?? process.env);
    return await runToEnd(command, args, { env, signal: options.signal });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT' && !isFailure(error)) {
      throw sandboxFailures.pythonMissing(error);
    }
    throw error;
  }
}

/** Removes environments that nothing points to, except those that a living process may be building. */
async function removeLeftovers(installFolder: string): Promise<void> {
  const current = await installedCommand(installFolder);
  for (const entry of await readdir(installFolder)) {
    const owner = venvName.exec(entry)?.[1];
    const folder = join(installFolder, entry);
    if (owner === undefined || current?.startsWith(venvPrograms(folder)) === true) continue;
    const building = Number(owner) !== process.pid && (await identifyProcess(Number(owner))) !== undefined;
    if (!building) await rm(folder, { recursive: true, force: true });
  }
}

function venvPrograms(venv: string): string {
  return join(venv, process.platform === 'win32' ? 'Scripts' : 'bin');
}

function executable(name: string): string {
  return process.platform === 'win32' ? `${name}.exe` : name;
}
