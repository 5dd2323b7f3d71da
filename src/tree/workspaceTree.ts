import * as vscode from 'vscode';
import type { InvocationHistory } from '../core/invocations/invocationHistory.ts';
import { baseName } from '../core/workspacePath.ts';
import type { EventIndex } from '../editor/eventIndex.ts';
import type { ManifestEntry, ManifestIndex } from '../editor/manifestIndex.ts';
import type { InvokeOnSave } from '../workflows/local/invokeOnSave.ts';
import type { WorkspaceStates } from '../workflows/workspaceStates.ts';
import { functionOf, NodeCache } from './nodes.ts';
import type { ApiNode, EmailNode, EventNode, EventsNode, FunctionNode, WarmUpNode } from './nodes.ts';
import { apiItem, emailItem, eventItem, eventsItem, functionItem, warmUpItem } from './treeItems.ts';

type Row = FunctionNode | EventsNode | EventNode | ApiNode | WarmUpNode | EmailNode;

export interface WorkspaceTreeSources {
  readonly manifests: ManifestIndex;
  readonly events: EventIndex;
  readonly history: InvocationHistory;
  readonly onSave: Pick<InvokeOnSave, 'isOn' | 'onDidChange'>;
  readonly states: Pick<WorkspaceStates, 'of' | 'onDidChange'>;
}

/** The functions of the workspace and their events. */
export class WorkspaceTree implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly #nodes = new NodeCache();
  readonly #changed = new vscode.EventEmitter<Row | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #sources: WorkspaceTreeSources;
  readonly #disposables: { dispose(): unknown }[];

  constructor(sources: WorkspaceTreeSources) {
    this.#sources = sources;
    const { manifests, events, history, onSave, states } = sources;
    const all = () => this.#changed.fire(undefined);
    this.#disposables = [
      this.#changed,
      manifests.onDidChange(all),
      events.onDidChange(all),
      { dispose: history.onDidChange((id) => this.#invocationChanged(id)) },
      { dispose: onSave.onDidChange(all) },
      {
        dispose: states.onDidChange((manifest) =>
          this.#changed.fire(this.#nodes.of({ kind: 'function', manifest })),
        ),
      },
    ];
  }

  async getChildren(parent?: Row): Promise<Row[]> {
    const { manifests, events } = this.#sources;
    const entries = await manifests.all();
    if (parent === undefined) {
      const named = entries.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
      return named.map(({ file }) => this.#nodes.of({ kind: 'function', manifest: file }));
    }
    const { kind, manifest } = parent;
    const entry = entries.find(({ file }) => file === manifest);
    if (kind === 'function') {
      const rows: Row[] = [this.#nodes.of({ kind: 'events', manifest })];
      if (entry?.api !== undefined) rows.push(this.#nodes.of({ kind: 'api', manifest }));
      if (entry?.warmUp !== undefined) rows.push(this.#nodes.of({ kind: 'warmUp', manifest }));
      if (entry?.email !== undefined) rows.push(this.#nodes.of({ kind: 'email', manifest }));
      return rows;
    }
    if (kind !== 'events' || entry === undefined) return [];
    const files = await events.eventsOf(entry);
    return files.map((file) => this.#nodes.of({ kind: 'event', manifest, file }));
  }

  async getTreeItem(node: Row): Promise<vscode.TreeItem> {
    const { manifests, history, onSave, states } = this.#sources;
    const reference = functionOf(node);
    switch (node.kind) {
      case 'function': {
        const entry = (await manifests.all()).find(({ file }) => file === node.manifest);
        return functionItem(node, {
          name: entry === undefined ? baseName(node.manifest) : nameOf(entry),
          onSave: onSave.isOn(reference),
          deployed: states.of(node.manifest),
          last: history.lastEnded(reference),
        });
      }
      case 'events':
        return eventsItem(node);
      case 'api':
        return apiItem(node, manifests.entry(node.manifest)?.api, states.of(node.manifest)?.api);
      case 'warmUp':
        return warmUpItem(node, manifests.entry(node.manifest)?.warmUp, states.of(node.manifest)?.warmUp);
      case 'email':
        return emailItem(node, manifests.entry(node.manifest)?.email, states.of(node.manifest)?.email);
      case 'event': {
        const uri = vscode.Uri.file(node.file).toString();
        return eventItem(node, history.lastEnded(reference, { kind: 'document', uri }));
      }
    }
  }

  getParent({ kind, manifest }: Row): Row | undefined {
    if (kind === 'event') return this.#nodes.of({ kind: 'events', manifest });
    return kind === 'function' ? undefined : this.#nodes.of({ kind: 'function', manifest });
  }

  /** Draws the rows that show the result: the function's and the event's. */
  #invocationChanged(id: number | undefined): void {
    const invocation = id === undefined ? undefined : this.#sources.history.get(id);
    if (invocation?.state.kind !== 'ended' || invocation.reference.kind !== 'manifest') return;
    const { event, reference } = invocation;
    const manifest = reference.file;
    this.#changed.fire(this.#nodes.of({ kind: 'function', manifest }));
    if (event.kind !== 'document') return;
    const file = vscode.Uri.parse(event.uri).fsPath;
    this.#changed.fire(this.#nodes.of({ kind: 'event', manifest, file }));
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}

const nameOf = ({ functionName, file }: ManifestEntry): string => functionName ?? baseName(file);
