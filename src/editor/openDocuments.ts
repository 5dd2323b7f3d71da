import * as vscode from 'vscode';
import { workspaceFailures } from '../core/failures/workspaceFailures.ts';
import { isInside } from '../core/workspacePath.ts';

interface TextFiles {
  readText(path: string): Promise<string | undefined>;
  exists(path: string): Promise<boolean>;
}

/** Files as the person sees them: the text of an open editor wins over the disk. */
export function withOpenDocuments(disk: TextFiles): TextFiles {
  return {
    readText: async (path) => openDocument(path)?.getText() ?? (await disk.readText(path)),
    exists: async (path) => openDocument(path) !== undefined || (await disk.exists(path)),
  };
}

function openDocument(path: string): vscode.TextDocument | undefined {
  // Compared as URIs: those of one window agree on the case of a drive letter.
  const wanted = vscode.Uri.file(path).toString();
  return vscode.workspace.textDocuments.find(
    (document) => !document.isClosed && document.isDirty && document.uri.toString() === wanted,
  );
}

/**
 * Saves what is unsaved of files and folders: what is deployed or run is on disk, and the person means what the editor shows.
 * Rejects with `workspace.unsaved` when one cannot be saved.
 * @param places absolute paths
 * @param leave files that stay unsaved
 */
export async function saveConcerned(
  places: readonly string[],
  leave: (file: string) => boolean = () => false,
): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    const { fsPath, scheme } = document.uri;
    if (!document.isDirty || scheme !== 'file') continue;
    if (!places.some((place) => isInside(place, fsPath)) || leave(fsPath)) continue;
    if (!(await document.save())) throw workspaceFailures.unsaved(fsPath);
  }
}
