import * as vscode from 'vscode';

/** A message of the Debug Adapter Protocol, as far as it is looked at here. */
interface Message {
  readonly type?: unknown;
  readonly seq?: unknown;
  readonly command?: unknown;
  readonly arguments?: unknown;
}

/** What a run may tell the person who started it. */
export interface DebugConsole {
  /** `stdout`: what the debugged program writes; `console`: what is said about it. */
  print(category: 'stdout' | 'console', text: string): void;
  /** What is being waited for; undefined when there is nothing any more. */
  progress(text: string | undefined): void;
}

export interface DebuggedRun {
  readonly title: string;
  /** Resolves when the session is over. An abort of the signal asks for that. Failures are its own to show. */
  run(console: DebugConsole, signal: AbortSignal): Promise<void>;
}

const breakpointRequests = ['setBreakpoints', 'setFunctionBreakpoints', 'setExceptionBreakpoints'];

/**
 * The smallest debug adapter: a session that is one run, has no threads, and leaves breakpoints to the session that it
 * starts. It does not restart by itself, so VS Code ends it and launches it anew.
 */
export function runDebugAdapter(run: DebuggedRun): vscode.DebugAdapter {
  const session = new RunSession(run);
  // Also disposed of when the window lets go without a word.
  return Object.assign(new vscode.Disposable(() => session.dispose()), {
    onDidSendMessage: session.onDidSendMessage,
    handleMessage: (message: Message) => session.handle(message),
  });
}

class RunSession {
  readonly #run: DebuggedRun;
  readonly #messages = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
  readonly onDidSendMessage = this.#messages.event;
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #seq = 1;
  #progressId: string | undefined;

  constructor(run: DebuggedRun) {
    this.#run = run;
  }

  handle(message: Message): void {
    if (message.type !== 'request') return;
    switch (message.command) {
      case 'initialize':
        this.#respond(message, { supportsConfigurationDoneRequest: true, supportsCancelRequest: true });
        this.#event('initialized');
        break;
      case 'launch':
        this.#respond(message);
        this.#running = this.#launch();
        break;
      case 'threads':
        this.#respond(message, { threads: [] });
        break;
      case 'cancel':
        if (isAboutProgress(message)) this.#stop.abort();
        this.#respond(message);
        break;
      case 'disconnect':
        this.#stop.abort();
        // VS Code lets go of the session with the answer: by then nothing of it is left.
        void this.#running.then(() => this.#respond(message));
        break;
      default:
        this.#respond(message, breakpointsLeftAlone(message));
    }
  }

  async #launch(): Promise<void> {
    const console: DebugConsole = {
      print: (category, text) => this.#event('output', { category, output: `${text}\n` }),
      progress: (text) => this.#progress(text),
    };
    await this.#run.run(console, this.#stop.signal);
    this.#progress(undefined);
    this.#event('terminated');
  }

  #progress(message: string | undefined): void {
    const id = this.#progressId;
    if (message === undefined) {
      this.#progressId = undefined;
      if (id !== undefined) this.#event('progressEnd', { progressId: id });
    } else if (id === undefined) {
      this.#progressId = String(this.#seq);
      const title = this.#run.title;
      this.#event('progressStart', { progressId: this.#progressId, title, message, cancellable: true });
    } else {
      this.#event('progressUpdate', { progressId: id, message });
    }
  }

  #respond({ seq, command }: Message, body: object = {}): void {
    this.#send({ type: 'response', request_seq: seq, command, success: true, body });
  }

  #event(event: string, body: object = {}): void {
    this.#send({ type: 'event', event, body });
  }

  #send(message: object): void {
    this.#messages.fire({ seq: this.#seq++, ...message });
  }

  dispose(): void {
    this.#stop.abort();
    this.#messages.dispose();
  }
}

const isAboutProgress = ({ arguments: args }: Message): boolean =>
  typeof args === 'object' && args !== null && 'progressId' in args && args.progressId !== undefined;

/** Each breakpoint wants an answer; whether it holds is said by the session of the debugger that takes over. */
function breakpointsLeftAlone({ command, arguments: args }: Message): object {
  if (typeof command !== 'string' || !breakpointRequests.includes(command)) return {};
  const asked =
    typeof args === 'object' && args !== null && 'breakpoints' in args && Array.isArray(args.breakpoints)
      ? args.breakpoints
      : [];
  return { breakpoints: asked.map(() => ({ verified: false })) };
}
