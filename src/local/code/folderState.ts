import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { dirname, isAbsolute, sep } from 'node:path';
import { isVirtualEnvironment } from '../../core/archive/defaultExcludes.ts';
import type { CodeRequest } from '../../workflows/portsForContainers.ts';
import { mergeLayers } from './mergeLayers.ts';
import { notCode } from './notCode.ts';
import type { ScanResult, ScanTrouble, ScannedLink } from './scanMessages.ts';

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

interface Place {
  /** Relative to the code folder; undefined where it is no part of it. */
  readonly path: string | undefined;
  /** Real path of the link's target that this lies in; undefined in the code folder itself. */
  readonly mounted: string | undefined;
  /** True where links out of the workspace folder do not matter. */
  readonly lenient: boolean;
}

class ScanStop extends Error {
  readonly trouble: ScanTrouble;
  constructor(trouble: ScanTrouble) {
    super(trouble.kind);
    this.trouble = trouble;
  }
}

/**
 * What was seen of a code folder, and whether it is still so. Every file is looked at each time: size, both times to
 * 0.3 µs and inode, so that a change of any file is noticed right after it was made, without trusting notifications.
 * Synchronous, as on a thread of its own that is several times faster than asking through the pool.
 */
export class FolderState {
  readonly #request: CodeRequest;
  #revision = 0;
  #known = new Map<string, Entry>();
  #next = new Map<string, Entry>();
  #changes = 0;
  #links: ScannedLink[] = [];
  #visited = new Set<string>();
  #holders = new Set<string>();
  #workspace = '';
  #root = '';
  #started = 0;

  constructor(request: CodeRequest) {
    this.#request = request;
  }

  /** How many files were seen in the last look. */
  get files(): number {
    return this.#known.size;
  }

  /** Real paths of the folders that were seen in the last look. */
  get folders(): ReadonlySet<string> {
    return new Set([...this.#visited, ...this.#holders]);
  }

  /** @param allowed real paths outside of the workspace folder that may be looked at */
  scan(allowed: readonly string[]): ScanResult {
    this.#next = new Map();
    this.#changes = 0;
    this.#links = [];
    this.#visited = new Set();
    this.#holders = new Set();
    this.#started = Date.now();
    try {
      this.#root = realFolder(this.#request.folder);
      this.#workspace = realFolder(this.#request.workspaceFolder);
      const { layers, mounts } = this.#request;
      const targets = [...layers, ...mounts].map((folder) => realPath(folder, folder));
      // By where they really are, and before they are read: a link that came with the workspace may lead anywhere.
      for (const target of [this.#root, ...targets]) {
        const isFine = isWithin(this.#workspace, target) || allowed.includes(target);
        if (!isFine) throw new ScanStop({ kind: 'notAllowed', folder: target });
      }
      this.#visit(this.#root, { path: '', mounted: undefined, lenient: false });
      for (const target of targets) {
        this.#visitTarget(target, { path: undefined, mounted: undefined, lenient: true });
      }
    } catch (error) {
      if (error instanceof ScanStop) return { kind: 'trouble', trouble: error.trouble };
      throw error;
    }
    if (this.#changes > 0 || this.#next.size !== this.#known.size) this.#revision++;
    this.#known = this.#next;
    return {
      kind: 'scanned',
      revision: this.#revision,
      links: this.#links,
      layers: mergeLayers(this.#request.layers),
    };
  }

  #visit(folder: string, place: Place): void {
    if (this.#visited.has(folder)) return;
    this.#visited.add(folder);
    const entries = reading(folder, () => readdirSync(folder, { withFileTypes: true }));
    // Its links lead to the interpreter of this machine, which the function does not use.
    const lenient = place.lenient || isVirtualEnvironment(new Set(entries.map(({ name }) => name)));
    for (const entry of entries) {
      const { name } = entry;
      if (notCode.has(name)) continue;
      const source = folder + sep + name;
      const path = place.path === undefined ? undefined : place.path === '' ? name : `${place.path}/${name}`;
      if (entry.isDirectory()) this.#visit(source, { ...place, path, lenient });
      else if (entry.isSymbolicLink()) this.#follow(source, { ...place, path, lenient });
      else this.#note(source);
    }
  }

  #follow(source: string, place: Place): void {
    const { path, mounted, lenient } = place;
    const leadsTo = reading(source, () => readlinkSync(source));
    this.#compare(source, { size: 0, mtimeMs: 0, ctimeMs: 0, ino: 0, content: leadsTo });
    let target: string;
    try {
      target = realpathSync.native(source);
    } catch {
      return; // leads nowhere, here as in the container
    }
    if (isWithin(this.#root, target)) return;
    if (!isWithin(this.#workspace, target)) {
      if (lenient) return;
      throw new ScanStop({ kind: 'outside', path: path ?? source, target });
    }
    // Inside of a folder that is mounted as a whole, a relative link works by itself.
    const worksThere = !isAbsolute(leadsTo) && mounted !== undefined && isWithin(mounted, target);
    if (path !== undefined && !worksThere) this.#links.push({ path, target });
    this.#visitTarget(target, { ...place, mounted: worksThere ? mounted : target });
  }

  #visitTarget(target: string, place: Place): void {
    const stats = reading(target, () => lstatSync(target));
    if (stats.isDirectory()) this.#visit(target, place);
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

function realFolder(folder: string): string {
  const path = realPath(folder, folder);
  if (!lstatSync(path).isDirectory()) throw new ScanStop({ kind: 'missing', folder });
  return path;
}

function realPath(path: string, folder: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    throw new ScanStop({ kind: 'missing', folder });
  }
}

const isWithin = (folder: string, path: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
    throw new ScanStop({ kind: 'unreadable', path, code });
  }
}
