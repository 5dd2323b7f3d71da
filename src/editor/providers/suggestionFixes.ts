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
          fix.edit.replace(document.uri, offered.range, replacement(offered, document));
          return fix;
        }),
    },
    { providedCodeActionKinds: [kind] },
  );
}

/** Without the value, which is a secret. */
const titleOf = (fix: Fix): string =>
  fix.kind === 'replace' ? vscode.l10n.t('Change to {0}', fix.text) : vscode.l10n.t('Remove the Quotes');

const replacement = (fix: Fix, document: vscode.TextDocument): string =>
  fix.kind === 'replace' ? fix.text : document.getText(fix.range).replace(/^(["'])(.*)\1$/, '$2');
