import * as vscode from 'vscode';
import { contextKeys } from '../contributions.ts';
import type { ManifestFiles } from '../core/manifest/manifestFiles.ts';
import { isInside } from '../core/workspacePath.ts';
import { setContextKey } from './commandRegistry.ts';
import { onFolderGone } from './folderWatch.ts';

const pattern = '**/{lambda.json,*.lambda.json}';
/** Folders where a manifest is somebody else's. */
export const dependencyFolders = '**/{node_modules,site-packages,.venv,venv,.git}/**';

export interface ManifestEntry extends ManifestFiles {
  /** Absolute path of the manifest. */
  readonly file: string;
  /** Absolute path of its folder. */
  readonly folder: string;
  /** Absolute path of the workspace folder that it belongs to. */
  readonly workspaceFolder: string;
}

/** The manifests of the workspace and what they name, kept in step with the disk and with open editors. */
export class ManifestIndex implements vscode.Disposable {
  readonly #entries = new Map<string, ManifestEntry>();
  readonly #detected = new Set<string>();
  readonly #changed = new vscode.EventEmitter<string>();
  /** Fires with the absolute path of a manifest that appeared, changed or went away. */
  readonly onDidChange = this.#changed.event;
  readonly #readText: (path: string) => Promise<string | undefined>;
  readonly #filesNamedBy: (text: string, folder: string) => Promise<ManifestFiles>;
  readonly #disposables: { dispose(): unknown }[] = [];
  #scan: Promise<void> | undefined;

  constructor(
    readText: (path: string) => Promise<string | undefined>,
    filesNamedBy: (text: string, folder: string) => Promise<ManifestFiles>,
  ) {
    this.#readText = readText;
    this.#filesNamedBy = filesNamedBy;
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    // Of a folder that goes, VS Code tells nothing but the folder.
    const deletions = vscode.workspace.createFileSystemWatcher('**', true, true, false);
    const refresh = async ({ fsPath }: vscode.Uri) => {
      await this.refresh(fsPath);
      this.#changed.fire(fsPath);
    };
    const refreshBelow = (folder: vscode.Uri) => {
      for (const { file } of this.#entries.values()) {
        if (file !== folder.fsPath && isInside(folder.fsPath, file)) void refresh(vscode.Uri.file(file));
      }
    };
    this.#disposables.push(
      this.#changed,
      watcher,
      deletions,
      deletions.onDidDelete(refreshBelow),
      watcher.onDidCreate(refresh),
      watcher.onDidChange(refresh),
      watcher.onDidDelete(refresh),
      onFolderGone((folder) => {
        for (const file of this.#entries.keys())
          if (isInside(folder, file)) void refresh(vscode.Uri.file(file));
      }),
      vscode.workspace.onDidRenameFiles(() => void this.#rescan()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.#rescan()),
    );
  }

  /** Every manifest of the workspace, by path. The first call waits for the scan. */
  async all(): Promise<ManifestEntry[]> {
    await (this.#scan ??= this.#rescan());
    return [...this.#entries.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
  }

  /** The entry of one manifest as it was last read. */
  entry(file: string): ManifestEntry | undefined {
    return this.#entries.get(file);
  }

  /** Manifests of the functions that a file belongs to: by its place, or because they name it. */
  async concerning(file: string): Promise<string[]> {
    const found = (await this.all()).filter(
      (entry) =>
        entry.file === file ||
        [entry.root, ...entry.deployedToo].some((place) => isInside(place, file)) ||
        [entry.trustPolicyFile, ...entry.permissionFiles, ...entry.environmentFiles].includes(file),
    );
    return found.map((entry) => entry.file);
  }

  /** Manifests of the functions of this name. */
  async named(functionName: string): Promise<string[]> {
    const found = (await this.all()).filter((entry) => entry.functionName === functionName);
    return found.map(({ file }) => file);
  }

  /** Files in which detection found a handler that no manifest names. */
  bareHandlers(): string[] {
    const named = new Set([...this.#entries.values()].flatMap(({ handlerFiles }) => handlerFiles));
    return [...this.#detected].filter((file) => !named.has(file));
  }

  /** The entry of one manifest, read again; undefined when it is gone. Fires no event. */
  async refresh(file: string): Promise<ManifestEntry | undefined> {
    const entry = await this.#read(file);
    if (entry === undefined) this.#entries.delete(file);
    else this.#entries.set(file, entry);
    this.#publish();
    return entry;
  }

  /** Remembers a file in which detection found a handler, for the menus. */
  noteHandler(file: string): void {
    if (this.#detected.has(file)) return;
    this.#detected.add(file);
    this.#publish();
  }

  async #rescan(): Promise<void> {
    const found = await vscode.workspace.findFiles(pattern, dependencyFolders);
    const entries = await Promise.all(found.map((uri) => this.#read(uri.fsPath)));
    const gone = [...this.#entries.keys()];
    this.#entries.clear();
    for (const entry of entries) {
      if (entry !== undefined) this.#entries.set(entry.file, entry);
    }
    this.#publish();
    for (const file of new Set([...gone, ...this.#entries.keys()])) this.#changed.fire(file);
  }

  async #read(file: string): Promise<ManifestEntry | undefined> {
    const uri = vscode.Uri.file(file);
    const workspace = vscode.workspace.getWorkspaceFolder(uri);
    const text = await this.#readText(file).catch(() => undefined);
    if (workspace === undefined || text === undefined) return undefined;
    const folder = vscode.Uri.joinPath(uri, '..').fsPath;
    const named = await this.#filesNamedBy(text, folder);
    return { file, folder, workspaceFolder: workspace.uri.fsPath, ...named };
  }

  #publish(): void {
    const entries = [...this.#entries.values()];
    const named = new Set(entries.flatMap((entry) => entry.handlerFiles));
    setContextKey(contextKeys.handlerFiles, [...new Set([...named, ...this.#detected])]);
    setContextKey(contextKeys.bareHandlers, this.bareHandlers());
    setContextKey(contextKeys.functionFolders, [...new Set(entries.map(({ folder }) => folder))]);
    const filesWith = (key: 'api' | 'warmUp' | 'email') =>
      entries.filter((entry) => entry[key] !== undefined).map(({ file }) => file);
    setContextKey(contextKeys.apiManifests, filesWith('api'));
    setContextKey(contextKeys.warmUpManifests, filesWith('warmUp'));
    setContextKey(contextKeys.emailManifests, filesWith('email'));
    const policies = entries.flatMap(({ trustPolicyFile, permissionFiles }) => [
      trustPolicyFile,
      ...permissionFiles,
    ]);
    setContextKey(contextKeys.policyFiles, [...new Set(policies.filter((file) => file !== undefined))]);
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}

/** Absolute paths of a manifest and of the files that it names, none of which is code. */
export function namedFiles(entry: ManifestEntry): string[] {
  const { file, trustPolicyFile, permissionFiles, environmentFiles, smokeTestFiles } = entry;
  const trust = trustPolicyFile === undefined ? [] : [trustPolicyFile];
  return [file, ...trust, ...permissionFiles, ...environmentFiles, ...smokeTestFiles];
}
