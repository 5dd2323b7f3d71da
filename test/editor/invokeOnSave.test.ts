import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import {
  eventually,
  extensionUnderTest,
  run,
  workspaceFile,
  writeWorkspaceFile,
} from './extensionUnderTest.ts';
import type { ExtensionUnderTest } from './extensionUnderTest.ts';

async function changeAndSave(path: string, text: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(workspaceFile(path));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
  assert.equal(await document.save(), true);
}

describe('invoking on save', () => {
  let world: ExtensionUnderTest;
  before(async () => {
    world = await extensionUnderTest();
    await writeWorkspaceFile('loop/adder.py', 'def main(event, context):\n    return 1\n');
    await writeWorkspaceFile('loop/notes.event.json', '{}');
    await writeWorkspaceFile('outside.py', 'x = 1\n');
    await writeWorkspaceFile('shared/lib.py', 'x = 1\n');
    world.local.places = [workspaceFile('shared').fsPath];
    const manifest = { functionName: 'loop', runtime: 'python3.13', handler: 'adder.main' };
    await world.writeManifest('loop/lambda.json', manifest);
    await writeWorkspaceFile('loop/events/one.json', '{}');
    world.person.willAnswer();
    world.local.willAnswer({ payload: '1' });
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(workspaceFile('loop'), { recursive: true });
    await vscode.workspace.fs.delete(workspaceFile('outside.py'));
    await vscode.workspace.fs.delete(workspaceFile('shared'), { recursive: true });
    world.local.places = [];
  });
  const runs = () => world.local.requests.length;
  const reaches = (count: number) => eventually(`${count} runs`, () => (runs() === count ? true : undefined));

  it('runs at once when it is turned on for an event, and again when handler, event or a layer are saved', async () => {
    await run('lambdaWorkbench.toggleInvokeOnSave', workspaceFile('loop/events/one.json'));
    assert.equal(runs(), 1);
    await changeAndSave('loop/adder.py', 'def main(event, context):\n    return 2\n');
    await reaches(2);
    await changeAndSave('loop/events/one.json', '{"a": 1}');
    await reaches(3);
    assert.equal(world.local.requests[2]?.event, '{"a": 1}');
    await changeAndSave('shared/lib.py', 'x = 2\n');
    await reaches(4);
  });

  it('marks an event that is no JSON and waits for the next save', async () => {
    const event = workspaceFile('loop/events/one.json');
    const ours = () => vscode.languages.getDiagnostics(event).find(({ source }) => source === 'Lambda');
    // VS Code's own JSON service would say it in our place.
    const json = vscode.workspace.getConfiguration('json');
    await json.update('validate.enable', false, vscode.ConfigurationTarget.Global);
    try {
      await changeAndSave('loop/events/one.json', '{"a": ');
      await eventually('a mark', ours);
      assert.equal(runs(), 4);
    } finally {
      await json.update('validate.enable', undefined, vscode.ConfigurationTarget.Global);
    }
    await changeAndSave('loop/events/one.json', '{"a": 2}');
    await reaches(5);
    assert.equal(world.local.requests[4]?.event, '{"a": 2}');
    assert.deepEqual(world.person.told, []);
  });

  it('is not started by other files, by what a program writes, nor by what an invocation saves itself', async () => {
    await changeAndSave('outside.py', 'x = 2\n');
    await changeAndSave('loop/notes.event.json', '{"b": 1}');
    await writeWorkspaceFile('loop/built.py', 'y = 1\n');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(workspaceFile('loop/adder.py'), new vscode.Position(0, 0), '# by hand\n');
    await vscode.workspace.applyEdit(edit);
    await run('lambdaWorkbench.invokeAgain');
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(runs(), 6);
  });

  it('ends when it is turned off', async () => {
    await run('lambdaWorkbench.toggleInvokeOnSave', workspaceFile('loop/events/one.json'));
    await changeAndSave('loop/adder.py', 'def main(event, context):\n    return 3\n');
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(runs(), 6);
  });
});
