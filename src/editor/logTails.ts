import * as vscode from 'vscode';
import { contextKeys, outputLanguage } from '../contributions.ts';
import type { CommandId } from '../contributions.ts';
import type { InvocationHistory } from '../core/invocations/invocationHistory.ts';
import { setContextKey } from './commandRegistry.ts';
import { registerRequestLinks } from './requestLinks.ts';

/** A log that is followed, in the channel of its function. */
export interface LogTail {
  /** Milliseconds since the epoch: what is older is not shown. */
  readonly from: number;
  /** Undefined: lines of all versions. */
  readonly qualifier: string | undefined;
  /** Aborted when the tail is to end. */
  readonly signal: AbortSignal;
  write(text: string): void;
  /** Says in the channel why it ended, once. */
  end(sentence: string): void;
}

const stopCommand: CommandId = 'lambdaWorkbench.stopTailingLogs';

const channelName = (functionName: string) => vscode.l10n.t('Lambda Logs: {0}', functionName);

/** The logs that this window follows: a channel for each function, and one status bar item while there are any. */
export class LogTails implements vscode.Disposable {
  readonly #tails = new Map<string, LogTail>();
  readonly #channels = new Map<string, vscode.OutputChannel>();
  readonly #item = vscode.window.createStatusBarItem('logs', vscode.StatusBarAlignment.Left, 0);
  readonly #links: vscode.Disposable;
  #disposed = false;

  constructor(history: Pick<InvocationHistory, 'all'>) {
    this.#links = registerRequestLinks(history);
    this.#item.name = vscode.l10n.t('Lambda logs');
    this.#item.command = stopCommand;
  }

  /** Names of the functions whose logs are followed. */
  get names(): readonly string[] {
    return [...this.#tails.keys()];
  }

  of(functionName: string): LogTail | undefined {
    return this.#tails.get(functionName);
  }

  /** Begins a tail in the function's channel, in place of one that there is, and brings the channel into view. */
  begin(functionName: string, qualifier: string | undefined, from: number, opening: string): LogTail {
    const known = this.#channels.get(functionName);
    this.#tails.get(functionName)?.end(vscode.l10n.t('Begun anew'));
    const name = channelName(functionName);
    const channel = known ?? vscode.window.createOutputChannel(name, outputLanguage);
    this.#channels.set(functionName, channel);
    const controller = new AbortController();
    const { signal } = controller;
    const write = (text: string) => {
      if (!signal.aborted && !this.#disposed) channel.appendLine(text);
    };
    const end = (sentence: string) => {
      write(`» ${sentence}`);
      controller.abort();
      if (this.#tails.get(functionName) === tail) this.#tails.delete(functionName);
      this.#draw();
    };
    const tail: LogTail = { from, qualifier, signal, write, end };
    this.#tails.set(functionName, tail);
    write(known === undefined ? opening : `\n${opening}`);
    channel.show(true);
    this.#draw();
    return tail;
  }

  /** Brings the line of a request into view as soon as it is there; false when it does not come in `ms` milliseconds. */
  async reveal(functionName: string, requestId: string, ms: number): Promise<boolean> {
    this.#channels.get(functionName)?.show(true);
    for (const end = Date.now() + ms; Date.now() < end && !this.#disposed;) {
      for (const editor of vscode.window.visibleTextEditors) {
        const { document } = editor;
        // The channel with what functions print names the request too.
        if (document.uri.scheme !== 'output' || !document.uri.path.endsWith(channelName(functionName)))
          continue;
        const offset = document.getText().indexOf(requestId);
        if (offset < 0) continue;
        const { range } = document.lineAt(document.positionAt(offset));
        // The view that is just being opened puts it back.
        if (editor.selection.isEqual(range)) return true;
        editor.selection = new vscode.Selection(range.start, range.end);
        editor.revealRange(range, vscode.TextEditorRevealType.AtTop);
      }
      // Stopped meanwhile: nobody waits for it.
      if (!this.#tails.has(functionName)) return true;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return false;
  }

  #draw(): void {
    if (this.#disposed) return;
    const { names } = this;
    setContextKey(contextKeys.tailingLogs, names.length > 0);
    const { t } = vscode.l10n;
    const text = names.length === 1 ? t('Tailing {0}', names[0] ?? '') : t('Tailing {0} logs', names.length);
    this.#item.text = `$(output) ${text}`;
    this.#item.tooltip = `${names.join(', ')}\n${t('Click to stop')}`;
    if (names.length > 0) this.#item.show();
    else this.#item.hide();
  }

  dispose(): void {
    for (const tail of this.#tails.values()) tail.end('');
    this.#disposed = true;
    for (const channel of this.#channels.values()) channel.dispose();
    this.#item.dispose();
    this.#links.dispose();
  }
}
