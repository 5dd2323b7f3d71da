import * as vscode from 'vscode';
import type { Fix, ManifestDiagnostics } from './manifestDiagnostics.ts';

/** Quick fixes where a check knows what was meant: "Change to …", "Remove the Quotes". */
export function registerSuggestionFixes(
  diagnostics: Pick<ManifestDiagnostics, 'fixesAt'>,
): vscode.Disposable {
  const kind = vscode.CodeActionKind.QuickFix;
  return vscode.languages.registerCodeActionsProvider(
    // Environment files have no language of their own.
    { scheme: 'file' },
    {
      provideCodeActions: (document, selected, context) =>
        diagnostics.fixesAt(document.uri, selected).map((offered) => {
          const fix = new vscode.CodeAction(titleOf(offered), kind);
          fix.diagnostics = context.diagnostics.filter((diagnostic) =>
            diagnostic.range.isEqual(offered.range),
          );
          fix.isPreferred = true;
          fix.edit = new vscode.WorkspaceEdit();
          if (offered.kind === 'insert')
            fix.edit.insert(document.uri, document.positionAt(offered.offset), offered.text);
          else fix.edit.replace(document.uri, offered.range, replacement(offered, document));
          return fix;
        }),
    },
    { providedCodeActionKinds: [kind] },
  );
}

/** Without the value, which is a secret. */
function titleOf(fix: Fix): string {
  switch (fix.kind) {
    case 'replace':
      return vscode.l10n.t('Change to {0}', fix.text);
    case 'removeQuotes':
      return vscode.l10n.t('Remove the Quotes');
    case 'insert':
      return vscode.l10n.t('Return Early for the Scheduled Event');
  }
}

const replacement = (fix: Exclude<Fix, { kind: 'insert' }>, document: vscode.TextDocument): string =>
  fix.kind === 'replace' ? fix.text : document.getText(fix.range).replace(/^(["'])(.*)\1$/, '$2');
