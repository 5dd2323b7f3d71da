import * as vscode from 'vscode';
import type { ManifestDiagnostics } from './manifestDiagnostics.ts';

/** Quick fixes "Change to …" where a check knows what was meant. */
export function registerSuggestionFixes(
  diagnostics: Pick<ManifestDiagnostics, 'suggestionsAt'>,
): vscode.Disposable {
  const kind = vscode.CodeActionKind.QuickFix;
  return vscode.languages.registerCodeActionsProvider(
    [{ language: 'jsonc' }, { language: 'json' }],
    {
      provideCodeActions: ({ uri }, selected, context) =>
        diagnostics.suggestionsAt(uri, selected).map(({ range, text }) => {
          const fix = new vscode.CodeAction(vscode.l10n.t('Change to {0}', text), kind);
          fix.diagnostics = context.diagnostics.filter((diagnostic) => diagnostic.range.isEqual(range));
          fix.isPreferred = true;
          fix.edit = new vscode.WorkspaceEdit();
          fix.edit.replace(uri, range, text);
          return fix;
        }),
    },
    { providedCodeActionKinds: [kind] },
  );
}
