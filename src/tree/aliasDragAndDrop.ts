import * as vscode from 'vscode';
import { viewIds } from '../contributions.ts';
import type { CommandId } from '../contributions.ts';
import type { AccountNode } from './accountNodes.ts';

const mimeType = `application/vnd.code.tree.${viewIds.functions.toLowerCase()}`;

/** An alias dropped on a version of its function moves there, by the command that asks what has to be asked. */
export const aliasDragAndDrop: vscode.TreeDragAndDropController<AccountNode> = {
  dragMimeTypes: [mimeType],
  dropMimeTypes: [mimeType],

  handleDrag([dragged], transfer) {
    if (dragged?.kind === 'alias') transfer.set(mimeType, new vscode.DataTransferItem(dragged));
  },

  async handleDrop(target, transfer) {
    const dragged: unknown = transfer.get(mimeType)?.value;
    if (target?.kind !== 'version' || dragged === undefined) return;
    const command: CommandId = 'lambdaWorkbench.moveAlias';
    await vscode.commands.executeCommand(command, dragged, target);
  },
};
