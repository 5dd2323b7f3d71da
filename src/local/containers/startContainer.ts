import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { localFailures } from '../../core/failures/localFailures.ts';
import type { ContainerSpec } from '../../core/local/containerSpec.ts';
import { runArguments } from '../../core/local/runArguments.ts';
import { splitEnvironment } from '../../core/local/splitEnvironment.ts';
import { freePort } from '../freePort.ts';
import { AttachedContainer } from './attachedContainer.ts';
import { removeEnvironmentFile, writeEnvironmentFile } from './environmentFile.ts';
import { answersHttp } from './invokeHttp.ts';
import type { Endpoint } from './invokeHttp.ts';
import { labelsOf, thisOwner } from './owner.ts';
import { spawnTool } from './runTool.ts';
import { engineTrouble, isNoSuchImage, isPortTaken, toolReason } from './toolTrouble.ts';

/** Milliseconds until a container has to answer, and between two looks. */
const startLimit = 30_000;
const pollMs = 10;
const attempts = 3;

export interface StartPlace {
  /** Absolute path of the container tool, and as a person named it. */
  readonly tool: string;
  readonly toolName: string;
  /** Folder for files that hold variables during a start. */
  readonly folder: string;
}

export interface StartedContainer {
  readonly process: AttachedContainer;
  readonly endpoint: Endpoint;
}

/** Starts a container and waits until it answers. Whatever fails, nothing is left. */
export async function startContainer(
  spec: ContainerSpec,
  place: StartPlace,
  signal: AbortSignal,
): Promise<StartedContainer> {
  for (let attempt = 1; ; attempt++) {
    const launched = await launch(spec, place, signal);
    try {
      await untilAnswering(spec, launched, place, signal);
      return launched;
    } catch (error) {
      await launched.process.remove();
      // Another process may have taken the free port before the engine did.
      if (!isPortTaken(launched.process.errors) || attempt === attempts) throw error;
    } finally {
      await removeEnvironmentFile(launched.environmentFile);
    }
  }
}

interface LaunchedContainer extends StartedContainer {
  readonly environmentFile: string | undefined;
}

async function launch(
  spec: ContainerSpec,
  place: StartPlace,
  signal: AbortSignal,
): Promise<LaunchedContainer> {
  const [owner, port, apiPort] = await Promise.all([thisOwner(), freePort(), freePort()]);
  signal.throwIfAborted();
  const name = `lambda-workbench-${spec.functionName}-${randomBytes(5).toString('hex')}`;
  const { names, fileText } = splitEnvironment(spec.environment);
  const environmentFile =
    fileText === undefined ? undefined : await writeEnvironmentFile(place.folder, name, fileText);
  const labels = labelsOf(owner);
  const args = runArguments(spec, { name, labels, port, apiPort, environment: { names }, environmentFile });
  const values = Object.fromEntries(names.map((variable) => [variable, spec.environment[variable]]));
  try {
    const child = await spawnTool(place.tool, args, { ...process.env, ...values });
    const attached = new AttachedContainer(place.tool, name, child);
    return { process: attached, endpoint: { host: '127.0.0.1', port }, environmentFile };
  } catch (error) {
    await removeEnvironmentFile(environmentFile);
    throw localFailures.toolMissing(place.toolName, error);
  }
}

async function untilAnswering(
  spec: ContainerSpec,
  { process, endpoint }: StartedContainer,
  place: StartPlace,
  signal: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + startLimit;
  while (!(await answersHttp(endpoint, 1_000)) || process.hasEnded) {
    signal.throwIfAborted();
    if (process.hasEnded) throw whyEnded(spec, process.errors, place);
    if (performance.now() > deadline) {
      throw localFailures.startTimedOut(spec.functionName, startLimit / 1000);
    }
    await delay(pollMs, undefined, { signal });
  }
}

function whyEnded(spec: ContainerSpec, errors: string, { toolName }: StartPlace): Error {
  const trouble = engineTrouble(errors, toolName);
  if (trouble !== undefined) return trouble;
  if (isNoSuchImage(errors)) return localFailures.imageGone(spec.image);
  return localFailures.startFailed(spec.functionName, toolReason(errors));
}
