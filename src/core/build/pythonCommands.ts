import { containerHome, type ContainerCommand } from './containerCommand.ts';
import { pipPlatforms, uvPlatform } from './pythonTarget.ts';
import type { PythonTarget } from './pythonTarget.ts';

export type PythonTool = 'uv' | 'pip';

interface Install {
  readonly target: PythonTarget;
  /** Absolute paths. */
  readonly folder: string;
  readonly requirements: string;
  readonly constraints?: string;
  /** Take what is named and nothing that it asks for: a lock file has named all of it. */
  readonly isLocked: boolean;
}

/** Arguments after `uv`. Nothing is compiled, neither sources nor bytecode: both would depend on this machine. */
export const uvInstall = ({ target, folder, isLocked, ...named }: Install): string[] => [
  ...['pip', 'install', '--target', folder, ...namedIn(named)],
  ...['--python-platform', uvPlatform(target), '--python-version', target.version],
  ...['--only-binary', ':all:', '--no-compile-bytecode', '--no-progress', '--color', 'never'],
  ...(isLocked ? ['--no-deps'] : []),
];

/**
 * Arguments after `python3`. pip takes wheels for another platform, and yet decides by this machine what a package asks for there
 *: its markers are told of the function's.
 */
export const pipInstall = ({ target, folder, isLocked, ...named }: Install): string[] => [
  ...['-c', pipForTarget, target.version, target.processor],
  ...['install', '--target', folder, ...namedIn(named)],
  ...pipPlatforms(target).flatMap((platform) => ['--platform', platform]),
  ...['--python-version', target.version, '--implementation', 'cp', '--only-binary=:all:'],
  ...['--no-compile', '--no-input', '--disable-pip-version-check', '--no-warn-conflicts'],
  ...['--progress-bar', 'off', ...(isLocked ? ['--no-deps'] : [])],
];

const pipForTarget = `
import sys
import pip._vendor.packaging.markers as markers
from pip._internal.cli.main import main
version, processor = sys.argv[1:3]
environment = {
    "implementation_name": "cpython", "implementation_version": version + ".0", "os_name": "posix",
    "platform_machine": processor, "platform_release": "", "platform_system": "Linux", "platform_version": "",
    "python_full_version": version + ".0", "platform_python_implementation": "CPython",
    "python_version": version, "sys_platform": "linux",
}
markers.default_environment = lambda: dict(environment)
sys.exit(main(sys.argv[3:]))
`;

/** pip of the function's image, which compiles where there is no wheel. */
export const pipInContainer = ({
  folder,
  requirements,
  constraints,
  isLocked,
}: Install): ContainerCommand => ({
  command: [
    ...(['python3', '-m', 'pip', 'install', '--target', '/out'] as const),
    ...namedIn({
      requirements: '/in/requirements.txt',
      ...(constraints !== undefined && { constraints: '/in/constraints.txt' }),
    }),
    ...['--no-compile', '--no-input', '--no-cache-dir', '--disable-pip-version-check'],
    ...['--progress-bar', 'off', ...(isLocked ? ['--no-deps'] : [])],
  ],
  workingFolder: containerHome,
  mounts: [
    { source: folder, target: '/out' },
    { source: folderOf(requirements), target: '/in', isReadOnly: true },
  ],
});

const folderOf = (file: string) => file.replace(/[\\/][^\\/]*$/, '');

const namedIn = ({ requirements, constraints }: Pick<Install, 'requirements' | 'constraints'>): string[] => [
  ...['--requirement', requirements],
  ...(constraints === undefined ? [] : ['--constraint', constraints]),
];

/** Arguments after `uv`: the locked packages of the project in `folder` go into `output`, as requirements. Nothing else is written. */
export const uvExport = (folder: string, output: string): string[] => [
  ...['export', '--quiet', '--output-file', output],
  ...['--frozen', '--project', folder, '--no-default-groups', '--no-emit-project'],
  ...['--format', 'requirements-txt', '--no-header', '--no-annotate', '--color', 'never', '--no-progress'],
];
