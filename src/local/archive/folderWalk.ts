import { lstatSync, readFileSync, readdirSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { compareByteOrder } from '../../core/archive/archiveOrder.ts';
import { ArchiveStop } from '../../core/archive/archiveTrouble.ts';
import { isVirtualEnvironment } from '../../core/archive/defaultExcludes.ts';
import { isDependencyFolder } from '../../core/archive/dependencyFolder.ts';
import type { LeaveOutRule } from '../../core/archive/leftOut.ts';
import { fileFingerprint } from './fileFingerprint.ts';
import { reading } from './fileSystemTrouble.ts';
import { installedInRoot } from './installedInRoot.ts';
import { keptLink } from './keptLink.ts';
import type { LeaveOutDecision } from './leaveOutDecision.ts';
import { entryKind } from './linkResolver.ts';
import type { EntryKind, LinkResolver } from './linkResolver.ts';
import type { WalkedFiles } from './walkedFiles.ts';

/** A file or folder whose place in the archive is known. */
export interface WalkSource {
  /** Absolute path. */
  readonly from: string;
  readonly realPath: string;
  /** Path in the archive, '' for its root. */
  readonly to: string;
  readonly decision: LeaveOutDecision;
  readonly links: LinkResolver;
  /** True where links are stored as links. */
  readonly keepLinks: boolean;
  /** True for what package managers made: nothing in there is left out by default. */
  readonly isDependency: boolean;
  /** Archive paths that are not to be in it. */
  readonly localOnly: ReadonlySet<string>;
}

interface Folder {
  /** In the archive, '' for its root. */
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
  /** True for a link that is stored as one. */
  readonly kept?: true;
}

/** Walks one source into `found`. Reads folders and file facts, no contents. @throws ArchiveStop */
export class FolderWalk {
  readonly #source: WalkSource;
  readonly #decision: LeaveOutDecision;
  readonly #found: WalkedFiles;
  readonly #started = BigInt(Date.now()) * 1_000_000n;
  #installed: ReadonlySet<string> = new Set();

  constructor(source: WalkSource, found: WalkedFiles) {
    this.#source = source;
    this.#decision = source.decision;
    this.#found = found;
  }

  folder(): void {
    const { from, realPath, to, isDependency } = this.#source;
    const entries = readFolder(from, to === '' ? '.' : to);
    this.#installed = installedInRoot(from, namesOf(entries));
    const name = from.slice(from.lastIndexOf(sep) + 1);
    this.#visit({
      path: to,
      source: from,
      chain: [realPath],
      link: undefined,
      isDependency: isDependency || (to !== '' && isDependencyFolder(name, namesOf(entries))),
      entries,
    });
  }

  file(): void {
    const { from, realPath, to, isDependency } = this.#source;
    const name = to.slice(to.lastIndexOf('/') + 1);
    const child = { name, path: to, source: from, realPath, kind: 'file', isLink: true } as const;
    const rule = this.#ruleFor(child, new Set(), isDependency);
    if (rule === undefined) this.#addFile(child);
    else this.#found.leaveOut(to, rule);
  }

  #visit(folder: Folder): void {
    const names = new Set(namesOf(folder.entries));
    this.#found.addFolder(folder.chain.at(-1) ?? folder.source);
    // Inside a dependency such a file is its author's and not about this archive.
    if (names.has('.lambdaignore') && !folder.isDependency) {
      const file = join(folder.source, '.lambdaignore');
      const text = reading(`${prefix(folder)}.lambdaignore`, () => readFileSync(file, 'utf8'));
      this.#decision.rules.addFile(folder.path, text);
    }
    for (const child of this.#children(folder)) {
      const rule = this.#ruleFor(child, names, folder.isDependency);
      if (rule !== undefined) {
        this.#found.leaveOut(child.kind === 'folder' ? `${child.path}/` : child.path, rule);
      } else if (child.kind === 'folder') {
        this.#enter(folder, child);
      } else {
        this.#addFile(child);
      }
    }
  }

  #ruleFor(child: Child, siblings: ReadonlySet<string>, inDependency: boolean): LeaveOutRule | undefined {
    if (child.kind === 'special')
      return this.#decision.ruleFor(child, siblings, inDependency) ?? { source: 'special' };
    const { localOnly } = this.#source;
    // Asking even an empty set takes time for each of thousands of files.
    if (localOnly.size > 0 && localOnly.has(child.path)) return { source: 'localOnly' };
    return this.#decision.ruleFor(child, siblings, inDependency);
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
    const { links, keepLinks } = this.#source;
    const target = links.resolve(source, path);
    const whole = { name, path, source };
    if (!('trouble' in target) && !keepLinks) return { ...whole, ...target, isLink: true };
    // A link that cannot be taken is no trouble when it was to be left out anyway.
    const rule = this.#decision.ruleForBrokenLink(whole, folder.isDependency);
    if (rule === undefined && 'trouble' in target) throw new ArchiveStop(target.trouble);
    if (rule === undefined) return { ...whole, realPath: source, kind: 'file', isLink: true, kept: true };
    this.#found.leaveOut(path, rule);
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
      this.#found.leaveOut(`${path}/`, { source: 'virtualEnvironment' });
      return;
    }
    const isDependency =
      parent.isDependency ||
      isDependencyFolder(name, names) ||
      (parent.path === this.#source.to && this.#installed.has(name));
    this.#visit({ path, source, chain: [...parent.chain, realPath], link, isDependency, entries });
  }

  #addFile({ path, source, realPath, isLink, kept }: Child): void {
    if (kept === true) {
      this.#found.add(keptLink(path, source, this.#started));
      return;
    }
    const readFrom = isLink ? realPath : source;
    const stats = reading(path, () => lstatSync(readFrom, { bigint: true }));
    if (!stats.isFile()) stop({ kind: 'changed', path });
    if (isLink) this.#found.addFolder(dirname(realPath));
    this.#found.add({
      path,
      source: readFrom,
      size: Number(stats.size),
      mtimeNs: stats.mtimeNs,
      mode: Number(stats.mode),
      fingerprint: fileFingerprint(stats, this.#started),
    });
  }
}

function stop(trouble: ConstructorParameters<typeof ArchiveStop>[0]): never {
  throw new ArchiveStop(trouble);
}

const prefix = (folder: Folder) => (folder.path === '' ? '' : `${folder.path}/`);

const namesOf = (entries: readonly Dirent[]) => entries.map(({ name }) => name);

const readFolder = (source: string, path: string) =>
  reading(path, () => readdirSync(source, { withFileTypes: true }));
