import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describeRule } from '../../core/archive/leftOut.ts';
import { archiveFailures } from '../../core/failures/archiveFailures.ts';
import { Failure } from '../../core/failures/failure.ts';
import type { ArchivedFile, Archiver, ArchiveRequest, BuiltArchive } from '../../workflows/ports.ts';
import type { BuildResult, PackedFiles } from './archiveMessages.ts';
import { nameHash } from '../nameHash.ts';
import { ArchiveThread } from './archiveThread.ts';
import { machineOfNumber } from './machineNumber.ts';
import { createStopFlag, raiseStopFlag } from './stopSignal.ts';

export interface ArchiverOptions {
  /** Absolute path of a folder for the zips that are kept between runs; it is created when needed. */
  readonly storageFolder: string;
  /** The bundle of archiveWorker.ts: an absolute path or a file URL. */
  readonly workerFile: string | URL;
  /** After this many milliseconds without work the threads end. Default: 30,000. */
  readonly idleMilliseconds?: number;
}

type BuildOptions = Parameters<Archiver['build']>[1];

/**
 * Builds archives on threads of its own, one build after the other. Without `request.output` the zip is meant for
 * direct upload and Lambda's limit for that is checked.
 */
export function createArchiver(options: ArchiverOptions): Archiver & { dispose(): Promise<void> } {
  const { workerFile, storageFolder, idleMilliseconds = 30_000 } = options;
  const thread = new ArchiveThread(
    typeof workerFile === 'string' ? pathToFileURL(workerFile) : workerFile,
    idleMilliseconds,
  );
  thread.start();
  const disposed = new AbortController();
  let last: Promise<unknown> = Promise.resolve();

  async function build(request: ArchiveRequest, { signal, onProgress }: BuildOptions): Promise<BuiltArchive> {
    const file = join(storageFolder, `${storageName(request)}.zip`);
    const cancel = createStopFlag();
    const onAbort = () => raiseStopFlag(cancel);
    // Two listeners, not AbortSignal.any: that costs more than all else here.
    const signals = [signal, disposed.signal];
    const aborted = () => signals.some((one) => one.aborted);
    for (const one of signals) one.addEventListener('abort', onAbort);
    try {
      if (aborted()) throw cancellation();
      const end = await thread.run({ request, file, cancel }, (done, total) => {
        if (!aborted()) onProgress?.(done, total);
      });
      if (end.kind === 'cancelled') throw cancellation();
      if (end.kind === 'trouble') throw archiveFailures.fromTrouble(end.trouble, request.root);
      if (end.kind === 'error') throw archiveFailures.threadFailed(request.root, new Error(end.message));
      return builtArchive(request.output ?? file, end);
    } catch (error) {
      if (aborted()) throw cancellation();
      throw error instanceof Failure ? error : archiveFailures.threadFailed(request.root, error);
    } finally {
      for (const one of signals) one.removeEventListener('abort', onAbort);
    }
  }

  return {
    build(request, buildOptions) {
      let started = false;
      const result = last.then(() => {
        started = true;
        return build(request, buildOptions);
      });
      last = result.catch(() => undefined);
      return new Promise((fulfil, reject) => {
        // A running build ends as soon as it has cleaned up; one that waits for its turn has nothing to clean up.
        const onAbort = () => {
          if (!started) reject(cancellation());
        };
        buildOptions.signal.addEventListener('abort', onAbort);
        void result
          .then(fulfil, reject)
          .finally(() => buildOptions.signal.removeEventListener('abort', onAbort));
      });
    },
    async dispose() {
      disposed.abort();
      await last;
      await thread.end();
    },
  };
}

/**
 * One kept zip for each root and set of rules: two functions of one folder must not overwrite each other's. What was built
 * is told apart by how it was made, not by where it lies: after a build that changed little, most of the zip is the same.
 */
function storageName({
  root,
  workspaceFolder,
  exclude,
  known,
  symlinks,
  include,
  built,
}: ArchiveRequest): string {
  const made = built && [built.parts.map(({ to }) => to), built.replaces, built.localOnly, built.notes];
  const rules = [exclude, known, symlinks ?? 'follow', include ?? [], made ?? []];
  const identity = JSON.stringify([resolve(root), resolve(workspaceFolder), ...rules]);
  return nameHash(identity);
}

function builtArchive(
  file: string,
  { sha256, size, unzippedSize, reused, ...end }: BuildResult,
): BuiltArchive {
  return {
    file,
    sha256,
    size,
    unzippedSize,
    files: unpack(end.files),
    leftOut: end.leftOut.map(({ path, rule }) => ({ path, rule: describeRule(rule) })),
    reused,
  };
}

function unpack({ paths, numbers }: PackedFiles): ArchivedFile[] {
  return paths.map((path, index) => {
    const row = numbers.subarray(index * 4, index * 4 + 4);
    const [size = 0, compressedSize = 0, mode = 0, number = 0] = row;
    const machine = machineOfNumber(number);
    return machine === undefined
      ? { path, size, compressedSize, mode }
      : { path, size, compressedSize, mode, machine };
  });
}

const cancellation = () => new DOMException('Packaging was cancelled.', 'AbortError');
