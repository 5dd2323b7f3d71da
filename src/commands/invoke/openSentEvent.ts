import * as vscode from 'vscode';
import type { CommandServices } from '../commandServices.ts';
import { chosenInvocation } from './chosenInvocation.ts';

/** Opens the event of an invocation: its file as it is now, or the generated text. */
export async function openSentEvent(
  args: readonly unknown[],
  services: Pick<CommandServices, 'history' | 'results'>,
): Promise<void> {
  const { event } = chosenInvocation(args, services);
  if (event.kind === 'text') {
    await services.results.showText(`${event.name} event`, event.text, 'json');
  } else {
    await vscode.window.showTextDocument(vscode.Uri.parse(event.uri));
  }
}
