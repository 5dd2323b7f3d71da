import {
  chmodSync,
  constants,
  copyFileSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { archiveMode } from '../../core/archive/archiveMode.ts';
import { systemCode } from '../archive/fileSystemTrouble.ts';
import { temporaryName } from '../archive/temporaryName.ts';
import type { WalkedFile } from '../archive/walkedFiles.ts';
import { fileHead, hasSameContent } from './fileContent.ts';
import { MirrorIndex, stampOf } from './mirrorIndex.ts';
import type { CopiedFile } from './mirrorIndex.ts';
import { copyTrouble } from './copyTrouble.ts';

export interface CopyHooks {
  /** Called before each file; may throw to stop. */
  readonly checkStop: () => void;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * A folder of the product's storage with a copy of a function's code. It is kept in step file by file, so that what has it
 * mounted sees each change, and sees each file whole. Of what is there already only its facts are compared; contents where
 * these prove nothing.
 */
export class CodeMirror {
  /** Absolute path of the copy. */
  readonly folder: string;
  readonly #place: string;
  readonly #index: MirrorIndex;
  /** Known to be there, relative to the copy. */
  readonly #folders = new Set<string>(['.']);
  #inode: number | undefined;
  #hasChanged = false;
  #hasMoved = false;

  /** @param place absolute path of a folder for this alone */
  constructor(place: string) {
    this.#place = place;
    this.folder = join(place, 'task');
    this.#index = new MirrorIndex(`${place}/index.json`, this.folder);
  }

  /** False when somebody has removed the copy since. */
  get isThere(): boolean {
    return lstatSync(this.folder, { throwIfNoEntry: false })?.ino === this.#inode;
  }

  /** Whether a file was other than before since this was last asked, and whether it was another set of files. */
  takeChanges(): { readonly hasChanged: boolean; readonly hasMoved: boolean } {
    const taken = { hasChanged: this.#hasChanged, hasMoved: this.#hasMoved };
    this.#hasChanged = false;
    this.#hasMoved = false;
    return taken;
  }

  /**
   * Makes the copy hold exactly these files. What was copied before it is stopped stays and is not copied again.
   *
   * @throws ScanStop; ArchiveStop `changed` for a file that went meanwhile
   */
  sync(files: readonly WalkedFile[], hooks: CopyHooks): void {
    if (this.#inode === undefined || !this.isThere) this.#open();
    const wanted = new Set<string>();
    for (const { path } of files) wanted.add(path);
    const gone = this.#index.paths().filter((path) => !wanted.has(path));
    for (const path of gone) this.#remove(path);
    const stale = files.filter((file) => !this.#isCurrent(file));
    let done = 0;
    try {
      for (const file of stale) {
        hooks.checkStop();
        this.#bring(file);
        hooks.onProgress(++done, stale.length);
      }
    } finally {
      this.#index.save(done + gone.length);
    }
  }

  #open(): void {
    this.#folders.clear();
    this.#folders.add('.');
    copying(this.folder, undefined, () => {
      mkdirSync(this.#place, { recursive: true, mode: 0o700 });
      makeFolder(this.folder);
      this.#index.adopt();
    });
    this.#inode = lstatSync(this.folder).ino;
    this.#hasMoved = true;
  }

  #isCurrent({ path, source, mode, link, fingerprint }: WalkedFile): boolean {
    const copy = this.#index.get(path);
    return (
      copy !== undefined &&
      fingerprint !== undefined &&
      copy.fingerprint === fingerprint &&
      copy.source === source &&
      copy.mode === mode &&
      copy.link === link
    );
  }

  #bring(file: WalkedFile): void {
    const { path, source, link, mode, fingerprint } = file;
    const copy = this.#index.get(path);
    if (copy?.source !== source) this.#hasMoved = true;
    if (copy !== undefined && copy.mode === mode && this.#hasSameContent(file, copy)) {
      this.#index.set(path, { ...copy, source, fingerprint });
      return;
    }
    const target = join(this.folder, path);
    // Outside of what a container sees.
    const written = temporaryName(join(this.#place, 'copy'));
    this.#hasChanged = true;
    this.#index.delete(path);
    copying(path, source, () => {
      this.#makeFolders(dirname(path));
      try {
        if (link === undefined) writeCopy(file, written);
        else symlinkSync(link, written);
        renameSync(written, target);
      } catch (error) {
        rmSync(written, { force: true });
        throw error;
      }
    });
    this.#index.set(path, { source, fingerprint, mode, link, stamp: stampOf(target) });
  }

  #hasSameContent({ path, source, size, link }: WalkedFile, copy: CopiedFile): boolean {
    if (link !== undefined || copy.link !== undefined) return link === copy.link;
    return hasSameContent(source, join(this.folder, path), size);
  }

  #makeFolders(path: string): void {
    if (this.#folders.has(path)) return;
    this.#makeFolders(dirname(path));
    makeFolder(join(this.folder, path));
    this.#folders.add(path);
  }

  #remove(path: string): void {
    this.#hasChanged = true;
    this.#hasMoved = true;
    this.#index.delete(path);
    copying(path, undefined, () => rmSync(join(this.folder, path), { recursive: true, force: true }));
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
      try {
        rmdirSync(join(this.folder, folder));
        this.#folders.delete(folder);
      } catch {
        return; // holds something else
      }
    }
  }
}

function writeCopy({ path, source, mode }: WalkedFile, target: string): void {
  copyFileSync(source, target, constants.COPYFILE_FICLONE);
  // As Lambda unpacks it, whatever the machine's own bits.
  const wanted = archiveMode(process.platform, path, mode, fileHead(target));
  if ((mode & 0o777) !== wanted) chmodSync(target, wanted);
}

/** Whatever the umask: the user that a container runs as may be another one. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
    chmodSync(folder, 0o755);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
}

function copying(path: string, source: string | undefined, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw copyTrouble(path, source, error);
  }
}
