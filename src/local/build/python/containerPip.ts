import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { pipInContainer } from '../../../core/build/pythonCommands.ts';
import type { PythonTarget } from '../../../core/build/pythonTarget.ts';
import { pythonPackageFailures } from '../../../core/failures/pythonPackageFailures.ts';
import type { FileLocation } from '../../../core/failures/failure.ts';
import { lastWordsOf } from '../../../core/build/pythonToolOutput.ts';
import { findTool } from '../../containers/findTool.ts';
import { packagingEnvironment } from '../../packagingEnvironment.ts';
import { runBuildTool } from '../runBuildTool.ts';
import type { ToolRunOptions } from '../runBuildTool.ts';

/** A container of the function's image, in which pip may compile. */
export interface BuildContainer {
  /** `docker`, `podman`, `finch`, `nerdctl` or an absolute path. */
  readonly tool: string;
  readonly image: string;
  /** Default: the engine's. */
  readonly network?: string;
}

interface ContainerRun {
  readonly target: PythonTarget;
  /** Absolute paths here; the folder of the requirements is seen as a whole, read-only. */
  readonly folder: string;
  readonly requirements: string;
  readonly constraints?: string;
  readonly isLocked: boolean;
  /** What the requirements take from variables. */
  readonly variables: NodeJS.ProcessEnv;
  readonly environment: NodeJS.ProcessEnv;
  readonly place: FileLocation;
}

/** Settings of pip that mean the same in a container; its certificates and folders are of this machine. */
const passed =
  /^(PIP_(?:(?:EXTRA_)?INDEX_URL|TRUSTED_HOST|RETRIES|DEFAULT_TIMEOUT|NO_INDEX)|(https?|no)_proxy)$/i;

/** Rejects with `local.toolMissing`, `build.containerFailed`, `build.noPip`; a pip that fails is answered. */
export async function pipRunInContainer(
  { tool, image, network }: BuildContainer,
  run: ContainerRun,
  { signal, onOutput }: Pick<ToolRunOptions, 'signal' | 'onOutput'>,
) {
  const { environment, place } = run;
  const program = await findTool(tool, environment['PATH'] ?? environment['Path'] ?? '');
  const settings = Object.entries(packagingEnvironment(environment)).filter(([name]) => passed.test(name));
  const variables = { ...Object.fromEntries(settings), ...run.variables };
  const name = `lambda-workbench-build-${randomUUID()}`;
  const ids = process.getuid === undefined ? undefined : `${process.getuid()}:${process.getgid?.() ?? 0}`;
  const args = pipInContainer(run, {
    ...{ name, image, network, user: ids, variables: Object.keys(variables) },
    requirementsFolder: dirname(run.requirements),
  });
  const cwd = run.folder;
  const env = { ...environment, ...variables };
  const options = { cwd, env, signal, ...(onOutput !== undefined && { onOutput }) };
  try {
    const ended = await runBuildTool(program, args, options);
    if (/No module named '?pip/.test(ended.output)) throw pythonPackageFailures.noPip(image, place);
    // What docker, podman and nerdctl answer where the container has not run, or has no Python.
    if (ended.code === 125 || ended.code === 126 || ended.code === 127) {
      throw pythonPackageFailures.containerFailed(image, lastWordsOf(ended.output), place);
    }
    return ended;
  } catch (error) {
    // The container outlives a tool that was ended.
    const remove = { cwd, env: environment, signal: AbortSignal.timeout(30_000) };
    if (signal.aborted) await runBuildTool(program, ['rm', '--force', name], remove).catch(() => undefined);
    throw error;
  }
}
