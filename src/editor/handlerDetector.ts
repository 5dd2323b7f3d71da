import * as vscode from 'vscode';
import type { ManifestIndex } from './manifestIndex.ts';

const selector = /\.(py|[mc]?[jt]s|tsx)$/;
/** Characters; what is longer is no file that a person writes a handler in. */
const longest = 200_000;

/** Finds handlers in the code files that the person looks at, for the menus. Reads nothing else and runs nothing. */
export function detectInActiveEditors(
  manifests: Pick<ManifestIndex, 'noteHandler'>,
  hasHandler: (fileName: string, text: string) => Promise<boolean>,
): vscode.Disposable {
  const look = async (editor: vscode.TextEditor | undefined) => {
    const document = editor?.document;
    if (document?.uri.scheme !== 'file' || !selector.test(document.fileName)) return;
    const text = document.getText();
    if (text.length > longest) return;
    if (await hasHandler(document.fileName, text)) manifests.noteHandler(document.uri.fsPath);
  };
  void look(vscode.window.activeTextEditor);
  return vscode.window.onDidChangeActiveTextEditor((editor) => void look(editor));
}
