import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { InvocationHistory } from './core/invocations/invocationHistory.ts';
import type { Dialogs } from './editor/dialogs.ts';
import type { ManifestIndex } from './editor/manifestIndex.ts';
import { createServices } from './services.ts';
import type { Seams, Services } from './services.ts';

let close: (() => Promise<void>) | undefined;

/** Handed to tests only. */
export interface TestApi {
  /** Methods may be replaced: modal dialogs throw in the extension test host. */
  readonly dialogs: Dialogs;
  /** What is set here is used in place of the real thing. */
  readonly seams: Seams;
  readonly history: InvocationHistory;
  readonly manifests: Pick<ManifestIndex, 'entry'>;
  /** The rows of the Functions view, as VS Code asks for them. */
  readonly functionsView: Services['functionsView'];
}

export function activate(context: vscode.ExtensionContext): TestApi | undefined {
  const contents = vscode.l10n.bundle;
  // Every bundle of dist/ shares the one copy of @vscode/l10n. Undefined in English.
  if (contents !== undefined) l10n.config({ contents });
  const services = createServices(context);
  close = () => services.close();
  context.subscriptions.push(...services.disposables);
  const { dialogs, seams, history, manifests, functionsView } = services;
  return context.extensionMode === vscode.ExtensionMode.Test
    ? { dialogs, seams, history, manifests, functionsView }
    : undefined;
}

export async function deactivate(): Promise<void> {
  await close?.();
}
