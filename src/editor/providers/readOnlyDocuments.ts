import * as vscode from 'vscode';
import { documentSchemes, planLanguage } from '../../contributions.ts';

const ourSchemes: readonly string[] = Object.values(documentSchemes);

/** Documents that are kept; a closed one that was pushed out is said to be gone. */
const capacity = 50;

export interface ReadOnlyDocument {
  /** Title of the tab, without folders. */
  readonly name: string;
  readonly text: string;
  readonly language?: string;
  /** Tells two documents of one name apart that are compared: with two names, VS Code would call it renamed. */
  readonly side?: string;
}

/** Texts of ours shown in an editor under a scheme of their own: nothing to save, nothing on disk. */
export class ReadOnlyDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #registration: vscode.Disposable;
  readonly #scheme: string;

  constructor(scheme: string) {
    this.#scheme = scheme;
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return (
      this.#texts.get(keyOf(uri)) ?? vscode.l10n.t('This text is no longer kept. Run the command again.')
    );
  }

  /** Writes a document, in its open editor too. */
  put({ name, text, side }: ReadOnlyDocument): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: this.#scheme, path: `/${name}`, query: side });
    this.#texts.delete(keyOf(uri));
    this.#texts.set(keyOf(uri), text);
    const oldest = this.#texts.keys().next().value;
    if (this.#texts.size > capacity && oldest !== undefined) this.#texts.delete(oldest);
    this.#changed.fire(uri);
    return uri;
  }

  /** Shows a document in a preview tab: beside what the person works on, never over it. */
  async show(document: ReadOnlyDocument): Promise<vscode.TextEditor> {
    const uri = this.put(document);
    const opened = await vscode.workspace.openTextDocument(uri);
    const language = document.language ?? planLanguage;
    if (opened.languageId !== language) await vscode.languages.setTextDocumentLanguage(opened, language);
    return vscode.window.showTextDocument(opened, {
      preview: true,
      preserveFocus: true,
      viewColumn: columnForOurs(),
    });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
    this.#texts.clear();
  }
}

const keyOf = ({ path, query }: vscode.Uri): string => (query === '' ? path : `${path}?${query}`);

/**
 * Where a document of ours is shown: where another is open already, unless the person works on something else there;
 * then in another column that is open, else in a new one beside.
 */
export function columnForOurs(): vscode.ViewColumn {
  const { all, activeTabGroup } = vscode.window.tabGroups;
  const isOurs = (tab: vscode.Tab | undefined) =>
    tab?.input instanceof vscode.TabInputText && ourSchemes.includes(tab.input.uri.scheme);
  const inUse = ({ activeTab }: vscode.TabGroup) => activeTab !== undefined && !isOurs(activeTab);
  const free = all.filter((group) => group !== activeTabGroup || !inUse(group));
  const like = free.find(({ tabs }) => tabs.some(isOurs));
  return (like ?? free.at(-1))?.viewColumn ?? vscode.ViewColumn.Beside;
}
