import * as vscode from 'vscode';
import type { CommandId } from '../contributions.ts';
import { connectionText } from '../core/connection/connectionStatus.ts';
import type { ConnectionStatus } from '../core/connection/connectionStatus.ts';
import type { FunctionReference } from '../core/functionReference.ts';
import { baseName } from '../core/workspacePath.ts';
import type { ManifestIndex } from './manifestIndex.ts';

const command: CommandId = 'lambdaWorkbench.switchConnection';

interface Changing {
  onDidChange(listener: () => void): () => void;
}

/** The one status bar item: where a deploy goes, and what is invoked on save. */
export function createStatusBar(
  connection: Changing & { readonly status: ConnectionStatus },
  onSave: Changing & { all(): readonly FunctionReference[] },
  manifests: Pick<ManifestIndex, 'entry'>,
): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('connection', vscode.StatusBarAlignment.Left, 0);
  item.name = vscode.l10n.t('Lambda connection');
  item.command = command;
  const draw = () => {
    const { text: connected, facts, warning } = connectionText(connection.status);
    const watched = onSave.all().map((reference) => nameOf(reference, manifests));
    const text = watched.length === 0 ? connected : `${connected} · $(sync) ${watched.join(', ')}`;
    item.text = text;
    const lines =
      watched.length === 0 ? facts : [...facts, [vscode.l10n.t('Invoked on save'), watched.join(', ')]];
    item.tooltip = [
      item.name,
      ...lines.map(([name = '', value = '']) => `${name}: ${value}`),
      vscode.l10n.t('Click to switch'),
    ].join('\n');
    item.backgroundColor = warning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.accessibilityInformation = {
      label: vscode.l10n.t('Lambda connection: {0}', text.replace(/\$\([\w-]+\) ?/g, '')),
    };
  };
  draw();
  item.show();
  const stops = [connection.onDidChange(draw), onSave.onDidChange(draw)];
  return vscode.Disposable.from(item, ...stops.map((stop) => new vscode.Disposable(stop)));
}

function nameOf(reference: FunctionReference, manifests: Pick<ManifestIndex, 'entry'>): string {
  if (reference.kind === 'handler') return reference.functionName;
  return manifests.entry(reference.file)?.functionName ?? baseName(reference.file);
}
