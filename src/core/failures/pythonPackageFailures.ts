import { t } from '@vscode/l10n';
import { Failure } from './failure.ts';
import type { FileLocation } from './failure.ts';

const at = (location: FileLocation, cause?: unknown) => ({
  location,
  ...(cause !== undefined && { cause }),
  actions: [
    {
      kind: 'openFile',
      title: t('Open {0}', location.file.replace(/^.*[\\/]/, '')),
      location,
    } as const,
  ],
});

/** What stops the installation of a Python function's packages: one factory per failure. */
export const pythonPackageFailures = {
  fileMissing: (file: string, location: FileLocation) =>
    new Failure(
      'build.fileMissing',
      t('{0} names {1}, which does not exist. Correct the path.', location.file, file),
      at(location),
    ),
  notPython: (file: string, runtime: string, location: FileLocation) =>
    new Failure(
      'build.notPython',
      t(
        '"build.dependencies" is {0}, and packages for {1} come from requirements.txt, uv.lock, poetry.lock or pyproject.toml.',
        file,
        runtime,
      ),
      at(location),
    ),
  wrongTool: (tool: string, runtime: string, location: FileLocation) =>
    new Failure(
      'build.notPythonTool',
      t('"build.tool" is {0}, which installs nothing for {1}. Write uv or pip.', tool, runtime),
      at(location),
    ),
  brokenToml: (location: FileLocation) =>
    new Failure(
      'build.brokenToml',
      t('{0} is no TOML from line {1} on. Correct it there.', location.file, location.line ?? 1),
      at(location),
    ),
  notLocked: (location: FileLocation) =>
    new Failure(
      'build.notLocked',
      t('{0} names packages in Poetry’s own way and has no poetry.lock. Run poetry lock.', location.file),
      at(location),
    ),
  /** @param tool undefined when neither is there */
  toolMissing: (tool: 'uv' | 'pip' | undefined, location: FileLocation) =>
    new Failure(
      'build.pythonToolMissing',
      tool === 'uv'
        ? t(
            'The packages of {0} are installed by uv, which is not on the PATH. Install it: https://docs.astral.sh/uv',
            location.file,
          )
        : t(
            'The packages of {0} are installed by uv or by pip of python3, and neither is on the PATH. Install uv: https://docs.astral.sh/uv',
            location.file,
          ),
      at(location),
    ),
  localPackage: (path: string, location: FileLocation) =>
    new Failure(
      'build.localPackage',
      t(
        'Line {0} of {1} leads to {2}, which is no pure Python package inside of the workspace folder. Name a wheel in its place, or take its folder in with package.include.',
        location.line ?? 1,
        location.file,
        path,
      ),
      at(location),
    ),
  /** @param target as `python3.13 on arm64` */
  noWheel: (requirement: string, target: string, location: FileLocation) =>
    new Failure(
      'build.noWheel',
      t(
        '{0} has no wheel for {1}, and nothing is compiled for it here. Take a version that has one; or "inContainer": true in "build", which compiles it in the local image; or "build": "none" with a folder that you have filled yourself.',
        requirement,
        target,
      ),
      at(location),
    ),
  /** pip in the container found or compiled none. */
  notCompiled: (requirement: string, image: string, location: FileLocation) =>
    new Failure(
      'build.notCompiledInContainer',
      t(
        '{0} could not be had or compiled in {1}: the log has the output of pip. Name an image with what it needs in "local.image", or take another version.',
        requirement,
        image,
      ),
      at(location),
    ),
  noPip: (image: string, location: FileLocation) =>
    new Failure(
      'build.noPip',
      t('"build.inContainer" needs pip in {0}, which has none. Name another image in "local.image".', image),
      at(location),
    ),
  containerFailed: (image: string, lastWords: string, location: FileLocation) =>
    new Failure(
      'build.containerFailed',
      t('The container of {0} that "build.inContainer" needs could not run: {1}', image, lastWords),
      at(location),
    ),
  noVersion: (requirement: string, location: FileLocation) =>
    new Failure(
      'build.noVersion',
      t('There is no {0}. Correct its name or version in {1}.', requirement, location.file),
      at(location),
    ),
  unreachable: (tool: string, location: FileLocation) =>
    new Failure(
      'build.indexUnreachable',
      t(
        '{0} could not reach the package index. Check the network and the proxy, then try again: what was built before is kept.',
        tool,
      ),
      at(location),
    ),
  refused: (tool: string, location: FileLocation) =>
    new Failure(
      'build.indexRefused',
      t('The package index refused {0}’s log-in. Log in to it, or correct what you have set for it.', tool),
      at(location),
    ),
  lockOutOfDate: (location: FileLocation) =>
    new Failure(
      'build.uvLockOutOfDate',
      t('{0} does not fit pyproject.toml any more, or cannot be read. Run uv lock.', location.file),
      at(location),
    ),
  diskFull: (location: FileLocation) =>
    new Failure('build.diskFull', t('The disk is full. Make room, then try again.'), at(location)),
  /** @param lastWords what the tool said at the end, without credentials */
  toolFailed: (tool: string, code: number | null, lastWords: string, location: FileLocation) =>
    new Failure(
      'build.installFailed',
      t('{0} ended with {1}: {2}', tool, code ?? t('a signal'), lastWords),
      at(location),
    ),
};
