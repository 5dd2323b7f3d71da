import type { ContainerMount, ContainerSpec } from './containerSpec.ts';
import type { SplitEnvironment } from './splitEnvironment.ts';

/** What a start adds to the spec: names and ports of this one container. */
export interface ContainerLaunch {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** TCP port of 127.0.0.1 on which the container answers. */
  readonly port: number;
  /** Second free port, for the emulator's own API on the host's network. */
  readonly apiPort: number;
  readonly environment: Pick<SplitEnvironment, 'names'>;
  /** Absolute path of the file with the variables that the tool would take for itself; undefined when there are none. */
  readonly environmentFile: string | undefined;
  /** Container whose volumes hold a copy of all that is mounted, where the engine does not see the folder. */
  readonly copiedIn?: string;
}

/** Where the contract's HTTP server listens in the container. */
export const containerPort = { rie: 8080, lambci: 9001 } as const;
const emulator = '/usr/local/bin/aws-lambda-rie';

/**
 * The argument array of `docker run` (podman, finch and nerdctl take the same). No value of a variable is in it: `-e NAME`
 * copies from the environment that the tool is started with.
 */
export function runArguments(spec: ContainerSpec, launch: ContainerLaunch): string[] {
  const host = spec.network === 'host';
  return [
    'run',
    '--rm',
    // A missing image is a step of its own, with progress and cancel.
    '--pull=never',
    ...['--name', launch.name],
    ...Object.entries(launch.labels).flatMap(([name, value]) => ['--label', `${name}=${value}`]),
    // Ports published on the host's network are discarded.
    ...(host ? [] : ['--publish', `127.0.0.1:${launch.port}:${containerPort[spec.contract]}`]),
    ...(host || spec.debugPort === undefined ? [] : ['--publish', debugPublication(spec.debugPort)]),
    ...(spec.network === undefined ? [] : ['--network', spec.network]),
    ...spec.extraHosts.flatMap((extra) => ['--add-host', extra]),
    // Without a limit of its own, swap would let a function use twice its memory.
    ...['--memory', `${spec.memorySize}m`, '--memory-swap', `${spec.memorySize}m`],
    ...['--tmpfs', `/tmp:size=${spec.ephemeralStorage}m,mode=1777,exec`],
    ...mountArguments(spec, launch),
    ...launch.environment.names.flatMap((name) => ['--env', name]),
    ...(launch.environmentFile === undefined ? [] : ['--env-file', launch.environmentFile]),
    ...(spec.contract === 'rie' ? emulatorStart(spec, launch) : lambciStart(spec)),
  ];
}

const debugPublication = (port: number) => `127.0.0.1:${port}:${port}`;

function mountArguments(spec: ContainerSpec, { copiedIn }: ContainerLaunch): string[] {
  if (copiedIn !== undefined) return ['--volumes-from', `${copiedIn}:ro`];
  const mounts = [{ source: spec.codeFolder, target: '/var/task' }, ...spec.mounts];
  return mounts.flatMap((mount) => ['--mount', bind(mount)]);
}

/**
 * The image's own entry point takes the handler and nothing else, so no flag could pass: the emulator is started directly.
 * A log level of its own, as `LOG_LEVEL` may be the function's and is fatal when the emulator does not know its word.
 */
function emulatorStart(spec: ContainerSpec, { port, apiPort }: ContainerLaunch): string[] {
  const addresses = [
    ...['--runtime-interface-emulator-address', `127.0.0.1:${port}`],
    ...['--runtime-api-address', `127.0.0.1:${apiPort}`],
  ];
  return [
    ...['--entrypoint', emulator, spec.image, '--log-level', 'debug'],
    ...(spec.network === 'host' ? addresses : []),
    ...(spec.customRuntime ? [] : ['/var/runtime/bootstrap']),
  ];
}

/** It answers calls until it is removed, and starts the runtime at the first one. */
const lambciStart = (spec: ContainerSpec) => [
  ...['--env', 'DOCKER_LAMBDA_STAY_OPEN=1'],
  ...[spec.image, spec.handler],
];

/** A value of `--mount` is one line of CSV: a field with a comma or a quote is quoted. */
function bind({ source, target }: ContainerMount): string {
  return ['type=bind', `source=${source}`, `target=${target}`, 'readonly'].map(csvField).join(',');
}

const csvField = (field: string) => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);
