import assert from 'node:assert/strict';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { extensionUnderTest, run, workspaceFile, writeWorkspaceFile } from './extensionUnderTest.ts';
import type { ExtensionUnderTest } from './extensionUnderTest.ts';

const code = 'def handler(event, context):\n    return open("/mnt/data/table.csv").read()\n';

/** In a container of a real engine. */
describe('a folder outside of the workspace', () => {
  let world: ExtensionUnderTest;
  let outside: string;
  let event: vscode.Uri;
  let useFake: () => void;
  before(async () => {
    world = await extensionUnderTest();
    useFake = world.useContainers();
    outside = await realpath(await mkdtemp(path.join(tmpdir(), 'lambda-workbench-outside-')));
    await writeFile(path.join(outside, 'table.csv'), 'a,b');
    await writeWorkspaceFile('mounting/app.py', code);
    event = await writeWorkspaceFile('mounting/events/empty.json', '{}');
    await world.writeManifest('mounting/lambda.json', {
      ...{ functionName: 'mounting', runtime: 'python3.13', handler: 'app.handler' },
      local: { mounts: { '/mnt/data': path.relative(workspaceFile('mounting').fsPath, outside) } },
    });
  });
  after(async () => {
    await run('lambdaWorkbench.removeLocalContainers');
    useFake();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(workspaceFile('mounting'), { recursive: true });
    await rm(outside, { recursive: true });
  });
  const stateOfLast = () => {
    const state = world.history.all()[0]?.state;
    return state?.kind === 'ended' ? state.outcome.payload : state?.kind;
  };

  it('is mounted only when a person has said so, who is asked once', async () => {
    world.person.willAnswer();
    await run('lambdaWorkbench.invokeLocally', event);
    assert.equal(stateOfLast(), 'cancelled');
    world.person.willAnswer('Mount It Read-Only');
    await run('lambdaWorkbench.invokeLocally', event);
    assert.equal(stateOfLast(), '"a,b"');
    await run('lambdaWorkbench.invokeAgain');
    assert.equal(stateOfLast(), '"a,b"');
    const [question, ...others] = world.person.asked;
    assert.deepEqual([question?.kind, others], ['confirm', []]);
    assert.equal(question?.text, `Let the container of mounting see ${outside}?`);
  }).timeout(90_000);
});
