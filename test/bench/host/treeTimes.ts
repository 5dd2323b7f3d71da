// Runs inside an extension host where our extension is developed. Reports how much heap the Functions view takes with all
// of 1,000 functions read and drawn, and how long it takes to filter 10,000.
import { equal } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension.ts';
import { collectedHeap } from './collectedHeap.ts';
import { quiet } from './quiet.ts';

const megabyte = 1024 * 1024;
const samples = 11;

type FunctionsView = TestApi['functionsView'];

/** Called by VS Code. */
export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension<TestApi>('lambda-workbench.lambda-workbench');
  if (extension === undefined) throw new Error('No extension.');
  // No credentials are inherited by a benchmark's VS Code.
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  const { functionsView, dialogs } = await extension.activate();
  await connect(process.env['BENCH_NONE'], functionsView, 0);
  const before = await collectedHeap();
  await connect(process.env['BENCH_1000'], functionsView, 1_000);
  const megabytes = ((await collectedHeap()) - before) / megabyte;
  await connect(process.env['BENCH_10000'], functionsView, 10_000);
  const times: number[] = [];
  for (let sample = 0; sample <= samples; sample++) {
    const time = await filter(`f0${sample % 10}${Math.floor(sample / 10)}`, functionsView, dialogs);
    if (sample > 0) times.push(time);
  }
  const report = { tree_heap_mb: [megabytes], filter_10000_ms: times };
  writeFileSync(process.env['BENCH_REPORT'] ?? '', JSON.stringify(report));
}

/** Shows the functions of an endpoint in the view, every page of them. */
async function connect(endpoint: string | undefined, view: FunctionsView, count: number): Promise<void> {
  const settings = vscode.workspace.getConfiguration('lambdaWorkbench');
  const { Workspace } = vscode.ConfigurationTarget;
  await settings.update('connection.region', 'us-east-1', Workspace);
  await settings.update('connection.endpoint', endpoint, Workspace);
  await vscode.commands.executeCommand('lambdaWorkbench.functions.focus');
  const { catalog } = await view.load();
  catalog.refresh();
  await catalog.loadAll(new AbortController().signal);
  equal(catalog.functions.length, count);
  equal((await view.getChildren()).length, count);
  // Drawn by the window too.
  await quiet();
}

/** @returns milliseconds from the person's answer until the view says that it changed and its rows are there */
async function filter(words: string, view: FunctionsView, dialogs: TestApi['dialogs']): Promise<number> {
  let asked = 0;
  dialogs.input = () => {
    asked = performance.now();
    return Promise.resolve(words);
  };
  const changed = new Promise<void>((resolve) => {
    const listening = view.onDidChangeTreeData(() => {
      listening.dispose();
      resolve();
    });
  });
  await vscode.commands.executeCommand('lambdaWorkbench.filterFunctions');
  await changed;
  const rows = await view.getChildren();
  const time = performance.now() - asked;
  equal(rows.length, 100, words);
  await quiet();
  return time;
}
