import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { nameHash } from '../nameHash.ts';
import { pruneFolders } from './pruneFolders.ts';

/** Functions whose packages were installed anew at some time and that are remembered, whatever their age. */
const keptMarks = 200;

/** What sets a function's packages apart from those that were made from the same before: see `StagingStore`. */
export class FunctionMark {
  readonly #file: string;

  /**
   * @param folder absolute path of a folder for marks alone
   * @param root absolute path of the function's folder
   */
  constructor(folder: string, root: string) {
    this.#file = join(folder, nameHash(root));
  }

  /** '' where packages were never installed anew. */
  read(): Promise<string> {
    return readFile(this.#file, 'utf8').catch(() => '');
  }

  async write(mark: string): Promise<void> {
    const folder = dirname(this.#file);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(this.#file, mark);
    await pruneFolders(folder, keptMarks);
  }
}
