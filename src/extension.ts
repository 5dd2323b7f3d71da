import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Dialogs } from './editor/dialogs.ts';
import { createServices } from './services.ts';

let close: (() => Promise<void>) | undefined;

/** Handed to tests only. */
export interface TestApi {
  /** Methods may be replaced: modal dialogs throw in the extension test host. */
  readonly dialogs: Dialogs;
}

export function activate(context: vscode.ExtensionContext): TestApi | undefined {
  const contents = vscode.l10n.bundle;
  // Every bundle of dist/ shares the one copy of @vscode/l10n. Undefined in English.
  if (contents !== undefined) l10n.config({ contents });
  const services = createServices(context);
  close = () => services.close();
  context.subscriptions.push(...services.disposables);
  return context.extensionMode === vscode.ExtensionMode.Test ? { dialogs: services.dialogs } : undefined;
}

export async function deactivate(): Promise<void> {
  await close?.();
}
