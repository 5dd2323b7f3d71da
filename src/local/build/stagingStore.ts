import { mkdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryName } from '../archive/temporaryName.ts';
import { nameHash } from '../nameHash.ts';
import { pruneFolders } from './pruneFolders.ts';

/** Staged folders that are kept, whatever their age. */
const keptFolders = 20;

/**
 * Folders of the product's storage that hold what builds have made, each under the hash of what it was made from. One is there
 * whole or not at all, so whatever becomes of a build, what was made before stays.
 */
export class StagingStore {
  readonly #folder: string;
  readonly #mark: string;

  /**
   * @param folder absolute path of a folder for this alone: what is old in there is removed
   * @param mark sets apart what is made from the same: another one finds nothing of it
   */
  constructor(folder: string, mark = '') {
    this.#folder = folder;
    this.#mark = mark;
  }

  marked(mark: string): StagingStore {
    return new StagingStore(this.#folder, mark);
  }

  /** Absolute path of what was made from `recipe`; undefined when it was not, or is gone. */
  async find(recipe: readonly string[]): Promise<string | undefined> {
    const folder = this.#path(recipe);
    const isThere = await stat(folder).catch(() => undefined);
    if (isThere === undefined) return undefined;
    const now = new Date();
    // What was used last goes last.
    await utimes(folder, now, now).catch(() => undefined);
    return folder;
  }

  /**
   * Absolute path of what `make` makes in the empty folder that it is given. Another window may have made the same meanwhile:
   * then that is taken.
   */
  async make(recipe: readonly string[], make: (folder: string) => Promise<void>): Promise<string> {
    const folder = this.#path(recipe);
    const temporary = temporaryName(folder);
    await mkdir(temporary, { recursive: true, mode: 0o700 });
    try {
      await make(temporary);
      await rename(temporary, folder).catch(async (error: unknown) => {
        if ((await this.find(recipe)) === undefined) throw error;
      });
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
    await pruneFolders(this.#folder, keptFolders);
    return folder;
  }

  #path(recipe: readonly string[]): string {
    const made = JSON.stringify(this.#mark === '' ? recipe : [...recipe, this.#mark]);
    return join(this.#folder, nameHash(made));
  }
}
