import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { TestApi } from '../../src/extension.ts';
import type { CommandId } from '../../src/contributions.ts';
import type { InvocationHistory } from '../../src/core/invocations/invocationHistory.ts';
import { FakeLocalInvoker } from '../support/fakeLocalInvoker.ts';
import { ScriptedPerson } from '../support/scriptedPerson.ts';

export interface ExtensionUnderTest {
  readonly person: ScriptedPerson;
  /** Base URL of the AWS emulator that the workspace is connected to. */
  readonly endpoint: string;
  /** Runs functions in place of containers. */
  readonly local: FakeLocalInvoker;
  readonly history: InvocationHistory;
  /** The rows of the Functions view, as VS Code asks for them. */
  readonly functionsView: TestApi['functionsView'];
  /** Lets functions run in containers, until the function that it gives back is called. */
  useContainers(): () => void;
  /** Writes a manifest and waits until the extension knows its function. */
  writeManifest(path: string, manifest: unknown): Promise<vscode.Uri>;
}

/** Activates the extension, connects the workspace to the emulator, and puts a scripted person in front of it. */
export async function extensionUnderTest(): Promise<ExtensionUnderTest> {
  const extension = vscode.extensions.getExtension<TestApi>('lambda-workbench.lambda-workbench');
  assert.ok(extension, 'VS Code does not know the extension');
  const { dialogs, seams, history, manifests, functionsView } = await extension.activate();
  const person = new ScriptedPerson();
  person.answerFor(dialogs);
  const local = new FakeLocalInvoker();
  seams.localInvoker = local;
  const useContainers = () => {
    seams.localInvoker = undefined;
    return () => {
      seams.localInvoker = local;
    };
  };
  const endpoint = process.env['LAMBDA_WORKBENCH_TEST_ENDPOINT'];
  assert.ok(endpoint, 'The runner names no AWS endpoint');
  // No credentials are inherited by a test's VS Code; the emulator takes any.
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  await setSettings({
    'connection.profile': undefined,
    'connection.endpoint': endpoint,
    'connection.region': 'us-east-1',
  });
  const writeManifest = async (path: string, manifest: unknown) => {
    const text = JSON.stringify(manifest, undefined, 2);
    const uri = await writeWorkspaceFile(path, text);
    let last = Date.now();
    await eventually(`${path} is known`, () => {
      // The file watcher of a window that has just opened misses what happens while it starts.
      if (Date.now() - last > 1000) {
        last = Date.now();
        void writeWorkspaceFile(path, text);
      }
      return manifests.entry(uri.fsPath);
    });
    return uri;
  };
  return { person, endpoint, local, history, functionsView, useContainers, writeManifest };
}

export async function setSettings(values: Readonly<Record<string, unknown>>): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('lambdaWorkbench');
  for (const [name, value] of Object.entries(values)) {
    await configuration.update(name, value, vscode.ConfigurationTarget.Workspace);
  }
}

export async function run(command: CommandId, ...args: unknown[]): Promise<void> {
  await vscode.commands.executeCommand(command, ...args);
}

/** A file of the workspace by its path in it. */
export function workspaceFile(path: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'No folder is open');
  return vscode.Uri.joinPath(folder.uri, path);
}

export async function writeWorkspaceFile(path: string, text: string): Promise<vscode.Uri> {
  const uri = workspaceFile(path);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}

export const readWorkspaceFile = (path: string): Promise<string> =>
  readFile(workspaceFile(path).fsPath, 'utf8');

/** Waits for a condition that VS Code brings about by itself; fails with what it is about. */
export async function eventually<T>(what: string, read: () => T | undefined, timeout = 15_000): Promise<T> {
  const end = Date.now() + timeout;
  for (;;) {
    const value = read();
    if (value !== undefined) return value;
    if (Date.now() > end) assert.fail(`In ${timeout} ms it did not happen: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Asks the emulator itself, past the extension: the answer's JSON, or the HTTP status where there is none. */
export async function askEmulator(endpoint: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${endpoint}/2015-03-31/functions/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return response.ok ? response.json() : response.status;
}
