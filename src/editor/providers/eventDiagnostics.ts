import * as vscode from 'vscode';
import type { Problem } from '../../core/problem.ts';

/** Why an event could not be sent, at its line; until it is changed, closed or sent. */
export class EventDiagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('lambda-events');
  readonly #disposables: readonly { dispose(): unknown }[] = [
    this.#collection,
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && this.#collection.has(document.uri)) this.clear(document.uri);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => this.clear(uri)),
  ];

  show(uri: vscode.Uri, problems: readonly Problem[]): void {
    if (saidByJsonService(uri)) return;
    this.#collection.set(
      uri,
      problems.map(({ line, column, length, message, code }) => {
        const start = new vscode.Position(line - 1, column - 1);
        const range = new vscode.Range(start, start.translate(0, Math.max(1, length)));
        const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
        diagnostic.source = vscode.l10n.t('Lambda');
        diagnostic.code = code;
        return diagnostic;
      }),
    );
  }

  clear(uri: vscode.Uri): void {
    this.#collection.delete(uri);
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}

/** VS Code's own JSON service has marked the same place in an open JSON document, unless it is switched off. */
function saidByJsonService(uri: vscode.Uri): boolean {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open?.languageId !== 'json') return false;
  return vscode.workspace.getConfiguration('json', uri).get('validate.enable', true);
}
