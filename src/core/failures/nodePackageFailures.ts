import { t } from '@vscode/l10n';
import type { FileLocation } from './failure.ts';
import { failureAt } from './packageFailures.ts';

/** What stops the installation of a Node.js function's packages alone: one factory per failure. */
export const nodePackageFailures = {
  noPackageJson: (location: FileLocation, runtime: string) =>
    failureAt(
      'build.noPackageJson',
      t(
        '{0} is no package.json that could be read, and packages for {1} are installed from one. Correct "build.dependencies".',
        location.file,
        runtime,
      ),
      location,
    ),
  brokenPackageJson: (location: FileLocation) =>
    failureAt(
      'build.brokenPackageJson',
      t('{0} is no JSON object from line {1} on. Correct it there.', location.file, location.line ?? 1),
      location,
    ),
  /** @param source the lock file, or the package.json that asks for the tool */
  notInContainer: (source: string, tool: string, location: FileLocation) =>
    failureAt(
      'build.notInContainer',
      t(
        '"build.inContainer" runs npm alone for Node.js, and {0} is for {1}. Remove it, and set "installScripts" where a package fetches its binary; or set "tool": "npm", with a package-lock.json.',
        source,
        tool,
      ),
      location,
    ),
  outsideWorkspace: (path: string, location: FileLocation) =>
    failureAt(
      'build.packageOutside',
      t(
        '{0} leads to the package {1}, which is outside of the workspace folder. Open a folder that holds both.',
        location.file,
        path,
      ),
      location,
    ),
  packageFolderGone: (path: string, location: FileLocation) =>
    failureAt(
      'build.packageFolderGone',
      t(
        '{0} leads to the package {1}, whose package.json is not there. Correct the path, or run your package manager’s install.',
        location.file,
        path,
      ),
      location,
    ),
  toolMissing: (tool: string, location: FileLocation) =>
    failureAt(
      'build.toolMissing',
      t(
        'The packages of {0} are installed by {1}, which is not on the PATH. Install it: {2}.',
        location.file,
        tool,
        tool === 'npm' ? 'https://nodejs.org' : `npm install --global ${tool}`,
      ),
      location,
    ),
  npmTooOld: (version: string, location: FileLocation) =>
    failureAt(
      'build.toolTooOld',
      t(
        'npm {0} installs for this machine only, not for Lambda. Update it: npm install --global npm.',
        version,
      ),
      location,
    ),
  /** @param target as `nodejs24.x on arm64` */
  noBinary: (name: string, target: string, location: FileLocation) =>
    failureAt(
      'build.noBinary',
      t(
        '{0} has no binary for {1} (Linux with glibc). Take another version or package; or "installScripts": true in "build", where its own script fetches one; or "inContainer": true, which runs that script in the local image; or "build": "none" with a folder that you have filled yourself.',
        name,
        target,
      ),
      location,
    ),
  /** Of a package that was installed on this machine. */
  scriptFailed: (name: string, location: FileLocation) =>
    failureAt(
      'build.scriptFailed',
      t(
        'An install script of {0} failed: the log has what it wrote. Take another version; or "inContainer": true in "build", which runs it in the local image.',
        name,
      ),
      location,
    ),
  /** @param names as pnpm lists them */
  scriptNotAllowed: (names: string, location: FileLocation) =>
    failureAt(
      'build.scriptNotAllowed',
      t(
        'The project does not say whether pnpm may run the install scripts of {0}. Run pnpm approve-builds there.',
        names,
      ),
      location,
    ),
  noLayout: (location: FileLocation) =>
    failureAt(
      'build.noLayout',
      t(
        'Two packages of {0} need other versions of each other in turn, which folders cannot hold. Let an override settle one of them.',
        location.file,
      ),
      location,
    ),
};
