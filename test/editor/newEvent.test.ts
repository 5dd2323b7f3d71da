import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import {
  extensionUnderTest,
  readWorkspaceFile,
  run,
  workspaceFile,
  writeWorkspaceFile,
} from './extensionUnderTest.ts';
import type { ExtensionUnderTest } from './extensionUnderTest.ts';

describe('a new event', () => {
  let world: ExtensionUnderTest;
  before(async () => {
    world = await extensionUnderTest();
    await writeWorkspaceFile('mail/bot.py', 'def main(event, context):\n    return 1\n');
    const manifest = {
      functionName: 'bot',
      runtime: 'python3.13',
      handler: 'bot.main',
      email: { ruleSet: 'default', recipients: ['trips@ses.example.com'] },
    };
    await world.writeManifest('mail/lambda.json', manifest);
  });
  after(() => vscode.workspace.fs.delete(workspaceFile('mail'), { recursive: true }));

  it('is a sample about the function, written to its folder of events and opened', async () => {
    world.person.willAnswer('SES notification', 'first-mail');
    await run('lambdaWorkbench.newEvent', workspaceFile('mail/lambda.json'));
    assert.deepEqual(world.person.told, []);
    assert.match(await readWorkspaceFile('mail/events/first-mail.json'), /"trips@ses\.example\.com"/);
    assert.equal(
      vscode.window.activeTextEditor?.document.fileName,
      workspaceFile('mail/events/first-mail.json').fsPath,
    );
  });

  it('can be sent at once', async () => {
    world.local.willAnswer({ payload: '"sent"' });
    await run('lambdaWorkbench.invokeLocally');
    assert.equal(world.local.requests[0]?.source.manifest.functionName, 'bot');
  });

  it('is not written when the person gives up', async () => {
    world.person.willAnswer('S3 event');
    await run('lambdaWorkbench.newEvent', {
      kind: 'events',
      manifest: workspaceFile('mail/lambda.json').fsPath,
    });
    const files = await vscode.workspace.fs.readDirectory(workspaceFile('mail/events'));
    assert.deepEqual(
      files.map(([name]) => name),
      ['first-mail.json'],
    );
  });
});
