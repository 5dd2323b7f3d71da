import * as vscode from 'vscode';
import { documentSchemes, outputLanguage } from '../../contributions.ts';
import type { InvokedReference } from '../../core/functionReference.ts';
import { functionOfLine } from '../../core/invocations/outputLines.ts';
import type { FunctionOutput } from '../functionOutput.ts';
import type { ResultDocuments } from './resultDocuments.ts';

/** The function that a line of a document is of: by its reference, or by the name that it has in AWS. */
export type FunctionAt = (line: number) => InvokedReference | string | undefined;

/** Makes stack frames of functions lead to the files of the workspace, in results and in the log. */
export function registerFrameLinks(
  results: Pick<ResultDocuments, 'invocationOf'>,
  output: Pick<FunctionOutput, 'referenceOf'>,
  linksIn: (
    document: vscode.TextDocument,
    functionAt: FunctionAt,
    token: vscode.CancellationToken,
  ) => Promise<vscode.DocumentLink[]>,
): vscode.Disposable {
  const links = (functionIn: (document: vscode.TextDocument) => FunctionAt): vscode.DocumentLinkProvider => ({
    provideDocumentLinks: (document, token) => linksIn(document, functionIn(document), token),
  });
  const inLog = (document: vscode.TextDocument) => (line: number) => {
    const name = functionOfLine((at) => document.lineAt(at).text, line);
    return name === undefined ? undefined : (output.referenceOf(name) ?? name);
  };
  const inResult = ({ uri }: vscode.TextDocument) => {
    const reference = results.invocationOf(uri)?.reference;
    return () => reference;
  };
  return vscode.Disposable.from(
    vscode.languages.registerDocumentLinkProvider({ scheme: documentSchemes.result }, links(inResult)),
    vscode.languages.registerDocumentLinkProvider({ language: outputLanguage }, links(inLog)),
  );
}
