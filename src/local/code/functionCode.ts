import { resolve, sep } from 'node:path';
import type { CodeTree } from '../../core/archive/codeTree.ts';
import type { CodePlace, CodeRequest } from '../../workflows/portsForContainers.ts';
import { walkTree } from '../archive/treeWalk.ts';
import { CodeMirror } from './codeMirror.ts';
import type { CopyHooks } from './codeMirror.ts';
import { codePlaces } from './codePlaces.ts';
import { FolderState, realTargets } from './folderState.ts';
import { mergeLayers } from './mergeLayers.ts';
import { ScanStop } from './scanMessages.ts';
import type { ScanResult } from './scanMessages.ts';

export interface ScanQuestion extends CopyHooks {
  readonly request: CodeRequest;
  /** Real paths outside of the workspace folder that may be looked at. */
  readonly allowed: readonly string[];
}

/** A function's code, kept in step with its copy, and its layers and mounts. */
export class FunctionCode {
  readonly #mirror: CodeMirror;
  readonly #named = new FolderState();
  /** Of no earlier thread either. */
  #revision = Date.now();
  #files = 0;
  #folders: ReadonlySet<string> = new Set();
  #places: readonly CodePlace[] = [];

  /** @param place absolute path of the folder for the copy */
  constructor(place: string) {
    this.#mirror = new CodeMirror(place);
  }

  /** False when the copy was removed since the last look. */
  get isThere(): boolean {
    return this.#mirror.isThere;
  }

  /** How many files were seen in the last look. */
  get files(): number {
    return this.#files;
  }

  /** Real paths of the folders that were seen in the last look and that may change. */
  get folders(): ReadonlySet<string> {
    return this.#folders;
  }

  /** @throws ScanStop, ArchiveStop; what was copied until then stays */
  look({ request, allowed, ...hooks }: ScanQuestion): ScanResult {
    const { tree, layers, mounts } = request;
    const [root = ''] = realTargets([tree.root]);
    const [workspace = ''] = realTargets([tree.workspaceFolder]);
    const targets = realTargets([...layers, ...mounts]);
    // By where they really are, and before they are read: a link that came with the workspace may lead anywhere.
    for (const target of [root, ...targets]) {
      const isFine = isWithin(workspace, target) || allowed.includes(target);
      if (!isFine) throw new ScanStop({ kind: 'notAllowed', folder: target });
    }
    const { files, folders } = walkTree(withLocalOnly(tree), hooks.checkStop, [root]);
    this.#mirror.sync(files, hooks);
    const named = this.#named.look(targets);
    const { hasChanged, hasMoved } = this.#mirror.takeChanges();
    if (hasChanged || named) this.#revision++;
    if (hasMoved) this.#places = codePlaces(files, tree);
    this.#files = files.length + this.#named.files;
    this.#folders = new Set([...folders.filter(mayChange(tree)), ...this.#named.folders]);
    return {
      kind: 'scanned',
      folder: this.#mirror.folder,
      revision: this.#revision,
      places: this.#places,
      layers: mergeLayers(layers),
    };
  }
}

/** Also what is there for local runs alone. */
const withLocalOnly = ({ built, ...tree }: CodeTree): CodeTree => ({
  ...tree,
  ...(built !== undefined && { built: { ...built, localOnly: [] } }),
});

/** What was staged never does. */
const mayChange = ({ built }: CodeTree) => {
  const staged = (built?.parts ?? []).filter(({ isStaged }) => isStaged).map(({ from }) => resolve(from));
  return (folder: string) => !staged.some((from) => isWithin(from, folder));
};

const isWithin = (folder: string, path: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
