import { t } from '@vscode/l10n';
import { Failure } from './failure.ts';
import type { FileLocation } from './failure.ts';

/** A failure whose place can be opened. */
export const failureAt = <Code extends string>(code: Code, sentence: string, location: FileLocation) =>
  new Failure(code, sentence, {
    location,
    actions: [
      { kind: 'openFile', title: t('Open {0}', location.file.replace(/^.*[\\/]/, '')), location } as const,
    ],
  });

/** What stops the installation of packages of any language: one factory per failure. */
export const packageFailures = {
  /** @param usable as `uv or pip` */
  wrongTool: (tool: string, runtime: string, usable: string, location: FileLocation) =>
    failureAt(
      'build.wrongTool',
      t('"build.tool" is {0}, which installs nothing for {1}. Write {2}.', tool, runtime, usable),
      location,
    ),
  registryUnreachable: (tool: string, location: FileLocation) =>
    failureAt(
      'build.registryUnreachable',
      t(
        '{0} could not reach the package registry. Check the network and the proxy, then try again: what was built before is kept.',
        tool,
      ),
      location,
    ),
  registryRefused: (tool: string, location: FileLocation) =>
    failureAt(
      'build.registryRefused',
      t(
        'The package registry refused {0}’s log-in. Log in to it, or correct what you have set for it.',
        tool,
      ),
      location,
    ),
  packageNotFound: (name: string, location: FileLocation) =>
    failureAt(
      'build.packageNotFound',
      t('The package registry has no {0}. Correct the name or the version in {1}.', name, location.file),
      location,
    ),
  /** @param command what brings the lock file up to date */
  lockOutOfDate: (lock: FileLocation, command: string) =>
    failureAt(
      'build.lockOutOfDate',
      t('{0} does not fit the project any more, or cannot be read. Run {1} there.', lock.file, command),
      lock,
    ),
  diskFull: (location: FileLocation) =>
    failureAt('build.diskFull', t('The disk is full. Make room, then try again.'), location),
  /** A tool in the container found or compiled none, or a script in there failed. */
  notMadeInContainer: (name: string, image: string, tool: string, location: FileLocation) =>
    failureAt(
      'build.notMadeInContainer',
      t(
        '{0} could not be had or compiled in {1}: the log has the output of {2}. Name an image with what it needs in "local.image", or take another version.',
        name,
        image,
        tool,
      ),
      location,
    ),
  notInImage: (tool: string, image: string, location: FileLocation) =>
    failureAt(
      'build.notInImage',
      t(
        '"build.inContainer" needs {0} in {1}, which has none. Name another image in "local.image".',
        tool,
        image,
      ),
      location,
    ),
  containerFailed: (image: string, lastWords: string, location: FileLocation) =>
    failureAt(
      'build.containerFailed',
      t('The container of {0} that "build.inContainer" needs could not run: {1}', image, lastWords),
      location,
    ),
  /** @param lastWords what the tool said at the end, without credentials */
  toolFailed: (tool: string, code: number | null, lastWords: string, location: FileLocation) =>
    failureAt(
      'build.toolFailed',
      lastWords === ''
        ? t('{0} ended with {1}. Its output is in the log.', tool, code ?? t('a signal'))
        : t('{0} ended with {1}: {2}', tool, code ?? t('a signal'), lastWords),
      location,
    ),
};
