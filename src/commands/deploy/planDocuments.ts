import * as vscode from 'vscode';
import type { ReadOnlyDocuments } from '../../editor/providers/readOnlyDocuments.ts';
import type { FunctionReference } from '../../core/functionReference.ts';

/** Plans and results in editors; each knows the function that it is about, so that its title bar can deploy it. */
export class PlanDocuments {
  readonly #references = new Map<string, FunctionReference>();
  readonly #documents: ReadOnlyDocuments;

  constructor(documents: ReadOnlyDocuments) {
    this.#documents = documents;
  }

  async show(reference: FunctionReference, functionName: string, text: string): Promise<void> {
    const name = vscode.l10n.t('{0} plan', functionName);
    const editor = await this.#documents.show({ name, text });
    this.#references.set(editor.document.uri.toString(), reference);
  }

  referenceOf(uri: vscode.Uri): FunctionReference | undefined {
    return this.#references.get(uri.toString());
  }
}
