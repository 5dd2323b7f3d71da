import * as vscode from 'vscode';
import { argumentNode } from '../targets/commandArgument.ts';

/** Opens the manifest of a function in the Workspace view. */
export async function openManifest(args: readonly unknown[]): Promise<void> {
  const node = argumentNode(args);
  if (node !== undefined && node.kind !== 'invocation') {
    await vscode.window.showTextDocument(vscode.Uri.file(node.manifest));
  }
}
