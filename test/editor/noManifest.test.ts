import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import {
  askEmulator,
  eventually,
  extensionUnderTest,
  readWorkspaceFile,
  run,
  workspaceFile,
  writeWorkspaceFile,
} from './extensionUnderTest.ts';
import type { ExtensionUnderTest } from './extensionUnderTest.ts';

const source = [
  'def first(event, context):',
  '    return 1',
  '',
  '',
  'def second(event, context):',
  '    return 2',
  '',
].join('\n');

describe('a handler without a manifest', () => {
  let world: ExtensionUnderTest;
  before(async () => {
    world = await extensionUnderTest();
    await writeWorkspaceFile('bare/bare.py', source);
  });

  it('is deployed after the questions that detection left open, and its manifest is written on request', async () => {
    world.person.willAnswer('bare.second', 'bare_two', 'python3.13', 'Deploy bare_two', 'Write lambda.json');
    await run('lambdaWorkbench.deployFunction', workspaceFile('bare/bare.py'));
    assert.match(world.person.told.join(), /^bare_two deployed \(/);
    assert.equal(await askEmulator(world.endpoint, 'bare_two/invocations', {}), 2);
    const file = workspaceFile('bare/lambda.json').fsPath;
    await eventually('lambda.json is written and shown', () =>
      vscode.window.activeTextEditor?.document.fileName === file ? true : undefined,
    );
    assert.deepEqual(JSON.parse(await readWorkspaceFile('bare/lambda.json')), {
      functionName: 'bare_two',
      runtime: 'python3.13',
      handler: 'bare.second',
    });
  });

  it('is deployed again by the manifest that was written, not by the answers', async () => {
    const text = await readWorkspaceFile('bare/lambda.json');
    await writeWorkspaceFile('bare/lambda.json', text.replace('bare.second', 'bare.first'));
    world.person.willAnswer('Deploy bare_two');
    await run('lambdaWorkbench.deployAgain');
    assert.match(world.person.told.join(), /^bare_two deployed \(/);
    assert.equal(await askEmulator(world.endpoint, 'bare_two/invocations', {}), 1);
  });

  it('is not deployed when the person gives up at a question', async () => {
    await writeWorkspaceFile('bare/other.py', source);
    world.person.willAnswer('other.first');
    await run('lambdaWorkbench.deployFunction', workspaceFile('bare/other.py'));
    assert.deepEqual(world.person.told, []);
    assert.equal(await askEmulator(world.endpoint, 'other'), 404);
  });

  it('says so when the file defines none', async () => {
    const uri = await writeWorkspaceFile('empty/nothing.py', 'x = 1\n');
    world.person.willAnswer();
    await run('lambdaWorkbench.createManifest', uri);
    assert.match(world.person.told.join(), /^empty\/nothing\.py defines no handler/);
  });
});
