import * as vscode from 'vscode';
import { isCancellation } from '../../core/failures/failure.ts';
import { isManifestFile, meanSameFunction } from '../../core/manifest/manifestIdentity.ts';
import type { Problem } from '../../core/problem.ts';
import type { ManifestReport, checkManifest } from '../../workflows/checkManifest.ts';
import type { WorkspaceFiles } from '../../workflows/ports.ts';
import { logError } from '../log.ts';
import type { Log } from '../log.ts';
import type { ManifestEntry, ManifestIndex } from '../manifestIndex.ts';
import { saidByJsonService } from './jsonService.ts';

/** Milliseconds after the last keystroke. */
const quietTime = 250;

/** How a problem can be mended. */
export type Fix =
  | { readonly kind: 'replace'; readonly range: vscode.Range; readonly text: string }
  | { readonly kind: 'removeQuotes'; readonly range: vscode.Range }
  | { readonly kind: 'insert'; readonly range: vscode.Range; readonly offset: number; readonly text: string };

/**
 * What is wrong with manifests and with the policy and environment files that they name, at its line: of the whole
 * workspace, open or not. In open documents VS Code's JSON service says what the schema knows; only the rest is ours there.
 */
export class ManifestDiagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('lambda');
  /** Manifest → what its last check found. */
  readonly #reports = new Map<string, ManifestReport>();
  /** Manifest → as its last check found it in the index. */
  readonly #checked = new Map<string, ManifestEntry>();
  readonly #running = new Map<string, AbortController>();
  readonly #pending = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #disposables: { dispose(): unknown }[] = [this.#collection];
  readonly #manifests: ManifestIndex;
  readonly #files: WorkspaceFiles;
  readonly #log: Log;
  readonly #checkManifest: () => Promise<typeof checkManifest>;

  /** @param loadCheck loads the check at its first use */
  constructor(
    manifests: ManifestIndex,
    files: WorkspaceFiles,
    log: Log,
    loadCheck: () => Promise<typeof checkManifest>,
  ) {
    this.#manifests = manifests;
    this.#files = files;
    this.#log = log;
    this.#checkManifest = loadCheck;
    const touched = ({ uri }: { uri: vscode.Uri }) => void this.#fileTouched(uri);
    this.#disposables.push(
      manifests.onDidChange((file) => this.#schedule(file)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) touched(document);
      }),
      vscode.workspace.onDidSaveTextDocument(touched),
      vscode.workspace.onDidOpenTextDocument(({ uri }) => this.#publish(uri.fsPath)),
      vscode.workspace.onDidCloseTextDocument(touched),
      vscode.workspace.onDidCreateFiles(({ files }) => files.forEach((uri) => touched({ uri }))),
      vscode.workspace.onDidDeleteFiles(({ files }) => files.forEach((uri) => touched({ uri }))),
      vscode.workspace.onDidRenameFiles(({ files }) =>
        files.forEach(({ newUri }) => touched({ uri: newUri })),
      ),
      // Another program may have written policies and handlers meanwhile.
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) void this.#scheduleAll();
      }),
    );
  }

  /** Checks a manifest now; what a deploy asks for. */
  async check(entry: ManifestEntry, signal: AbortSignal): Promise<ManifestReport | undefined> {
    const text = await this.#files.readText(entry.file);
    if (text === undefined) return undefined;
    const check = await this.#checkManifest();
    const { file, folder, workspaceFolder } = entry;
    const namesakes = (await this.#namesakes(entry)).map((other) =>
      vscode.workspace.asRelativePath(other.file),
    );
    const place = { file, text, folder, workspaceFolder, namesakes };
    const report = await check(place, { files: this.#files, now: Date.now() }, { signal });
    this.#remember(file, report);
    return report;
  }

  async #namesakes(entry: ManifestEntry): Promise<ManifestEntry[]> {
    const all = await this.#manifests.all();
    return all.filter((other) => other.file !== entry.file && meanSameFunction(other, entry));
  }

  async #fileTouched(uri: vscode.Uri): Promise<void> {
    if (uri.scheme !== 'file') return;
    const path = uri.fsPath;
    if (isManifestFile(path) && vscode.workspace.getWorkspaceFolder(uri) !== undefined) this.#schedule(path);
    for (const entry of await this.#manifests.all()) {
      const named = [
        ...entry.handlerFiles,
        entry.trustPolicyFile,
        ...entry.permissionFiles,
        ...entry.environmentFiles,
        ...entry.smokeTestFiles,
      ];
      if (named.includes(path)) this.#schedule(entry.file);
    }
  }

  async #scheduleAll(): Promise<void> {
    for (const { file } of await this.#manifests.all()) this.#schedule(file);
  }

  /** A manifest that took or gave up a name changes what is said of the others that have it. */
  async #scheduleNamesakes(file: string, after: ManifestEntry | undefined): Promise<void> {
    const before = this.#checked.get(file);
    if (after === undefined) this.#checked.delete(file);
    else this.#checked.set(file, after);
    if (namingOf(before) === namingOf(after)) return;
    for (const entry of [before, after]) {
      const namesakes = entry === undefined ? [] : await this.#namesakes(entry);
      for (const other of namesakes) this.#schedule(other.file);
    }
  }

  #schedule(file: string): void {
    clearTimeout(this.#pending.get(file));
    this.#pending.set(
      file,
      setTimeout(() => {
        this.#pending.delete(file);
        void this.#checkNow(file);
      }, quietTime),
    );
  }

  async #checkNow(file: string): Promise<void> {
    this.#running.get(file)?.abort();
    const controller = new AbortController();
    this.#running.set(file, controller);
    try {
      const entry = await this.#manifests.refresh(file);
      await this.#scheduleNamesakes(file, entry);
      if (entry === undefined || (await this.check(entry, controller.signal)) === undefined) {
        this.#remember(file, undefined);
      }
    } catch (error) {
      if (!isCancellation(error)) logError(this.#log, `Checking ${file}`, error);
    } finally {
      if (this.#running.get(file) === controller) this.#running.delete(file);
    }
  }

  #remember(manifest: string, report: ManifestReport | undefined): void {
    const before = this.#reports.get(manifest)?.files ?? [];
    if (report === undefined) this.#reports.delete(manifest);
    else this.#reports.set(manifest, report);
    for (const file of new Set([...before, ...(report?.files ?? [])].map((one) => one.file)))
      this.#publish(file);
  }

  /** What can be mended within a range: also of problems that the JSON service shows. */
  fixesAt(uri: vscode.Uri, range: vscode.Range): Fix[] {
    return this.#problemsOf(uri.fsPath).flatMap((problem): Fix[] => {
      const { suggestion, fix, insertion } = problem;
      const place = rangeOf(problem);
      if (place.intersection(range) === undefined) return [];
      if (suggestion !== undefined) return [{ kind: 'replace', range: place, text: suggestion }];
      if (insertion !== undefined) return [{ kind: 'insert', range: place, ...insertion }];
      return fix === undefined ? [] : [{ kind: fix, range: place }];
    });
  }

  /** A file that several manifests name has each problem once. */
  #problemsOf(path: string): Problem[] {
    const found = new Map<string, Problem>();
    for (const { files } of this.#reports.values()) {
      for (const { file, problems } of files) {
        if (file !== path) continue;
        for (const problem of problems) found.set(`${problem.offset} ${problem.message}`, problem);
      }
    }
    return [...found.values()];
  }

  #publish(path: string): void {
    const uri = vscode.Uri.file(path);
    const open = vscode.workspace.textDocuments.find(
      (document) => document.uri.toString() === uri.toString(),
    );
    const shown = this.#problemsOf(path).filter(
      (problem) => open === undefined || !saidByJsonService(open, problem),
    );
    this.#collection.set(uri, shown.map(toDiagnostic));
  }

  dispose(): void {
    for (const timer of this.#pending.values()) clearTimeout(timer);
    for (const controller of this.#running.values()) controller.abort();
    for (const disposable of this.#disposables) disposable.dispose();
  }
}

const namingOf = (entry: ManifestEntry | undefined) =>
  JSON.stringify([entry?.functionName, entry?.accountId, entry?.region]);

function toDiagnostic(problem: Problem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(rangeOf(problem), problem.message, severities[problem.severity]);
  diagnostic.source = vscode.l10n.t('Lambda');
  diagnostic.code = problem.code;
  return diagnostic;
}

function rangeOf({ line, column, length }: Problem): vscode.Range {
  const start = new vscode.Position(line - 1, column - 1);
  return new vscode.Range(start, start.translate(0, Math.max(1, length)));
}

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};
