import * as vscode from 'vscode';
import type { CommandServices } from '../commandServices.ts';
import { chooseFunction } from '../targets/chooseFunction.ts';
import { deployReference } from './deployReference.ts';

/** `Lambda: Deploy Function…` */
export async function deployFunction(args: readonly unknown[], services: CommandServices): Promise<void> {
  const reference = await chooseFunction(args, vscode.l10n.t('Deploy Function'), services);
  if (reference !== undefined) await deployReference(reference, services);
}
