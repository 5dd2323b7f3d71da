import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inRoot } from '../../scripts/paths.mjs';
import type { DockerWorld } from './dockerWorld.ts';

const functions = inRoot('test', 'docker', 'functions');
export const invocationPath = '/2015-03-31/functions/function/invocations';
export const pythonImage = 'public.ecr.aws/lambda/python:3.13';
export const nodeImage = 'public.ecr.aws/lambda/nodejs:24';

/** The arguments that mount one of the folders of test/docker/functions where a function's code belongs. */
export const mounted = (name: string): string[] => ['--volume', `${path.join(functions, name)}:/var/task:ro`];

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Asks over HTTP; rejects when nobody answers. */
export async function ask(address: string, init?: RequestInit): Promise<HttpAnswer> {
  const response = await fetch(address, { ...init, signal: AbortSignal.timeout(30_000) });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  };
}

/** Tries `attempt` until it gives something, at most for half a minute. */
export async function until<Found>(what: string, attempt: () => Promise<Found | undefined>): Promise<Found> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const found = await attempt();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
    await delay(20);
  }
}

interface ContainerState {
  readonly Running: boolean;
  readonly OOMKilled: boolean;
  readonly ExitCode: number;
}

export interface Container {
  readonly id: string;
  /** The published port's address, such as http://127.0.0.1:41234. */
  readonly address: string;
  post(event: unknown): Promise<HttpAnswer>;
  /** What it printed so far. */
  logs(): Promise<{ stdout: string; stderr: string }>;
  state(): Promise<ContainerState>;
  remove(): Promise<void>;
}

/** Runs a container in the background with one port published on 127.0.0.1. */
export async function startContainer(
  world: DockerWorld,
  port: number,
  args: readonly string[],
): Promise<Container> {
  const publish = ['--label', world.label, '--publish', `127.0.0.1::${port}`];
  const id = await world.must('run', '--detach', ...publish, ...args);
  const published = await world.run(['port', id, `${port}/tcp`]);
  const address = `http://${published.stdout.split('\n')[0] ?? ''}`;
  return {
    id,
    address,
    post: (event) => ask(address + invocationPath, { method: 'POST', body: JSON.stringify(event) }),
    logs: () => world.run(['logs', id]),
    state: async () =>
      JSON.parse(await world.must('inspect', '--format', '{{json .State}}', id)) as ContainerState,
    remove: async () => {
      await world.must('rm', '--force', id);
    },
  };
}

export interface RieOptions {
  readonly image?: string;
  /** A folder of test/docker/functions. */
  readonly code?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** More arguments of docker run. */
  readonly run?: readonly string[];
  /** The emulator's own arguments. */
  readonly emulator?: readonly string[];
}

/** The arguments of docker run that start the emulator as the product does. */
export function rieArguments(options: RieOptions = {}): string[] {
  const { image = pythonImage, code = 'python', environment = {}, run = [] } = options;
  const { emulator = ['--log-level', 'debug', '/var/runtime/bootstrap'] } = options;
  const variables = Object.entries({ _HANDLER: 'probe.handler', ...environment });
  return [
    ...run,
    ...mounted(code),
    ...variables.flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...['--entrypoint', '/usr/local/bin/aws-lambda-rie', image, ...emulator],
  ];
}

/** Starts the emulator, waits until it answers (no code of the function has run by then), and removes it after `use`. */
export async function withRie<Result>(
  world: DockerWorld,
  options: RieOptions,
  use: (container: Container) => Promise<Result>,
): Promise<Result> {
  const container = await startContainer(world, 8080, rieArguments(options));
  try {
    await until('the emulator', () => ask(container.address).catch(() => undefined));
    return await use(container);
  } finally {
    await container.remove();
  }
}
