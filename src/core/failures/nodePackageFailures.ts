import { t } from '@vscode/l10n';
import { Failure, type FileLocation, type NextAction } from './failure.ts';

const open = (location: FileLocation): NextAction => ({
  kind: 'openFile',
  title: t('Open {0}', location.file.replace(/^.*[\\/]/, '')),
  location,
});
const at = (location: FileLocation, cause?: unknown) => ({
  location,
  actions: [open(location)],
  ...(cause !== undefined && { cause }),
});

/** What stops the installation of a Node.js function's packages: one factory per failure. */
export const nodePackageFailures = {
  noPackageJson: (location: FileLocation, runtime: string) =>
    new Failure(
      'build.noPackageJson',
      t(
        '{0} is no package.json that could be read, and packages for {1} are installed from one. Correct "build.dependencies".',
        location.file,
        runtime,
      ),
      at(location),
    ),
  brokenPackageJson: (location: FileLocation) =>
    new Failure(
      'build.brokenPackageJson',
      t('{0} is no JSON object from line {1} on. Correct it there.', location.file, location.line ?? 1),
      at(location),
    ),
  wrongTool: (tool: string, runtime: string, location: FileLocation) =>
    new Failure(
      'build.wrongTool',
      t('"build.tool" is {0}, which installs nothing for {1}. Write npm, pnpm or yarn.', tool, runtime),
      at(location),
    ),
  notInContainer: (runtime: string, location: FileLocation) =>
    new Failure(
      'build.notInContainer',
      t(
        '"build.inContainer" is for packages of Python; those for {0} are installed without a container. Remove it, and set "build.installScripts" where a package fetches its binary by a script.',
        runtime,
      ),
      at(location),
    ),
  outsideWorkspace: (path: string, location: FileLocation) =>
    new Failure(
      'build.packageOutside',
      t(
        '{0} leads to the package {1}, which is outside of the workspace folder. Open a folder that holds both.',
        location.file,
        path,
      ),
      at(location),
    ),
  packageFolderGone: (path: string, location: FileLocation) =>
    new Failure(
      'build.packageFolderGone',
      t(
        '{0} leads to the package {1}, whose package.json is not there. Correct the path, or run your package manager’s install.',
        location.file,
        path,
      ),
      at(location),
    ),
  toolMissing: (tool: string, location: FileLocation) =>
    new Failure(
      'build.toolMissing',
      t(
        'The packages of {0} are installed by {1}, which is not on the PATH. Install it: {2}.',
        location.file,
        tool,
        tool === 'npm' ? 'https://nodejs.org' : `npm install --global ${tool}`,
      ),
      at(location),
    ),
  npmTooOld: (version: string, location: FileLocation) =>
    new Failure(
      'build.toolTooOld',
      t(
        'npm {0} installs for this machine only, not for Lambda. Update it: npm install --global npm.',
        version,
      ),
      at(location),
    ),
  lockOutOfDate: (lock: FileLocation, tool: string) =>
    new Failure(
      'build.lockOutOfDate',
      t(
        '{0} does not fit the package.json any more. Run {1} install there, then try again.',
        lock.file,
        tool,
      ),
      at(lock),
    ),
  registryUnreachable: (tool: string, location: FileLocation) =>
    new Failure(
      'build.registryUnreachable',
      t(
        '{0} could not reach the package registry. Check the network and the proxy, then try again: what was built before is kept.',
        tool,
      ),
      at(location),
    ),
  registryRefused: (tool: string, location: FileLocation) =>
    new Failure(
      'build.registryRefused',
      t('The package registry refused {0}’s log-in. Log in to it, or correct its token in .npmrc.', tool),
      at(location),
    ),
  packageNotFound: (name: string, location: FileLocation) =>
    new Failure(
      'build.packageNotFound',
      t('The package registry has no {0}. Correct the name or the version in {1}.', name, location.file),
      at(location),
    ),
  /** @param target as `nodejs24.x on arm64` */
  noBinary: (name: string, target: string, location: FileLocation) =>
    new Failure(
      'build.noBinary',
      t(
        '{0} has no binary for {1} (Linux with glibc). Take another version or package; or "installScripts": true in "build", where its own script fetches one; or "build": "none" with a folder that you have filled yourself.',
        name,
        target,
      ),
      at(location),
    ),
  noLayout: (location: FileLocation) =>
    new Failure(
      'build.noLayout',
      t(
        'Two packages of {0} need other versions of each other in turn, which folders cannot hold. Let an override settle one of them.',
        location.file,
      ),
      at(location),
    ),
  /** @param lastWords what the tool said at the end, without credentials */
  toolFailed: (tool: string, code: number | null, lastWords: string, location: FileLocation) =>
    new Failure(
      'build.toolFailed',
      lastWords === ''
        ? t('{0} ended with {1}. Its output is in the log.', tool, code ?? 'a signal')
        : t('{0} ended with {1}: {2}', tool, code ?? 'a signal', lastWords),
      at(location),
    ),
};
