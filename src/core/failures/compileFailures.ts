import { t } from '@vscode/l10n';
import type { CompilerMessage } from '../build/sourcePlan.ts';
import type { FileLocation } from './failure.ts';
import { Failure } from './failure.ts';

const log = () => ({ kind: 'runCommand', title: t('Show Log'), command: 'lambdaWorkbench.showLog' }) as const;

/** What stops the compilation of a function's own code, or a build of the person's own. */
export const compileFailures = {
  /** @param more errors besides the first one; the log has all of them */
  notCompiled: ({ text }: CompilerMessage, location: FileLocation, more: number) =>
    new Failure(
      'build.notCompiled',
      more === 0
        ? t('{0} cannot be compiled: {1}', location.file, text)
        : t('{0} cannot be compiled: {1} There are {2} more errors in the log.', location.file, text, more),
      { location, actions: more === 0 ? [] : [log()] },
    ),
  compilerFailed: (entry: string, code: number | null) =>
    new Failure(
      'build.compilerFailed',
      t(
        'esbuild ended with code {0} while it compiled {1}. What it wrote is in the log.',
        String(code),
        entry,
      ),
      { location: { file: entry }, actions: [log()] },
    ),
  compilerNotFetched: (cause: unknown) =>
    new Failure(
      'build.compilerNotFetched',
      t(
        'esbuild is not installed in the workspace, and npm could not fetch it. Connect to the network, or run npm install --save-dev esbuild.',
      ),
      { cause, actions: [log()] },
    ),
  entryMissing: (entry: string, manifest: string | undefined) =>
    new Failure('build.entryMissing', t('build.entry names {0}, which does not exist.', entry), {
      location: { file: manifest ?? entry },
    }),
  outputNotNamed: (manifest: string | undefined, folder: string) =>
    new Failure(
      'build.outputNotNamed',
      t('build.output is missing: name the folder that the build writes the code to.'),
      { location: { file: manifest ?? folder } },
    ),
  programMissing: (program: string, cause: unknown) =>
    new Failure(
      'build.programMissing',
      t('{0} cannot be started. Install it, or correct build in the manifest.', program),
      { cause },
    ),
  ownBuildFailed: (program: string, code: number | null) =>
    new Failure(
      'build.ownBuildFailed',
      t('{0} ended with code {1}. What it wrote is in the log.', program, String(code)),
      { actions: [log()] },
    ),
  noOutput: (program: string, output: string) =>
    new Failure(
      'build.noOutput',
      t(
        '{0} ended well and left nothing in {1}. Correct build.output, or what the build writes.',
        program,
        output,
      ),
    ),
};
