import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { dirname, sep } from 'node:path';
import { notCode } from './notCode.ts';
import { ScanStop } from './scanMessages.ts';

/** Milliseconds: file times advance with the kernel's tick, or with whole seconds on some file systems. */
const kernelTick = 20;
const coarseTick = 2_000;

interface Entry {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly ino: number;
  /** Of the content, while a change right after the last look could carry the same times; of a link: where it leads. */
  readonly content: string | undefined;
}

/**
 * What was seen of layers and mounts, and whether it is still so. Every file is looked at each time: size, both times to
 * 0.3 µs and inode, so that a change of any file is noticed right after it was made, without trusting notifications.
 * Synchronous, as on a thread of its own that is several times faster than asking through the pool.
 */
export class FolderState {
  #known = new Map<string, Entry>();
  #next = new Map<string, Entry>();
  #changes = 0;
  #visited = new Set<string>();
  #holders = new Set<string>();
  #started = 0;

  /** How many files were seen in the last look. */
  get files(): number {
    return this.#known.size;
  }

  /** Real paths of the folders that were seen in the last look. */
  get folders(): readonly string[] {
    return [...this.#visited, ...this.#holders];
  }

  /**
   * True when something is not as it was.
   *
   * @param targets real paths
   * @throws ScanStop
   */
  look(targets: readonly string[]): boolean {
    this.#next = new Map();
    this.#changes = 0;
    this.#visited = new Set();
    this.#holders = new Set();
    this.#started = Date.now();
    for (const target of targets) this.#visitTarget(target);
    const hasChanged = this.#changes > 0 || this.#next.size !== this.#known.size;
    this.#known = this.#next;
    return hasChanged;
  }

  #visit(folder: string): void {
    if (this.#visited.has(folder)) return;
    this.#visited.add(folder);
    const entries = reading(folder, () => readdirSync(folder, { withFileTypes: true }));
    for (const entry of entries) {
      const { name } = entry;
      if (notCode.has(name)) continue;
      const source = folder + sep + name;
      if (entry.isDirectory()) this.#visit(source);
      else if (entry.isSymbolicLink()) this.#noteLink(source);
      else this.#note(source);
    }
  }

  /** Links are links in the container too, and those that lead out of what is mounted lead nowhere there. */
  #noteLink(source: string): void {
    const leadsTo = reading(source, () => readlinkSync(source));
    this.#compare(source, { size: 0, mtimeMs: 0, ctimeMs: 0, ino: 0, content: leadsTo });
  }

  #visitTarget(target: string): void {
    const stats = reading(target, () => lstatSync(target));
    if (stats.isDirectory()) this.#visit(target);
    else {
      this.#note(target, stats);
      // Nothing tells of a change of a single file in a folder that is not looked at.
      this.#holders.add(dirname(target));
    }
  }

  #note(file: string, stats: Stats | undefined = lstatSync(file, { throwIfNoEntry: false })): void {
    if (stats === undefined) return; // gone since its folder was read
    const { size, mtimeMs, ctimeMs, ino } = stats;
    const known = this.#known.get(file);
    const isCoarse = mtimeMs % 1000 === 0 && ctimeMs % 1000 === 0;
    const settled = this.#started - (isCoarse ? coarseTick : kernelTick);
    const isYoung = mtimeMs > settled || ctimeMs > settled;
    // Young now, or young when it was looked at last: then equal times prove nothing.
    const content = isYoung || known?.content !== undefined ? hashOf(file) : undefined;
    this.#compare(file, { size, mtimeMs, ctimeMs, ino, content });
    if (!isYoung && content !== undefined) {
      this.#next.set(file, { size, mtimeMs, ctimeMs, ino, content: undefined });
    }
  }

  #compare(file: string, entry: Entry): void {
    this.#next.set(file, entry);
    const known = this.#known.get(file);
    const isSame =
      known !== undefined &&
      known.size === entry.size &&
      known.mtimeMs === entry.mtimeMs &&
      known.ctimeMs === entry.ctimeMs &&
      known.ino === entry.ino &&
      (known.content === undefined || known.content === entry.content);
    if (!isSame) this.#changes++;
  }
}

function hashOf(file: string): string {
  return createHash('sha256')
    .update(reading(file, () => readFileSync(file)))
    .digest('base64');
}

/** Real paths of layers and mounts. @throws ScanStop */
export const realTargets = (folders: readonly string[]): string[] =>
  folders.map((folder) => {
    try {
      return realpathSync.native(folder);
    } catch {
      throw new ScanStop({ kind: 'missing', folder });
    }
  });

function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
    throw new ScanStop({ kind: 'unreadable', path, code });
  }
}
