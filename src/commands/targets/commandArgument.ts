import * as vscode from 'vscode';
import { isTreeNode } from '../../tree/nodes.ts';
import type { TreeNode } from '../../tree/nodes.ts';

/** The row of one of our views that a command was called on; undefined when it was called elsewhere. */
export function argumentNode([first]: readonly unknown[]): TreeNode | undefined {
  return isTreeNode(first) ? first : undefined;
}

/**
 * What a command is about: the URI that a menu, or the path that a button of a message hands over, else the active editor's document. Undefined
 * when there is neither. Here once for all commands.
 */
export function argumentUri(args: readonly unknown[]): vscode.Uri | undefined {
  const [first] = args;
  if (first instanceof vscode.Uri) return first;
  if (isTreeNode(first)) return nodeUri(first);
  if (typeof first === 'string') return vscode.Uri.file(first);
  if (
    typeof first === 'object' &&
    first !== null &&
    'resourceUri' in first &&
    first.resourceUri instanceof vscode.Uri
  ) {
    return first.resourceUri;
  }
  return vscode.window.activeTextEditor?.document.uri ?? activeTabUri();
}

/** The document of the active tab when no text editor has it: an image, a notebook, a custom editor. */
function activeTabUri(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom
    ? input.uri
    : undefined;
}

/** The file that a row stands for. */
function nodeUri(node: TreeNode): vscode.Uri | undefined {
  switch (node.kind) {
    case 'function':
    case 'events':
    case 'api':
    case 'warmUp':
    case 'email':
      return vscode.Uri.file(node.manifest);
    case 'event':
      return vscode.Uri.file(node.file);
    case 'invocation':
      return undefined;
  }
}
