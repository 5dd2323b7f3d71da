import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Dialogs } from './editor/dialogs.ts';
import { createServices, translations } from './services.ts';
import type { Seams } from './services.ts';

let close: (() => Promise<void>) | undefined;

/** Handed to tests only. */
export interface TestApi {
  /** Methods may be replaced: modal dialogs throw in the extension test host. */
  readonly dialogs: Dialogs;
  /** What is set here is used in place of the real thing. */
  readonly seams: Seams;
}

export function activate(context: vscode.ExtensionContext): TestApi | undefined {
  const contents = translations();
  if (contents !== undefined) l10n.config({ contents });
  const services = createServices(context);
  close = () => services.close();
  context.subscriptions.push(...services.disposables);
  const { dialogs, seams } = services;
  return context.extensionMode === vscode.ExtensionMode.Test ? { dialogs, seams } : undefined;
}

export async function deactivate(): Promise<void> {
  await close?.();
}
