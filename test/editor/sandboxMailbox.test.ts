import assert from 'node:assert/strict';
import { afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { extensionUnderTest, run, setSettings } from './extensionUnderTest.ts';
import type { ExtensionUnderTest } from './extensionUnderTest.ts';

describe('the mailbox of a MiniStack that the workspace is connected to by its endpoint', () => {
  let world: ExtensionUnderTest;
  before(async () => {
    world = await extensionUnderTest();
  });
  afterEach(() => setSettings({ 'connection.endpoint': world.endpoint }));

  it('shows the e-mail that was sent through it', async () => {
    const sent = await fetch(world.endpoint, {
      method: 'POST',
      headers: {
        authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/ses/aws4_request',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({
        Action: 'SendEmail',
        Version: '2010-12-01',
        Source: 'one@example.com',
        'Destination.ToAddresses.member.1': 'two@example.com',
        'Message.Subject.Data': 'From the endpoint',
        'Message.Body.Text.Data': 'Hello.',
      }),
    });
    assert.equal(sent.status, 200, await sent.text());
    world.person.willAnswer();
    await run('lambdaWorkbench.showSandboxMailbox');
    assert.deepEqual(world.person.told, []);
    const mailbox = vscode.workspace.textDocuments.find(({ uri }) => uri.path === '/Sandbox mailbox');
    assert.match(
      mailbox?.getText() ?? '',
      /^# From the endpoint\nFrom: one@example\.com\nTo: two@example\.com$/m,
    );
  });

  it('is not to be had from anything else', async () => {
    await setSettings({ 'connection.endpoint': 'http://127.0.0.1:9' });
    world.person.willAnswer();
    await run('lambdaWorkbench.showSandboxMailbox');
    assert.match(world.person.told.join(), /^No mailbox could be read at 127\.0\.0\.1:9\. Only MiniStack/);
  });
});
