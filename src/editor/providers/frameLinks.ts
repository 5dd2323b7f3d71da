import * as vscode from 'vscode';
import { documentSchemes, outputLanguage } from '../../contributions.ts';
import { functionOfLine } from '../../core/invocations/outputLines.ts';
import { frameFile, frameLinks } from '../../core/invocations/stackFrames.ts';
import type { FrameLink } from '../../core/invocations/stackFrames.ts';
import type { CodeBuilder, CodePlace } from '../../workflows/portsForBuild.ts';
import type { FunctionOutput } from '../functionOutput.ts';
import type { ResultDocuments } from './resultDocuments.ts';

/** What Node.js runs may be compiled. */
const compiled = /\.[mc]?js$/;

/**
 * Makes stack frames of functions lead to the files of the workspace, in results and in the log: those of compiled code to what
 * it was compiled from.
 */
export function registerFrameLinks(
  results: Pick<ResultDocuments, 'invocationOf'>,
  output: Pick<FunctionOutput, 'rootOf'>,
  builder: () => Promise<Pick<CodeBuilder, 'originalPlace'>>,
): vscode.Disposable {
  const placeOf = async (root: string, { path, line, column }: FrameLink): Promise<CodePlace | undefined> => {
    const original = compiled.test(path)
      ? await (await builder()).originalPlace(root, { file: path, line, column })
      : undefined;
    const file = frameFile(root, path);
    return original ?? (file === undefined ? undefined : { file, line, column });
  };
  const rootInLog = (document: vscode.TextDocument, line: number) => {
    const name = functionOfLine((at) => document.lineAt(at).text, line);
    return name === undefined ? undefined : output.rootOf(name);
  };
  const links = (rootOf: (document: vscode.TextDocument, line: number) => string | undefined) => ({
    provideDocumentLinks: async (document: vscode.TextDocument) => {
      const found = frameLinks(document.getText()).map(async (frame) => {
        const start = document.positionAt(frame.offset);
        const root = rootOf(document, start.line);
        const place = root === undefined ? undefined : await placeOf(root, frame);
        if (place === undefined) return [];
        const { file, line, column } = place;
        const target = vscode.Uri.file(file).with({
          fragment: `L${line}${column === undefined ? '' : `,${column}`}`,
        });
        const end = document.positionAt(frame.offset + frame.length);
        const link = new vscode.DocumentLink(new vscode.Range(start, end), target);
        link.tooltip = vscode.l10n.t('Open {0}, line {1}', vscode.workspace.asRelativePath(file), line);
        return [link];
      });
      return (await Promise.all(found)).flat();
    },
  });
  return vscode.Disposable.from(
    vscode.languages.registerDocumentLinkProvider(
      { scheme: documentSchemes.result },
      links(({ uri }) => results.invocationOf(uri)?.root),
    ),
    vscode.languages.registerDocumentLinkProvider({ language: outputLanguage }, links(rootInLog)),
  );
}
