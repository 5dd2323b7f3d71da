import * as vscode from 'vscode';
import { debugConfiguration } from '../../editor/debugConfiguration.ts';
import type { CommandServices } from '../commandServices.ts';
import { invocationTarget } from '../invoke/invocationTarget.ts';

/** `Lambda: Debug Locally with Active Event`. Resolves when the debug session has started or was given up. */
export async function debugLocally(args: readonly unknown[], services: CommandServices): Promise<void> {
  const target = await invocationTarget(args, vscode.l10n.t('Debug Locally'), services);
  if (target === undefined) return;
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(target.reference.file));
  await vscode.debug.startDebugging(folder, debugConfiguration(target));
}
