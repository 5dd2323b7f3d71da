import * as vscode from 'vscode';
import { outputLanguage } from '../contributions.ts';
import type { InvokedReference } from '../core/functionReference.ts';
import { openingLine, shownLine } from '../core/invocations/outputLines.ts';
import type { LogLine } from '../core/local/invocation.ts';

/**
 * Milliseconds that lines are gathered for: a function that prints 100,000 of them does not make as many calls, and one
 * that is done sooner has the processor to itself while it initialises, as nothing is drawn meanwhile.
 */
const gatheringTime = 100;

/** What one invocation writes. */
export interface InvocationOutput {
  write(line: LogLine): void;
  /** Nothing more will come. */
  close(): void;
}

/** The channel with what functions print, as it comes. Made at the first invocation. */
export class FunctionOutput implements vscode.Disposable {
  #channel: vscode.OutputChannel | undefined;
  #waiting: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #open = 0;
  readonly #references = new Map<string, InvokedReference>();

  /** The function that was invoked under a name, for links in the log. */
  referenceOf(functionName: string): InvokedReference | undefined {
    return this.#references.get(functionName);
  }

  /** Opens an invocation. The channel is brought into view the first time only: later the person decides. */
  begin(functionName: string, event: string, reference: InvokedReference): InvocationOutput {
    const isFirst = this.#channel === undefined;
    if (isFirst) this.show();
    this.#references.set(functionName, reference);
    this.#open++;
    let closed = false;
    const opening = openingLine(functionName, event, new Date().toLocaleTimeString());
    this.#append(isFirst ? opening : `\n${opening}`);
    return {
      write: (line) => this.#append(shownLine(line, this.#open > 1 ? functionName : undefined)),
      close: () => {
        if (!closed) this.#open--;
        closed = true;
      },
    };
  }

  /** Brings the channel into view; the focus stays where it is. */
  show(): void {
    this.#made().show(true);
  }

  #made(): vscode.OutputChannel {
    const name = vscode.l10n.t('Lambda Invocations');
    return (this.#channel ??= vscode.window.createOutputChannel(name, outputLanguage));
  }

  #append(text: string): void {
    this.#waiting.push(text);
    this.#timer ??= setTimeout(() => this.#flush(), gatheringTime);
  }

  #flush(): void {
    this.#timer = undefined;
    const lines = this.#waiting;
    this.#waiting = [];
    this.#made().appendLine(lines.join('\n'));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#channel?.dispose();
  }
}
