import * as vscode from 'vscode';

/**
 * Calls back with everything that is deleted in the workspace. A folder that goes is told of by itself, its files are not:
 * a watcher of their names would not notice.
 */
export function onFolderGone(listener: (folder: string) => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher('**', true, true, false);
  watcher.onDidDelete(({ fsPath }) => listener(fsPath));
  return watcher;
}
