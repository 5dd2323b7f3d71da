import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { localFailures } from '../../core/failures/localFailures.ts';
import type { ContainerSpec } from '../../core/local/containerSpec.ts';
import { containerPort, runArguments } from '../../core/local/runArguments.ts';
import { splitEnvironment } from '../../core/local/splitEnvironment.ts';
import { freePort } from '../freePort.ts';
import { AttachedContainer } from './attachedContainer.ts';
import { copyCode } from './codeCopy.ts';
import { removeEnvironmentFile, writeEnvironmentFile } from './environmentFile.ts';
import { isUnseenFolder } from './folderProbe.ts';
import { answersHttp } from './invokeHttp.ts';
import type { Endpoint } from './invokeHttp.ts';
import { labelsOf, thisOwner } from './owner.ts';
import { runTool, spawnTool } from './runTool.ts';
import { commands } from './toolCommands.ts';
import { engineTrouble, isNoSuchImage, isPortTaken, toolReason } from './toolTrouble.ts';

/** Milliseconds until a container has to answer, and between two looks. */
const startLimit = 30_000;
const pollMs = 10;
/** Milliseconds for one look, and after which the container's own address is tried too. */
const answerLimit = 1_000;
const directAfter = 3_000;
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

/**
 * Starts a container and waits until it answers. Whatever fails, nothing is left.
 *
 * @param copied whether the code is copied in, because the engine does not see its folder
 */
export async function startContainer(
  spec: ContainerSpec,
  place: StartPlace,
  copied: boolean,
  signal: AbortSignal,
): Promise<StartedContainer> {
  for (let attempt = 1; ; attempt++) {
    const launched = await launch(spec, place, copied, signal);
    try {
      return { process: launched.process, endpoint: await answering(spec, launched, place, signal) };
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
  copied: boolean,
  signal: AbortSignal,
): Promise<LaunchedContainer> {
  const [owner, port, apiPort] = await Promise.all([thisOwner(), freePort(), freePort()]);
  signal.throwIfAborted();
  const name = `lambda-workbench-${spec.functionName}-${randomBytes(5).toString('hex')}`;
  const labels = labelsOf(owner);
  const copiedIn = copied ? `${name}-code` : undefined;
  if (copiedIn !== undefined) await copyCode(place.tool, spec, { name: copiedIn, labels }, signal);
  const { names, fileText } = splitEnvironment(spec.environment);
  const environmentFile =
    fileText === undefined ? undefined : await writeEnvironmentFile(place.folder, name, fileText);
  const environment = { names };
  const ports = { port, apiPort };
  const args = runArguments(spec, { name, labels, ...ports, environment, environmentFile, copiedIn });
  const values = Object.fromEntries(names.map((variable) => [variable, spec.environment[variable]]));
  try {
    const child = await spawnTool(place.tool, args, { ...process.env, ...values });
    const attached = new AttachedContainer(place.tool, { name, copiedIn }, child);
    return { process: attached, endpoint: { host: '127.0.0.1', port }, environmentFile };
  } catch (error) {
    await removeEnvironmentFile(environmentFile);
    throw localFailures.toolMissing(place.toolName, error);
  }
}

/** Where the container answers: at the published port, or at its own address when we are in a container beside it. */
async function answering(
  spec: ContainerSpec,
  { process, endpoint }: StartedContainer,
  place: StartPlace,
  signal: AbortSignal,
): Promise<Endpoint> {
  const began = performance.now();
  let direct: Endpoint | undefined;
  let isAsked = false;
  for (;;) {
    for (const candidate of direct === undefined ? [endpoint] : [endpoint, direct]) {
      if ((await answersHttp(candidate, answerLimit)) && !process.hasEnded) return candidate;
    }
    signal.throwIfAborted();
    if (process.hasEnded) throw whyEnded(spec, process.errors, place);
    const waited = performance.now() - began;
    if (waited > startLimit) throw localFailures.startTimedOut(spec.functionName, startLimit / 1000);
    if (waited > directAfter && !isAsked) {
      isAsked = true;
      void ownAddress(place.tool, process.name, containerPort[spec.contract]).then((own) => (direct = own));
    }
    await delay(pollMs, undefined, { signal });
  }
}

async function ownAddress(tool: string, name: string, port: number): Promise<Endpoint | undefined> {
  const { args, parse } = commands.addresses(name);
  const output = await runTool(tool, args).catch(() => undefined);
  const [host] = output?.code === 0 ? parse(output.stdout) : [];
  return host === undefined ? undefined : { host, port };
}

function whyEnded(spec: ContainerSpec, errors: string, { toolName }: StartPlace): Error {
  const trouble = engineTrouble(errors, toolName);
  if (trouble !== undefined) return trouble;
  if (isUnseenFolder(errors)) return localFailures.folderUnseen(spec.codeFolder);
  if (isNoSuchImage(errors)) return localFailures.imageGone(spec.image);
  return localFailures.startFailed(spec.functionName, toolReason(errors));
}
