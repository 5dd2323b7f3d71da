import assert from 'node:assert/strict';
import { UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { awsTestClients, pythonArchive, waitForActive } from '../support/awsTestClients.ts';
import { seedFunction } from '../support/seededAccount.ts';
import {
  eventually,
  extensionUnderTest,
  run,
  workspaceFile,
  writeWorkspaceFile,
} from './extensionUnderTest.ts';
import type { ExtensionUnderTest } from './extensionUnderTest.ts';

const functionName = 'frame-links';
const trace = [
  '/var/task/app.py", line 2',
  '/var/task/shared/util.py", line 3',
  '/opt/python/note.py", line 4',
];
const gone = ['/var/task/gone.py", line 1', '/var/runtime/bootstrap.py", line 5'];
const stackTrace = [...trace, ...gone].map((place) => `  File "${place}, in main\n`);

describe('stack frames in the editor', () => {
  let world: ExtensionUnderTest;
  let event: vscode.Uri;
  before(async () => {
    world = await extensionUnderTest();
    for (const file of ['frames/app.py', 'frames-shared/util.py', 'frames-layer/python/note.py'])
      await writeWorkspaceFile(file, 'one\ntwo\nthree\nfour\n');
    await world.writeManifest('frames/lambda.json', {
      ...{ functionName, runtime: 'python3.13', handler: 'app.main', layers: ['../frames-layer'] },
      package: { include: [{ from: '../frames-shared', to: 'shared' }] },
    });
    event = await writeWorkspaceFile('frames/events/empty.json', '{}');
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const folder of ['frames', 'frames-shared', 'frames-layer'])
      await vscode.workspace.fs.delete(workspaceFile(folder), { recursive: true });
  });

  const expected = ['/frames/app.py#L2', '/frames-shared/util.py#L3', '/frames-layer/python/note.py#L4'];
  /** Targets of the frames of a document as soon as it has this text. */
  async function linksOf(what: string, isIt: (document: vscode.TextDocument) => boolean): Promise<string[]> {
    const document = await eventually(`${what} is there`, () => vscode.workspace.textDocuments.find(isIt));
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      document.uri,
    );
    const base = workspaceFile('').path;
    return links.flatMap(({ target, tooltip }) =>
      // The channel links paths as well, by what it knows of the workspace.
      target !== undefined && /^Open .*, line \d+$/.test(tooltip ?? '')
        ? [`${target.path.slice(base.length)}#${target.fragment}`]
        : [],
    );
  }

  it('lead to the workspace from the result and the log of a local run', async () => {
    const lines = stackTrace.map((text) => ({ text, source: 'function' }) as const);
    world.local.willAnswer({ payload: JSON.stringify({ stackTrace }), status: 'functionError', lines });
    await run('lambdaWorkbench.invokeLocally', event);
    const inResult = await linksOf(
      'the result',
      (document) => document.uri.path === `/${functionName} result`,
    );
    assert.deepEqual(inResult, expected);
    const inLog = await linksOf(
      'the log',
      (document) => document.uri.scheme === 'output' && document.getText().includes('/opt/python/note.py'),
    );
    assert.deepEqual(inLog.slice(-3), expected);
  });

  it('lead to the workspace from the result of a function in AWS that a manifest names', async () => {
    const clients = awsTestClients(world.endpoint);
    await seedFunction(clients.lambda, functionName);
    await waitForActive(clients, functionName);
    const code = `def main(event, context):\n    return {"deployed": True, "stackTrace": ${JSON.stringify(stackTrace)}}\n`;
    await clients.lambda.send(
      new UpdateFunctionCodeCommand({ FunctionName: functionName, ZipFile: await pythonArchive(code) }),
    );
    await waitForActive(clients, functionName);
    clients.destroy();
    await run('lambdaWorkbench.refreshFunctions');
    world.person.willAnswer(functionName, '$LATEST', 'Wait for the Result');
    await run('lambdaWorkbench.invokeInAws', event);
    const inResult = await linksOf(
      'the result',
      (document) =>
        document.uri.scheme === 'lambda-result' && document.getText().includes('"deployed": true'),
    );
    assert.deepEqual(inResult, expected);
  });
});
