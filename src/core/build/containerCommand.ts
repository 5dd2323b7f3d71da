import type { Architecture } from '../manifest/functionManifest.ts';

export interface InContainer {
  readonly name: string;
  readonly image: string;
  /** The function's: the engine emulates another processor than this machine's. */
  readonly architecture: Architecture;
  readonly network: string | undefined;
  /** `uid:gid`, so that what is written belongs to the person. */
  readonly user: string | undefined;
  /** Names only: the values are in the environment of the tool. */
  readonly variables: readonly string[];
}

/** What runs in a container, and what it sees there. */
export interface ContainerCommand {
  /** The program and its arguments. */
  readonly command: readonly [string, ...string[]];
  /** Variables of the container alone. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Folder in the container. */
  readonly workingFolder: string;
  readonly mounts: readonly {
    /** Absolute path here. */
    readonly source: string;
    readonly target: string;
    readonly isReadOnly?: boolean;
  }[];
}

/** Where any user may write in a container. */
export const containerHome = '/tmp';

/** Arguments after `docker`: a program of the function's image runs in place of the image's own. */
export const runInContainer = (
  { name, image, architecture, network, user, variables }: InContainer,
  { command: [program, ...args], settings = {}, workingFolder, mounts }: ContainerCommand,
): string[] => [
  ...['run', '--rm', '--name', name],
  ...['--platform', architecture === 'arm64' ? 'linux/arm64' : 'linux/amd64'],
  ...(network === undefined ? [] : ['--network', network]),
  ...(user === undefined ? [] : ['--user', user]),
  ...Object.entries({ HOME: containerHome, ...settings }).flatMap((set) => ['--env', set.join('=')]),
  ...variables.flatMap((variable) => ['--env', variable]),
  ...mounts.flatMap(({ source, target, isReadOnly }) => [
    '--mount',
    `type=bind,source=${source},target=${target}${isReadOnly === true ? ',readonly' : ''}`,
  ]),
  ...['--workdir', workingFolder, '--entrypoint', program, image, ...args],
];
