import { fileLimit } from '../../core/archive/archiveLimits.ts';
import { compareByteOrder } from '../../core/archive/archiveOrder.ts';
import { ArchiveStop } from '../../core/archive/archiveTrouble.ts';
import type { LeaveOutRule, LeftOutEntry } from '../../core/archive/leftOut.ts';
import { linkTarget } from '../../core/archive/linkTarget.ts';
import type { CompressFile } from './archiveMessages.ts';

/** A file that goes into the archive. */
export interface WalkedFile extends CompressFile {
  /** See `fileFingerprint`; undefined when it cannot be trusted in the next run. */
  readonly fingerprint: string | undefined;
}

export interface WalkResult {
  /** In the archive's order. */
  readonly files: readonly WalkedFile[];
  readonly leftOut: readonly LeftOutEntry[];
  /** Real, absolute paths of all folders that files were found in, for whoever wants to hear of changes. */
  readonly folders: readonly string[];
}

/** Gathers what is found in several places: who comes first with a path has it. */
export class WalkedFiles {
  readonly #afterFile: (file: WalkedFile) => void;
  readonly #files: WalkedFile[] = [];
  readonly #leftOut: LeftOutEntry[] = [];
  readonly #folders = new Set<string>();
  /** What has a place in the archive so far; undefined while there is one source only, whose paths differ by themselves. */
  #taken: { readonly files: Set<string>; readonly folders: Set<string> } | undefined;

  constructor(afterFile: (file: WalkedFile) => void) {
    this.#afterFile = afterFile;
  }

  /** To be called before what is added comes from another place. */
  nextSource(): void {
    if (this.#taken !== undefined) return;
    const taken = { files: new Set<string>(), folders: new Set<string>() };
    for (const { path } of this.#files) {
      taken.files.add(path);
      addFolders(path, taken.folders);
    }
    this.#taken = taken;
  }

  addFolder(realPath: string): void {
    this.#folders.add(realPath);
  }

  leaveOut(path: string, rule: LeaveOutRule): void {
    this.#leftOut.push({ path, rule });
  }

  add(file: WalkedFile): void {
    if (this.#taken !== undefined && !take(file.path, this.#taken)) {
      this.leaveOut(file.path, { source: 'hidden' });
      return;
    }
    this.#files.push(file);
    // Links can multiply a tree without end, so the walk itself has to be bounded.
    if (this.#files.length > fileLimit) throw new ArchiveStop({ kind: 'tooManyFiles', limit: fileLimit });
    this.#afterFile(file);
  }

  result(): WalkResult {
    const { files, leftOut } = this.#withoutDeadLinks();
    if (this.#taken !== undefined) {
      files.sort(byPath);
      leftOut.sort(byPath);
    }
    return { files, leftOut, folders: [...this.#folders] };
  }

  /** A link that is kept would lead nowhere where its target is left out. */
  #withoutDeadLinks() {
    const links = new Set(this.#files.filter(({ link }) => link !== undefined).map(({ path }) => path));
    const leftOut = this.#leftOut;
    if (links.size === 0) return { files: this.#files, leftOut };
    this.nextSource();
    const leads = ({ path, link }: WalkedFile): boolean => {
      const target = link === undefined ? '' : linkTarget(path, link);
      if (target === undefined) return false;
      const isThere = this.#taken?.files.has(target) === true || this.#taken?.folders.has(target) === true;
      return target === '' || isThere || foldersOf(target).some((folder) => links.has(folder));
    };
    const dead = this.#files.filter((file) => !leads(file));
    leftOut.push(...dead.map(({ path }) => ({ path, rule: { source: 'linkTarget' } as const })));
    return { files: this.#files.filter(leads), leftOut };
  }
}

const byPath = (a: { readonly path: string }, b: { readonly path: string }) =>
  compareByteOrder(a.path, b.path);

/** Folders that a path lies in, innermost first. */
function foldersOf(path: string): string[] {
  const folders: string[] = [];
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1))
    folders.push(path.slice(0, slash));
  return folders;
}

/** Folders that are known already have their own folders known. */
function addFolders(path: string, known: Set<string>): void {
  for (const folder of foldersOf(path)) {
    if (known.has(folder)) return;
    known.add(folder);
  }
}

/** False when the path, or a part of it, is something else already: unpacked, one would be in the way of the other. */
function take(
  path: string,
  { files, folders }: { readonly files: Set<string>; readonly folders: Set<string> },
): boolean {
  if (files.has(path) || folders.has(path)) return false;
  for (const folder of foldersOf(path)) {
    if (folders.has(folder)) break;
    if (files.has(folder)) return false;
  }
  files.add(path);
  addFolders(path, folders);
  return true;
}
