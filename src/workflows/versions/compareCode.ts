import { compareFiles, isBinary } from '../../core/versions/codeComparison.ts';
import type { FileChange } from '../../core/versions/codeComparison.ts';
import type { CallOptions } from '../ports.ts';
import type { CodeArchive } from '../portsForCode.ts';

/** A change, and whether its content is for reading: else only its size and checksum say something. */
export interface ShownChange {
  readonly change: FileChange;
  readonly readable: boolean;
}

/** Bytes above which a file is not unpacked to be looked into. */
const largestShown = 10 * 1024 * 1024;
/** Changes above which none is looked into: they are shown one at a time then. */
export const mostTogether = 100;

/** How the code of `after` differs from that of `before`: nothing where all files are equal. */
export async function compareCode(
  before: CodeArchive,
  after: CodeArchive,
  options: CallOptions,
): Promise<ShownChange[]> {
  const changes = compareFiles(before.files, after.files);
  const shown: ShownChange[] = [];
  for (const change of changes) {
    options.signal.throwIfAborted();
    const readable =
      change.kind !== 'mode' &&
      (changes.length > mostTogether || (await isReadable(change, before, after, options)));
    shown.push({ change, readable });
  }
  return shown;
}

async function isReadable(
  change: FileChange,
  before: CodeArchive,
  after: CodeArchive,
  options: CallOptions,
): Promise<boolean> {
  const sides = [
    { archive: before, file: 'before' in change ? change.before : undefined },
    { archive: after, file: 'after' in change ? change.after : undefined },
  ];
  for (const { archive, file } of sides) {
    if (file === undefined) continue;
    if (file.size > largestShown) return false;
    const content = await archive.read(file.path, options);
    if (content === undefined || isBinary(content)) return false;
  }
  return true;
}
