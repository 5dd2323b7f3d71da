import { lstatSync, realpathSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { ArchiveStop } from '../../core/archive/archiveTrouble.ts';
import type { BuiltCode, IncludedPath } from '../../core/archive/codeTree.ts';
import type { ArchiveRequest } from '../../workflows/ports.ts';
import { FolderWalk } from './folderWalk.ts';
import type { WalkSource } from './folderWalk.ts';
import { LeaveOutDecision } from './leaveOutDecision.ts';
import type { Rules } from './leaveOutDecision.ts';
import { entryKind, LinkResolver } from './linkResolver.ts';
import { WalkedFiles } from './walkedFiles.ts';
import type { WalkedFile, WalkResult } from './walkedFiles.ts';

/**
 * Lists what the archive of a tree holds, and what was left out: of the root's own files, of what is included, and of what
 * was built, the first one with a path has it. Reads folders and file facts, no contents. For a tree that also has what is
 * `localOnly`, give it without that list. `afterFile` runs after each file: it may throw to stop the walk.
 *
 * @param allowed real paths outside of the workspace folder that a person has allowed
 * @throws ArchiveStop
 */
export function walkTree(
  request: ArchiveRequest,
  afterFile: (file: WalkedFile) => void,
  allowed: readonly string[] = [],
): WalkResult {
  return new TreeWalk(request, new WalkedFiles(afterFile), allowed).run();
}

type Place = Pick<WalkSource, 'links' | 'isDependency' | 'localOnly'> & Pick<Rules, 'replaces' | 'known'>;

class TreeWalk {
  readonly #request: ArchiveRequest;
  readonly #found: WalkedFiles;
  readonly #allowed: readonly string[];

  constructor(request: ArchiveRequest, found: WalkedFiles, allowed: readonly string[]) {
    this.#request = request;
    this.#found = found;
    this.#allowed = allowed;
  }

  run(): WalkResult {
    const { include = [], built } = this.#request;
    const root = resolve(this.#request.root);
    const realRoot = realPathOf(root, 'folder') ?? stop({ kind: 'rootMissing' });
    const workspace = realPathOf(resolve(this.#request.workspaceFolder), 'folder') ?? realRoot;
    const links = new LinkResolver([workspace, ...this.#allowed]);
    if (!links.allows(realRoot)) stop({ kind: 'rootOutside', target: realRoot });
    const own = { links, known: this.#request.known, isDependency: false, localOnly: new Set<string>() };
    const source = this.#source({ from: root, to: '' }, realRoot, { ...own, replaces: built?.replaces });
    new FolderWalk(source, this.#found).folder();
    for (const { from, to } of include) {
      const path = withoutSlash(to);
      const realPath = realPathOf(from) ?? stop({ kind: 'includeMissing', path, file: from });
      if (!links.allows(realPath)) stop({ kind: 'includeOutside', path, file: from, target: realPath });
      this.#add({ from, to }, realPath, own);
    }
    if (built !== undefined) this.#addParts(built, workspace, own);
    return this.#found.result();
  }

  #addParts({ parts, localOnly }: BuiltCode, workspace: string, own: Place): void {
    const real = parts.map(
      ({ from, to }) => realPathOf(from) ?? stop({ kind: 'builtMissing', path: to, file: from }),
    );
    // Among themselves, what a package manager made may be linked however it likes.
    const links = new LinkResolver([workspace, ...this.#allowed, ...real]);
    const staged = { links, known: [], isDependency: true, localOnly: new Set(localOnly) };
    const output = { ...own, links, localOnly: staged.localOnly };
    // What the node_modules of a package would hold is a part by itself.
    const live = { ...output, replaces: ['/node_modules/'] };
    parts.forEach((part, index) => {
      const realPath = real[index] ?? part.from;
      const place = part.to.startsWith('node_modules/') ? live : output;
      this.#add(part, realPath, part.isStaged ? staged : place);
    });
  }

  /** Adds one file or folder from elsewhere. */
  #add({ from, to }: IncludedPath, realPath: string, place: Place): void {
    this.#found.nextSource();
    const kind = entryKind(lstatSync(realPath));
    const path = kind === 'file' && to.endsWith('/') ? `${to}${basename(from)}` : withoutSlash(to);
    const source = this.#source({ from: resolve(from), to: path }, realPath, place);
    try {
      const walk = new FolderWalk(source, this.#found);
      if (kind === 'file') walk.file();
      else walk.folder();
    } catch (error) {
      throw error instanceof ArchiveStop ? placed(error, source) : error;
    }
  }

  #source({ from, to }: IncludedPath, realPath: string, place: Place): WalkSource {
    const { exclude, output, symlinks } = this.#request;
    const prefix = to === '' ? '' : `${to}/`;
    const decision = new LeaveOutDecision({ ...place, exclude, output, prefix });
    return { from, realPath, to, decision, ...place, keepLinks: symlinks === 'keep' };
  }
}

/** The same trouble with where its path lies, which is not in the root. */
function placed({ trouble }: ArchiveStop, { from, to }: WalkSource): ArchiveStop {
  if (!('path' in trouble) || 'file' in trouble) return new ArchiveStop(trouble);
  return new ArchiveStop({ ...trouble, file: join(from, trouble.path.slice(to.length)) });
}

const withoutSlash = (path: string) => path.replace(/\/+$/, '');

function stop(trouble: ArchiveStop['trouble']): never {
  throw new ArchiveStop(trouble);
}

/** Undefined where there is none, or none of that kind. */
function realPathOf(path: string, kind?: 'folder'): string | undefined {
  try {
    const realPath = realpathSync.native(path);
    return kind === undefined || lstatSync(realPath).isDirectory() ? realPath : undefined;
  } catch {
    return undefined;
  }
}
