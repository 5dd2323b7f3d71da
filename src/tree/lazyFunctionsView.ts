import * as vscode from 'vscode';
import { viewIds } from '../contributions.ts';
import { aliasDragAndDrop } from './aliasDragAndDrop.ts';
import type { AccountNode } from './accountNodes.ts';
import type { FunctionsView } from './functionsView.ts';

/** The Functions view as VS Code knows it from activation on; all that is in it is loaded when somebody looks. */
export class LazyFunctionsView implements vscode.TreeDataProvider<AccountNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<AccountNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<AccountNode>;
  readonly #make: (view: vscode.TreeView<AccountNode>) => Promise<FunctionsView>;
  #loading: Promise<FunctionsView> | undefined;
  /** Set when it is loaded. */
  #loaded: FunctionsView | undefined;

  constructor(make: (view: vscode.TreeView<AccountNode>) => Promise<FunctionsView>) {
    this.#make = make;
    this.#view = vscode.window.createTreeView(viewIds.functions, {
      treeDataProvider: this,
      showCollapseAll: true,
      dragAndDropController: aliasDragAndDrop,
    });
  }

  /** The view with what was read of the account. */
  load(): Promise<FunctionsView> {
    this.#loading ??= this.#make(this.#view).then((loaded) => {
      this.#loaded = loaded;
      loaded.tree.onDidChangeTreeData((node) => this.#changed.fire(node));
      return loaded;
    });
    return this.#loading;
  }

  /** Something of a function was changed by us: where it is shown, it is read again. */
  functionChanged(functionName: string): void {
    this.#loaded?.catalog.changed(functionName);
  }

  /** Settings changed that rows are drawn by. */
  redraw(): void {
    this.#loaded?.tree.redraw();
  }

  async getChildren(parent?: AccountNode): Promise<AccountNode[]> {
    return (await this.load()).tree.getChildren(parent);
  }

  async getTreeItem(node: AccountNode): Promise<vscode.TreeItem> {
    return (await this.load()).tree.getTreeItem(node);
  }

  async resolveTreeItem(item: vscode.TreeItem, node: AccountNode): Promise<vscode.TreeItem> {
    return (await this.load()).tree.resolveTreeItem(item, node);
  }

  getParent(node: AccountNode): AccountNode | undefined {
    return this.#loaded?.tree.getParent(node);
  }

  dispose(): void {
    this.#loaded?.dispose();
    this.#view.dispose();
    this.#changed.dispose();
  }
}
