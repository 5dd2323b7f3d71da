import * as vscode from 'vscode';
import type { EventReference } from '../../core/events/eventReference.ts';
import type { Invocation } from '../../core/invocations/invocationHistory.ts';
import { stateText } from '../../core/invocations/invocationText.ts';

/** Milliseconds that the status bar says how an invocation went. */
const messageTime = 5000;

/** Brings an event file into view that was invoked from the explorer or a tree, so that the result can stand beside it. */
export async function showEvent(event: EventReference): Promise<void> {
  if (event.kind === 'text' || isInView(event.uri)) return;
  await vscode.window.showTextDocument(vscode.Uri.parse(event.uri), {
    preview: true,
    preserveFocus: true,
    viewColumn: vscode.ViewColumn.One,
  });
}

const isInView = (uri: string): boolean =>
  vscode.window.visibleTextEditors.some(({ document }) => document.uri.toString() === uri);

/** What an invocation came to, for a moment in the status bar. */
export function sayShortly(invocation: Invocation): void {
  const { state, functionName } = invocation;
  const good = state.kind === 'ended' && state.outcome.status === 'success';
  const icon = state.kind === 'cancelled' ? 'circle-slash' : good ? 'pass' : 'error';
  vscode.window.setStatusBarMessage(`$(${icon}) ${functionName}: ${stateText(invocation)}`, messageTime);
}
