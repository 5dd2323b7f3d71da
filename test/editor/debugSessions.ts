import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { eventually, workspaceFile } from './extensionUnderTest.ts';
import type { ExtensionUnderTest } from './extensionUnderTest.ts';

interface Stop {
  readonly session: vscode.DebugSession;
  readonly threadId: number;
  readonly reason: string;
}

interface Frame {
  readonly id: number;
  readonly line: number;
  readonly source?: { readonly path?: string };
}

interface ProtocolMessage {
  readonly type?: string;
  readonly event?: string;
  readonly body?: {
    readonly threadId?: number;
    readonly reason?: string;
    readonly output?: string;
    readonly category?: string;
  };
}

/** Watches every debug session of the window as a person does: where it stands, what its console says. */
export class DebugSessions implements vscode.Disposable {
  readonly living = new Set<string>();
  /** Names of all that were ever started, in order. */
  readonly started: string[] = [];
  output = '';
  #stops: Stop[] = [];
  readonly #subscriptions: vscode.Disposable;

  constructor() {
    this.#subscriptions = vscode.Disposable.from(
      vscode.debug.onDidStartDebugSession(({ id, type }) => {
        this.living.add(id);
        this.started.push(type);
      }),
      vscode.debug.onDidTerminateDebugSession(({ id }) => this.living.delete(id)),
      vscode.debug.registerDebugAdapterTrackerFactory('*', {
        createDebugAdapterTracker: (session) => ({
          onDidSendMessage: (message: ProtocolMessage) => this.#read(session, message),
        }),
      }),
    );
  }

  #read(session: vscode.DebugSession, { type, event, body }: ProtocolMessage): void {
    if (type !== 'event') return;
    // What a debugger counts for its makers is not shown.
    if (event === 'output' && body?.category !== 'telemetry') this.output += body?.output ?? '';
    if (event === 'stopped' && body?.threadId !== undefined) {
      this.#stops.push({ session, threadId: body.threadId, reason: body.reason ?? '' });
    }
  }

  /** Waits for the next stop. */
  async paused(): Promise<PausedProgram> {
    const stop = await eventually('the program stops', () => this.#stops.shift(), 45_000);
    const { session, threadId } = stop;
    const trace = (await session.customRequest('stackTrace', { threadId })) as { stackFrames: Frame[] };
    const [frame] = trace.stackFrames;
    assert.ok(frame, 'The stack is empty');
    return new PausedProgram(stop, frame);
  }

  async ended(): Promise<void> {
    await eventually('every session ends', () => (this.living.size === 0 ? true : undefined), 30_000);
  }

  /** Takes all breakpoints away, ends what is debugged and forgets what was seen. */
  async endAll(): Promise<void> {
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    await vscode.debug.stopDebugging();
    await this.ended();
    this.clear();
  }

  /** Forgets what was seen so far. */
  clear(): void {
    this.#stops = [];
    this.output = '';
    this.started.length = 0;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

export class PausedProgram {
  readonly reason: string;
  /** `path:line`, the path as the editor has it. */
  readonly at: string;
  readonly #stop: Stop;
  readonly #frame: Frame;

  constructor(stop: Stop, frame: Frame) {
    this.#stop = stop;
    this.#frame = frame;
    this.reason = stop.reason;
    // Where the window is not on the same machine as the files, VS Code hands a URI over.
    const path = (frame.source?.path ?? '').replace(/^vscode-remote:\/\/[^/]+/, '');
    this.at = `${path}:${frame.line}`;
  }

  async evaluate(expression: string): Promise<string> {
    const request = { expression, frameId: this.#frame.id, context: 'repl' };
    const answer = (await this.#stop.session.customRequest('evaluate', request)) as { result: string };
    return answer.result;
  }

  async go(command: 'continue' | 'next' | 'stepOut' = 'continue'): Promise<void> {
    await this.#stop.session.customRequest(command, { threadId: this.#stop.threadId });
  }
}

/** Ids of the containers that this window has on the engine. */
export async function containersOfThisWindow(): Promise<string[]> {
  const filter = `label=lambda-workbench.pid=${process.pid}`;
  const { stdout } = await promisify(execFile)('docker', ['ps', '--all', '--quiet', '--filter', filter]);
  return stdout.split('\n').filter((id) => id !== '');
}

/** Of a function that is debugged: Lambda would end it after 3 seconds. */
export const debuggedManifest = (name: string, runtime: string, more = {}) => ({
  functionName: name,
  runtime,
  handler: 'app.handler',
  timeout: 3,
  ...more,
});

/** Sets a breakpoint at the start of a 1-based line: `path:line`, as a stop there says it. */
export const breakpointAt = (path: string, line: number) => {
  const uri = workspaceFile(path);
  vscode.debug.addBreakpoints([
    new vscode.SourceBreakpoint(new vscode.Location(uri, new vscode.Position(line - 1, 0))),
  ]);
  return `${uri.fsPath}:${line}`;
};

/** What the last invocation came to. */
export const lastResult = ({ history }: ExtensionUnderTest): unknown => {
  const state = history.all()[0]?.state;
  return state?.kind === 'ended' ? (JSON.parse(state.outcome.payload) as unknown) : state?.kind;
};
