import { t } from '@vscode/l10n';
import type { ArchiveTrouble, SizedFile } from '../archive/archiveTrouble.ts';
import type { ForeignCode } from '../archive/foreignCode.ts';
import type { Machine } from '../archive/machineCode.ts';
import type { Architecture } from '../manifest/functionManifest.ts';
import { Failure } from './failure.ts';
import type { FileLocation } from './failure.ts';

/** What stops packaging: one factory for each kind of trouble, plus the two that only the asking thread sees. */
export const archiveFailures = {
  /** @param root absolute path of the folder that was to become the archive */
  fromTrouble: (trouble: ArchiveTrouble, root: string): Failure => fromTrouble(trouble, root),
  /** @param location of the manifest, where there is one */
  foreignCode: (
    functionName: string,
    architecture: Architecture,
    found: readonly ForeignCode[],
    location?: FileLocation,
  ) =>
    new Failure(
      'archive.foreignCode',
      t(
        '{0} runs on Linux on {1} and cannot run {2}. {3}',
        functionName,
        architecture,
        foreignFiles(found),
        foreignAdvice(found),
      ),
      { location },
    ),
  threadFailed: (root: string, cause: unknown) =>
    new Failure(
      'archive.threadFailed',
      t('Packaging {0} stopped unexpectedly. Package it again; the log has the details.', root),
      { cause },
    ),
};

function fromTrouble(trouble: ArchiveTrouble, root: string): Failure {
  const code = `archive.${trouble.kind}` as const;
  switch (trouble.kind) {
    case 'rootMissing':
      return new Failure(
        code,
        t('The folder to package, {0}, does not exist. Correct package.root in the manifest.', root),
      );
    case 'rootOutside':
      return new Failure(
        code,
        t(
          'The folder to package, {0}, leads to {1}, outside of the workspace folder. Let package.root name a folder inside.',
          root,
          trouble.target,
        ),
      );
    case 'empty':
      return new Failure(
        code,
        t(
          'There is nothing to package in {0}: it holds no file, or all are left out by package.exclude, .lambdaignore or the default rules.',
          root,
        ),
      );
    case 'danglingLink':
      return new Failure(
        code,
        t(
          'The link {0} points to {1}, which does not exist. {2}',
          trouble.path,
          trouble.target,
          linkAdvice(),
        ),
        at(root, trouble),
      );
    case 'outsideLink':
      return new Failure(
        code,
        t(
          'The link {0} points to {1}, outside of the workspace folder. {2}',
          trouble.path,
          trouble.target,
          linkAdvice(),
        ),
        at(root, trouble),
      );
    case 'linkCycle':
      return new Failure(
        code,
        t(
          'The link {0} leads to {1}, a folder that contains it, so packaging would never end. {2}',
          trouble.path,
          trouble.target,
          linkAdvice(),
        ),
        at(root, trouble),
      );
    case 'badName':
      return new Failure(
        code,
        t('The name of {0} is not valid UTF-8, so it cannot be stored. Rename or exclude it.', trouble.path),
        at(root, trouble),
      );
    case 'changed':
      return new Failure(
        code,
        t('{0} changed or vanished while it was being packaged. Package again.', trouble.path),
        at(root, trouble),
      );
    case 'unreadable':
      return new Failure(
        code,
        t(
          '{0} could not be read ({1}). Allow reading it or leave it out with package.exclude.',
          trouble.path,
          trouble.code,
        ),
        at(root, trouble),
      );
    case 'leadingOut':
      return new Failure(
        code,
        t(
          'The link {0} points to {1}. With package.symlinks "keep" a link has to be relative and stay inside the archive. Correct it, leave it out with package.exclude, or follow links.',
          trouble.path,
          trouble.target,
        ),
        at(root, trouble),
      );
    case 'includeMissing':
      return new Failure(
        code,
        t(
          '{0} does not exist, and package.include takes it into the archive as {1}. Correct its "from" in the manifest.',
          trouble.file,
          trouble.path,
        ),
      );
    case 'includeOutside':
      return new Failure(
        code,
        t(
          '{0}, which package.include takes into the archive as {1}, leads to {2}, outside of the workspace folder. Let "from" name a file or folder inside.',
          trouble.file,
          trouble.path,
          trouble.target,
        ),
      );
    case 'builtMissing':
      return new Failure(
        code,
        t(
          'What was built for {0} is not there any more: {1}. Try again to build it.',
          trouble.path,
          trouble.file,
        ),
      );
    case 'notWritable':
      return new Failure(
        code,
        t(
          'The archive {0} could not be written ({1}). Check that its folder exists, is writable and has space.',
          trouble.file,
          trouble.code,
        ),
        { location: { file: trouble.file } },
      );
    case 'tooManyFiles':
      return new Failure(
        code,
        t(
          '{0} holds more than {1} files, which is more than a zip for Lambda can list. Leave some out with package.exclude or .lambdaignore.',
          root,
          count(trouble.limit),
        ),
      );
    case 'unzippedTooLarge':
      return new Failure(
        code,
        t(
          'The files of {0} have {1} bytes, and Lambda takes {2} unzipped. Leave some out with package.exclude or .lambdaignore, or move them to a container image. Largest: {3}',
          root,
          count(trouble.size),
          count(trouble.limit),
          sizes(trouble.largest),
        ),
      );
    case 'zipTooLarge':
      return new Failure(
        code,
        t(
          'The zip of {0} has {1} bytes, and Lambda takes {2} by direct upload. Name an S3 bucket in package.bucket, leave files out with package.exclude or .lambdaignore, or move them to a layer. Largest, compressed: {3}',
          root,
          count(trouble.size),
          count(trouble.limit),
          sizes(trouble.largest),
        ),
      );
  }
}

