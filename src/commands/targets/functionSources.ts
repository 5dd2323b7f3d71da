import * as vscode from 'vscode';
import { invocationFailures } from '../../core/failures/invocationFailures.ts';
import { workspaceFailures } from '../../core/failures/workspaceFailures.ts';
import type { FunctionReference } from '../../core/functionReference.ts';
import type { FunctionManifest } from '../../core/manifest/functionManifest.ts';
import { resolvePath } from '../../core/workspacePath.ts';
import type { WorkspaceFiles } from '../../workflows/ports.ts';
import type { FunctionSource } from '../../workflows/resolveFunction.ts';

export interface RunnableFunction {
  readonly source: FunctionSource;
  /** Absolute path of the folder that is mounted as /var/task. */
  readonly root: string;
}

/** Reads functions for local runs. A manifest whose text is the same as last time is not parsed again: a warm call takes milliseconds. */
export class FunctionSources {
  readonly #parsed = new Map<string, { readonly text: string; readonly manifest: FunctionManifest }>();
  readonly #files: WorkspaceFiles;
  readonly #requireManifest: (text: string, file: string) => Promise<FunctionManifest>;

  /** @param requireManifest rejects with `manifest.invalid` */
  constructor(
    files: WorkspaceFiles,
    requireManifest: (text: string, file: string) => Promise<FunctionManifest>,
  ) {
    this.#files = files;
    this.#requireManifest = requireManifest;
  }

  /** Rejects with `invocation.functionGone`, `manifest.invalid` or `workspace.outside`. */
  async read(reference: FunctionReference): Promise<RunnableFunction> {
    const uri = vscode.Uri.file(reference.file);
    const workspace = vscode.workspace.getWorkspaceFolder(uri);
    if (workspace === undefined) throw workspaceFailures.outsideWorkspace(reference.file);
    const folder = vscode.Uri.joinPath(uri, '..').fsPath;
    const manifest = await this.#manifestOf(reference);
    const manifestFile = reference.kind === 'manifest' ? reference.file : undefined;
    return {
      source: { manifest, manifestFile, folder, workspaceFolder: workspace.uri.fsPath },
      root: resolvePath(folder, manifest.package?.root ?? '.'),
    };
  }

  async #manifestOf(reference: FunctionReference): Promise<FunctionManifest> {
    const { file } = reference;
    if (reference.kind === 'handler') {
      if (!(await this.#files.exists(file))) throw invocationFailures.functionGone(file);
      const { functionName, runtime, handler } = reference;
      return { functionName, runtime, handler };
    }
    const text = await this.#files.readText(file);
    if (text === undefined) throw invocationFailures.functionGone(file);
    const known = this.#parsed.get(file);
    if (known?.text === text) return known.manifest;
    const manifest = await this.#requireManifest(text, file);
    this.#parsed.set(file, { text, manifest });
    return manifest;
  }
}
