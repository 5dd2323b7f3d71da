import { lstatSync, readFileSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryName } from '../archive/temporaryName.ts';

/** Changed files from which on the index is written at once: to copy them again would be felt. */
const worthKeeping = 50;
/** Milliseconds without a change after which it is written else. */
const quietTime = 1_000;

export interface CopiedFile {
  /** Absolute path of what was copied. */
  readonly source: string;
  /** Of the source; undefined when it cannot be trusted. */
  readonly fingerprint: string | undefined;
  /** `st_mode` of the source. */
  readonly mode: number;
  /** Where a link leads that is a link in the copy too. */
  readonly link: string | undefined;
  /** What the copy looked like when it was made: see `stampOf`. */
  readonly stamp: string;
}

/** Equal as long as nobody else has touched the copy. */
export function stampOf(file: string): string {
  const { size, mtimeMs, ino } = lstatSync(file);
  return `${size}:${mtimeMs}:${ino}`;
}

/**
 * What a copy of code was made from, by its path. It is kept beside the copy, so that a new window need not copy again; what
 * it says is believed of files that still look as they did when they were copied.
 */
export class MirrorIndex {
  readonly #file: string;
  readonly #folder: string;
  #copies = new Map<string, CopiedFile>();
  #later: NodeJS.Timeout | undefined;

  /**
   * @param file absolute path of the index
   * @param folder absolute path of the copy
   */
  constructor(file: string, folder: string) {
    this.#file = file;
    this.#folder = folder;
  }

  get(path: string): CopiedFile | undefined {
    return this.#copies.get(path);
  }

  set(path: string, copy: CopiedFile): void {
    this.#copies.set(path, copy);
  }

  delete(path: string): void {
    this.#copies.delete(path);
  }

  paths(): string[] {
    return [...this.#copies.keys()];
  }

  /** Takes over what is there, and removes what it knows nothing of. */
  adopt(): void {
    const known = read(this.#file);
    this.#copies = new Map();
    this.#adopt('', known);
  }

  /** @param changes how many files were changed */
  save(changes: number): void {
    if (changes === 0) return;
    clearTimeout(this.#later);
    if (changes >= worthKeeping) this.#write();
    else this.#later = setTimeout(() => this.#write(), quietTime).unref();
  }

  /** How many files and folders stay in this one. */
  #adopt(path: string, known: ReadonlyMap<string, CopiedFile>): number {
    let kept = 0;
    for (const entry of readdirSync(join(this.#folder, path), { withFileTypes: true })) {
      const child = path === '' ? entry.name : `${path}/${entry.name}`;
      const place = join(this.#folder, child);
      if (entry.isDirectory()) {
        if (this.#adopt(child, known) > 0) kept++;
        else rmdirSync(place);
        continue;
      }
      const copy = known.get(child);
      if (copy?.stamp === stampOf(place)) {
        this.#copies.set(child, copy);
        kept++;
      } else rmSync(place, { force: true });
    }
    return kept;
  }

  /** Best effort: without it a new window copies again. */
  #write(): void {
    const temporary = temporaryName(this.#file);
    try {
      writeFileSync(temporary, JSON.stringify(Object.fromEntries(this.#copies)), { mode: 0o600 });
      renameSync(temporary, this.#file);
    } catch {
      rmSync(temporary, { force: true });
    }
  }
}

function read(file: string): ReadonlyMap<string, CopiedFile> {
  try {
    const index: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return new Map(Object.entries(index ?? {}).filter(isEntry));
  } catch {
    return new Map();
  }
}

const isEntry = (entry: [string, unknown]): entry is [string, CopiedFile] => {
  const [, copy] = entry;
  if (typeof copy !== 'object' || copy === null) return false;
  return 'source' in copy && typeof copy.source === 'string' && 'stamp' in copy;
};
