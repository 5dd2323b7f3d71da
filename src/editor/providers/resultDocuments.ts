import * as vscode from 'vscode';
import { documentSchemes } from '../../contributions.ts';
import { formatJson } from '../../core/invocations/formatJson.ts';
import type { Invocation, InvocationHistory } from '../../core/invocations/invocationHistory.ts';
import { ReadOnlyDocuments } from './readOnlyDocuments.ts';
import type { ReadOnlyDocument } from './readOnlyDocuments.ts';

/** Results in editors: one document for each function, so that the next result comes in the same tab. */
export class ResultDocuments implements vscode.Disposable {
  readonly #documents = new ReadOnlyDocuments(documentSchemes.result);
  readonly #shown = new Map<string, number>();
  readonly #history: InvocationHistory;

  constructor(history: InvocationHistory) {
    this.#history = history;
  }

  /** Puts a result into its tab, opened beside what the person works on where it is not open yet. Keeps the focus. */
  async show(invocation: Invocation): Promise<void> {
    if (invocation.state.kind !== 'ended') return;
    const document = resultDocument(vscode.l10n.t('{0} result', invocation.functionName), invocation);
    this.#shown.set(`/${document.name}`, invocation.id);
    await this.#documents.show(document);
  }

  /** Shows a text that belongs to a result: the body of a response. */
  async showText(name: string, text: string, language: string): Promise<void> {
    await this.#documents.show({ name, text, language });
  }

  /** Shows how a result differs from the one before. */
  async compare(earlier: Invocation, later: Invocation): Promise<void> {
    const { functionName } = later;
    const before = this.#documents.put(
      resultDocument(vscode.l10n.t('{0} last result.json', functionName), earlier),
    );
    const after = this.#documents.put(
      resultDocument(vscode.l10n.t('{0} this result.json', functionName), later),
    );
    const title = vscode.l10n.t('{0}: last result ↔ this result', functionName);
    await vscode.commands.executeCommand('vscode.diff', before, after, title, { preview: true });
  }

  /** The invocation whose result a document shows. */
  invocationOf(uri: vscode.Uri): Invocation | undefined {
    const id = uri.scheme === documentSchemes.result ? this.#shown.get(uri.path) : undefined;
    return id === undefined ? undefined : this.#history.get(id);
  }

  dispose(): void {
    this.#documents.dispose();
  }
}

function resultDocument(name: string, { state }: Invocation): ReadOnlyDocument {
  const payload = state.kind === 'ended' ? state.outcome.payload : '';
  const formatted = formatJson(payload);
  return { name, text: formatted ?? payload, language: formatted === undefined ? 'plaintext' : 'json' };
}
