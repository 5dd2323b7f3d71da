import { lstatSync, readFileSync, readdirSync, realpathSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { fileLimit } from '../../core/archive/archiveLimits.ts';
import { compareByteOrder } from '../../core/archive/archiveOrder.ts';
import { ArchiveStop } from '../../core/archive/archiveTrouble.ts';
import { isVirtualEnvironment } from '../../core/archive/defaultExcludes.ts';
import { isDependencyFolder } from '../../core/archive/dependencyFolder.ts';
import type { LeftOutEntry } from '../../core/archive/leftOut.ts';
import type { ArchiveRequest } from '../../workflows/ports.ts';
import type { CompressFile } from './archiveMessages.ts';
import { fileFingerprint } from './fileFingerprint.ts';
import { reading } from './fileSystemTrouble.ts';
import { installedInRoot } from './installedInRoot.ts';
import { LeaveOutDecision } from './leaveOutDecision.ts';
import { entryKind, LinkResolver } from './linkResolver.ts';
import type { EntryKind } from './linkResolver.ts';

/** A file that goes into the archive. */
export interface WalkedFile extends CompressFile {
  /** See `fileFingerprint`; undefined when it cannot be trusted in the next run. */
  readonly fingerprint: string | undefined;
}

export interface WalkResult {
  /** In the archive's order. */
  readonly files: readonly WalkedFile[];
  readonly leftOut: readonly LeftOutEntry[];
}

interface Folder {
  /** Relative to the root, '' for the root. */
  readonly path: string;
  /** Absolute path through which it was reached. */
  readonly source: string;
  /** Real paths of this folder and of those above it. */
  readonly chain: readonly string[];
  /** The last link on the way to it; a cycle needs one. */
  readonly link: string | undefined;
  readonly isDependency: boolean;
  readonly entries: readonly Dirent[];
}

interface Child {
  readonly name: string;
  readonly path: string;
  readonly source: string;
  readonly realPath: string;
  readonly kind: EntryKind;
  readonly isLink: boolean;
}

/**
 * Lists what the archive of `request.root` holds, and what was left out. Reads folders and file facts, no contents.
 * `afterFile` runs after each file: it may look at what was found so far, or throw to stop the walk.
 */
export function walkTree(request: ArchiveRequest, afterFile: (file: WalkedFile) => void): WalkResult {
  return new TreeWalk(request, afterFile).run();
}

class TreeWalk {
  readonly #root: string;
  readonly #rootRealPath: string;
  readonly #links: LinkResolver;
  readonly #decision: LeaveOutDecision;
  readonly #afterFile: (file: WalkedFile) => void;
  readonly #started = BigInt(Date.now()) * 1_000_000n;
  readonly #files: WalkedFile[] = [];
  readonly #leftOut: LeftOutEntry[] = [];
  #installed: ReadonlySet<string> = new Set();

  constructor(request: ArchiveRequest, afterFile: (file: WalkedFile) => void) {
    this.#root = resolve(request.root);
    this.#rootRealPath = realFolder(this.#root) ?? stop({ kind: 'rootMissing' });
    const workspace = realFolder(resolve(request.workspaceFolder)) ?? this.#rootRealPath;
    this.#links = new LinkResolver(workspace);
    if (!this.#links.allows(this.#rootRealPath)) stop({ kind: 'rootOutside', target: this.#rootRealPath });
    this.#decision = new LeaveOutDecision(request);
    this.#afterFile = afterFile;
  }

  run(): WalkResult {
    const entries = readFolder(this.#root, '.');
    this.#installed = installedInRoot(this.#root, namesOf(entries));
    this.#visit({
      path: '',
      source: this.#root,
      chain: [this.#rootRealPath],
      link: undefined,
      isDependency: false,
      entries,
    });
    return { files: this.#files, leftOut: this.#leftOut };
  }

  #visit(folder: Folder): void {
    const names = new Set(namesOf(folder.entries));
    // Inside a dependency such a file is its author's and not about this archive.
    if (names.has('.lambdaignore') && !folder.isDependency) {
      const file = join(folder.source, '.lambdaignore');
      const text = reading(`${prefix(folder)}.lambdaignore`, () => readFileSync(file, 'utf8'));
      this.#decision.rules.addFile(folder.path, text);
    }
    for (const child of this.#children(folder)) {
      const rule =
        this.#decision.ruleFor(child, names, folder.isDependency) ??
        (child.kind === 'special' ? ({ source: 'special' } as const) : undefined);
      if (rule !== undefined) {
        this.#leftOut.push({ path: child.kind === 'folder' ? `${child.path}/` : child.path, rule });
      } else if (child.kind === 'folder') {
        this.#enter(folder, child);
      } else {
        this.#addFile(child);
      }
    }
  }

  /** Entries in the archive's order: a folder sorts as the prefix of the paths in it, with its slash. */
  #children(folder: Folder): Child[] {
    const children: (readonly [string, Child])[] = [];
    for (const entry of folder.entries) {
      const child = this.#child(folder, entry);
      if (child !== undefined)
        children.push([child.kind === 'folder' ? `${child.name}/` : child.name, child]);
    }
    return children.sort(([a], [b]) => compareByteOrder(a, b)).map(([, child]) => child);
  }

  #child(folder: Folder, entry: Dirent): Child | undefined {
    const { name } = entry;
    const path = prefix(folder) + name;
    const source = folder.source + sep + name;
    if (!entry.isSymbolicLink()) {
      const realPath = (folder.chain.at(-1) ?? folder.source) + sep + name;
      return { name, path, source, realPath, kind: entryKind(entry), isLink: false };
    }
    const target = this.#links.resolve(source, path);
    if (!('trouble' in target)) return { name, path, source, ...target, isLink: true };
    // A link that leads nowhere is no trouble when it was to be left out anyway.
    const rule = this.#decision.ruleForBrokenLink({ name, path, source }, folder.isDependency);
    if (rule === undefined) throw new ArchiveStop(target.trouble);
    this.#leftOut.push({ path, rule });
    return undefined;
  }

  #enter(parent: Folder, child: Child): void {
    const { path, source, name, realPath } = child;
    const link = child.isLink ? path : parent.link;
    if (link !== undefined && parent.chain.includes(realPath)) {
      stop({ kind: 'linkCycle', path: link, target: realPath });
    }
    const entries = readFolder(source, path);
    const names = namesOf(entries);
    if (
      !parent.isDependency &&
      isVirtualEnvironment(new Set(names)) &&
      this.#decision.rules.verdict(path, true) !== 'keep'
    ) {
      this.#leftOut.push({ path: `${path}/`, rule: { source: 'virtualEnvironment' } });
      return;
    }
    const isDependency =
      parent.isDependency ||
      isDependencyFolder(name, names) ||
      (parent.path === '' && this.#installed.has(name));
    this.#visit({ path, source, chain: [...parent.chain, realPath], link, isDependency, entries });
  }

  #addFile({ path, source, realPath, isLink }: Child): void {
    const readFrom = isLink ? realPath : source;
    const stats = reading(path, () => lstatSync(readFrom, { bigint: true }));
    if (!stats.isFile()) stop({ kind: 'changed', path });
    const file: WalkedFile = {
      path,
      source: readFrom,
      size: Number(stats.size),
      mtimeNs: stats.mtimeNs,
      mode: Number(stats.mode),
      fingerprint: fileFingerprint(stats, this.#started),
    };
    this.#files.push(file);
    // Links can multiply a tree without end, so the walk itself has to be bounded.
    if (this.#files.length > fileLimit) stop({ kind: 'tooManyFiles', limit: fileLimit });
    this.#afterFile(file);
  }
}

function stop(trouble: ConstructorParameters<typeof ArchiveStop>[0]): never {
  throw new ArchiveStop(trouble);
}

const prefix = (folder: Folder) => (folder.path === '' ? '' : `${folder.path}/`);

const namesOf = (entries: readonly Dirent[]) => entries.map(({ name }) => name);

const readFolder = (source: string, path: string) =>
  reading(path, () => readdirSync(source, { withFileTypes: true }));

function realFolder(folder: string): string | undefined {
  try {
    const realPath = realpathSync.native(folder);
    return lstatSync(realPath).isDirectory() ? realPath : undefined;
  } catch {
    return undefined;
  }
}
