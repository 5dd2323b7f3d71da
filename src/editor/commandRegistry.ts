import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';
import type { CommandId, ContextKey } from '../contributions.ts';
import { workspaceFailures } from '../core/failures/workspaceFailures.ts';
import type { Dialogs } from './dialogs.ts';
import { showFailure } from './failureMessages.ts';
import type { Log } from './log.ts';

export interface Command {
  /** As in the palette, for sentences and the log. */
  readonly title: string;
  /** True for everything that runs, spawns, or calls AWS: refused in an untrusted workspace. */
  readonly needsTrust: boolean;
  /** Arguments are what a menu, a keybinding or another command hands over. */
  readonly run: (args: readonly unknown[]) => Promise<void>;
}

export type CommandTable = Readonly<Record<CommandId, Command>>;

/**
 * The only place that registers commands: trust, failure and log are dealt with once, here. What they run is loaded with the
 * first one that is called.
 */
export function registerCommands(
  load: () => Promise<CommandTable>,
  ui: { readonly dialogs: Dialogs; readonly log: Log; readonly onError: (error: unknown) => void },
): vscode.Disposable {
  return vscode.Disposable.from(
    ...commandIds.map((id) =>
      vscode.commands.registerCommand(id, async (...args: unknown[]) => {
        const { title, needsTrust, run } = (await load())[id];
        try {
          if (needsTrust && !vscode.workspace.isTrusted) throw workspaceFailures.untrusted(title);
          await run(args);
        } catch (error) {
          ui.onError(error);
          showFailure(error, title, ui);
        }
      }),
    ),
  );
}

/** The only place that sets context keys. Failing to is no reason to stop. */
export function setContextKey(key: ContextKey, value: boolean | string | readonly string[]): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
