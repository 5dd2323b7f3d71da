import * as vscode from 'vscode';
import { contextKeys } from '../contributions.ts';
import { isEventFile, nearestFunctions } from '../core/events/eventFiles.ts';
import { isInside } from '../core/workspacePath.ts';
import { setContextKey } from './commandRegistry.ts';
import { onFolderGone } from './folderWatch.ts';
import { dependencyFolders } from './manifestIndex.ts';
import type { ManifestEntry, ManifestIndex } from './manifestIndex.ts';

const pattern = '**/{events/**/*.json,*.event.json}';
const inDependencies = /[\\/](node_modules|site-packages|\.venv|venv|\.git)[\\/]/;

/** The event files of the workspace and their functions, kept in step with the disk and with the manifests. */
export class EventIndex implements vscode.Disposable {
  /** Files that the pattern matches; which of them are events depends on where manifests are. */
  readonly #candidates = new Set<string>();
  readonly #manifests: ManifestIndex;
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when an event appeared or went away, or belongs to another function. */
  readonly onDidChange = this.#changed.event;
  readonly #disposables: { dispose(): unknown }[] = [];
  #scan: Promise<void> | undefined;

  constructor(manifests: ManifestIndex) {
    this.#manifests = manifests;
    const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, true, false);
    this.#disposables.push(
      this.#changed,
      watcher,
      watcher.onDidCreate(({ fsPath }) => {
        if (!inDependencies.test(fsPath)) this.#note(() => this.#candidates.add(fsPath));
      }),
      watcher.onDidDelete(({ fsPath }) => this.#note(() => this.#candidates.delete(fsPath))),
      onFolderGone((folder) => {
        const gone = [...this.#candidates].filter((file) => isInside(folder, file));
        if (gone.length > 0) this.#note(() => gone.forEach((file) => this.#candidates.delete(file)));
      }),
      manifests.onDidChange(() => this.#note(() => undefined)),
      vscode.workspace.onDidRenameFiles(() => this.#scanAgain()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#scanAgain()),
    );
  }

  /** Every event file of the workspace, by path. The first call waits for the scan. */
  async all(): Promise<string[]> {
    await (this.#scan ??= this.#rescan());
    const entries = await this.#manifests.all();
    return [...this.#candidates].filter((file) => isEventFile(file, entries)).sort();
  }

  /** The event files of one function, by path. */
  async eventsOf(entry: ManifestEntry): Promise<string[]> {
    const [events, entries] = await Promise.all([this.all(), this.#manifests.all()]);
    return events.filter((file) => nearestFunctions(file, entries).some((one) => one.file === entry.file));
  }

  #scanAgain(): void {
    this.#scan = this.#rescan();
  }

  async #rescan(): Promise<void> {
    const found = await vscode.workspace.findFiles(pattern, dependencyFolders);
    this.#candidates.clear();
    for (const { fsPath } of found) this.#candidates.add(fsPath);
    void this.#publish();
  }

  #note(change: () => unknown): void {
    // Before the first scan there is nothing to keep in step.
    if (this.#scan === undefined) return;
    void this.#scan.then(change).then(() => this.#publish());
  }

  async #publish(): Promise<void> {
    setContextKey(contextKeys.eventFiles, await this.all());
    this.#changed.fire();
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}