const linkAdvice = () => t('Correct the link, or leave it out with package.exclude or .lambdaignore.');

const at = (root: string, { path, file }: { readonly path: string; readonly file?: string }) => ({
  location: { file: file ?? `${root}/${path}` },
});

const longestList = 5;

function foreignFiles(found: readonly ForeignCode[]): string {
  const shown = found
    .slice(0, longestList)
    .map((file) =>
      file.package === undefined
        ? t('{0}, {1}', file.path, describeMachine(file.machine))
        : t('{0} of {1}, {2}', file.path, file.package, describeMachine(file.machine)),
    );
  const more = found.length - shown.length;
  return [...shown, ...(more > 0 ? [t('and {0} more', more)] : [])].join('; ');
}

/** What kind of machine code a file holds, as a person reads it. */
function describeMachine(machine: Machine): string {
  switch (machine) {
    case 'macos':
      return t('a Mach-O file for macOS');
    case 'windows':
      return t('a PE file for Windows');
    case 'otherLinux':
      return t('an ELF file for a processor that Lambda does not have');
    case 'x86_64':
    case 'arm64':
      return t('an ELF file for {0}', machine);
  }
}

/** A file of a package is installed by the build; one of the function's own has to be made by its person. */
function foreignAdvice(found: readonly ForeignCode[]): string {
  const isLinux = found.some(({ machine }) => machine === 'x86_64' || machine === 'arm64');
  if (found.some((file) => file.package !== undefined)) {
    return isLinux
      ? t(
          'Let "build" in the manifest install what it needs for Lambda, set "architecture" to match, or leave out with package.exclude what it does not need.',
        )
      : t(
          'Let "build" in the manifest install what it needs for Lambda, or leave out with package.exclude what it does not need.',
        );
  }
  return isLinux
    ? t(
        'Build for the function, set "architecture" to match, or leave out with package.exclude what it does not need.',
      )
    : t('Build for Linux, or leave out with package.exclude what it does not need.');
}

/** 52428800 → "52,428,800", as AWS writes its quotas. */
const count = (value: number) => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

const sizes = (files: readonly SizedFile[]) =>
  files.map(({ path, size }) => `${path} (${count(size)})`).join(', ');
