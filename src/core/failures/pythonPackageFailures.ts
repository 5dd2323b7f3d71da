import { t } from '@vscode/l10n';
import type { FileLocation } from './failure.ts';
import { failureAt } from './packageFailures.ts';

/** What stops the installation of a Python function's packages alone: one factory per failure. */
export const pythonPackageFailures = {
  fileMissing: (file: string, location: FileLocation) =>
    failureAt(
      'build.fileMissing',
      t('{0} names {1}, which does not exist. Correct the path.', location.file, file),
      location,
    ),
  notPython: (file: string, runtime: string, location: FileLocation) =>
    failureAt(
      'build.notPython',
      t(
        '"build.dependencies" is {0}, and packages for {1} come from requirements.txt, uv.lock, poetry.lock or pyproject.toml.',
        file,
        runtime,
      ),
      location,
    ),
  brokenToml: (location: FileLocation) =>
    failureAt(
      'build.brokenToml',
      t('{0} is no TOML from line {1} on. Correct it there.', location.file, location.line ?? 1),
      location,
    ),
  notLocked: (location: FileLocation) =>
    failureAt(
      'build.notLocked',
      t('{0} names packages in Poetry’s own way and has no poetry.lock. Run poetry lock.', location.file),
      location,
    ),
  /** @param tool undefined when neither is there */
  toolMissing: (tool: 'uv' | 'pip' | undefined, location: FileLocation) =>
    failureAt(
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
      location,
    ),
  localPackage: (path: string, location: FileLocation) =>
    failureAt(
      'build.localPackage',
      t(
        'Line {0} of {1} leads to {2}, which is no pure Python package inside of the workspace folder. Name a wheel in its place, or take its folder in with package.include.',
        location.line ?? 1,
        location.file,
        path,
      ),
      location,
    ),
  /** @param target as `python3.13 on arm64` */
  noWheel: (requirement: string, target: string, location: FileLocation) =>
    failureAt(
      'build.noWheel',
      t(
        '{0} has no wheel for {1}, and nothing is compiled for it here. Take a version that has one; or "inContainer": true in "build", which compiles it in the local image; or "build": "none" with a folder that you have filled yourself.',
        requirement,
        target,
      ),
      location,
    ),
};
