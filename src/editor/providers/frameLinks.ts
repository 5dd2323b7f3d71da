import * as vscode from 'vscode';
import { documentSchemes, outputLanguage } from '../../contributions.ts';
import { functionOfLine } from '../../core/invocations/outputLines.ts';
import { frameFile, frameLinks } from '../../core/invocations/stackFrames.ts';
import type { FunctionOutput } from '../functionOutput.ts';
import type { ResultDocuments } from './resultDocuments.ts';

/** Makes stack frames of functions lead to the files of the workspace: in results and in the log. */
export function registerFrameLinks(
  results: Pick<ResultDocuments, 'invocationOf'>,
  output: Pick<FunctionOutput, 'rootOf'>,
): vscode.Disposable {
  const rootInLog = (document: vscode.TextDocument, line: number) => {
    const name = functionOfLine((at) => document.lineAt(at).text, line);
    return name === undefined ? undefined : output.rootOf(name);
  };
  const links = (rootOf: (document: vscode.TextDocument, line: number) => string | undefined) => ({
    provideDocumentLinks: (document: vscode.TextDocument) =>
      frameLinks(document.getText()).flatMap(({ offset, length, path, line, column }) => {
        const start = document.positionAt(offset);
        const root = rootOf(document, start.line);
        const file = root === undefined ? undefined : frameFile(root, path);
        if (file === undefined) return [];
        const target = vscode.Uri.file(file).with({
          fragment: `L${line}${column === undefined ? '' : `,${column}`}`,
        });
        const link = new vscode.DocumentLink(
          new vscode.Range(start, document.positionAt(offset + length)),
          target,
        );
        link.tooltip = vscode.l10n.t('Open {0}, line {1}', path, line);
        return [link];
      }),
  });
  return vscode.Disposable.from(
    vscode.languages.registerDocumentLinkProvider(
      { scheme: documentSchemes.result },
      links(({ uri }) => results.invocationOf(uri)?.root),
    ),
    vscode.languages.registerDocumentLinkProvider({ language: outputLanguage }, links(rootInLog)),
  );
}
