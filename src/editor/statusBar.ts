import * as vscode from 'vscode';
import type { CommandId } from '../contributions.ts';
import { connectionText } from '../core/connection/connectionStatus.ts';
import type { ConnectionStatus } from '../core/connection/connectionStatus.ts';

const command: CommandId = 'lambdaWorkbench.switchConnection';

/** The one status bar item: where a deploy goes. */
export function createStatusBar(connection: {
  readonly status: ConnectionStatus;
  onDidChange(listener: () => void): () => void;
}): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('connection', vscode.StatusBarAlignment.Left, 0);
  item.name = vscode.l10n.t('Lambda connection');
  item.command = command;
  const draw = () => {
    const { text, facts, warning } = connectionText(connection.status);
    item.text = text;
    item.tooltip = [
      item.name,
      ...facts.map(([name, value]) => `${name}: ${value}`),
      vscode.l10n.t('Click to switch'),
    ].join('\n');
    item.backgroundColor = warning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.accessibilityInformation = {
      label: vscode.l10n.t('Lambda connection: {0}', text.replace(/\$\([\w-]+\) ?/g, '')),
    };
  };
  draw();
  item.show();
  const stop = connection.onDidChange(draw);
  return vscode.Disposable.from(item, new vscode.Disposable(stop));
}
