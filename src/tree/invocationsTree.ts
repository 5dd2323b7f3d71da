import * as vscode from 'vscode';
import type { InvocationHistory } from '../core/invocations/invocationHistory.ts';
import { NodeCache } from './nodes.ts';
import type { InvocationNode } from './nodes.ts';
import { invocationItem } from './treeItems.ts';

/** The invocations of this session, newest first. */
export class InvocationsTree implements vscode.TreeDataProvider<InvocationNode>, vscode.Disposable {
  readonly #nodes = new NodeCache();
  readonly #changed = new vscode.EventEmitter<InvocationNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #history: InvocationHistory;
  readonly #stop: () => void;

  constructor(history: InvocationHistory) {
    this.#history = history;
    this.#stop = history.onDidChange((id) =>
      this.#changed.fire(id === undefined ? undefined : this.#nodes.of({ kind: 'invocation', id })),
    );
  }

  getChildren(parent?: InvocationNode): InvocationNode[] {
    if (parent !== undefined) return [];
    return this.#nodes.all(this.#history.all().map(({ id }) => ({ kind: 'invocation', id })));
  }

  getTreeItem(node: InvocationNode): vscode.TreeItem {
    const invocation = this.#history.get(node.id);
    // One that was pushed out of the history goes with the next drawing.
    return invocation === undefined ? new vscode.TreeItem('') : invocationItem(node, invocation);
  }

  dispose(): void {
    this.#stop();
    this.#changed.dispose();
  }
}
