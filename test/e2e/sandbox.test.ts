import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { setTimeout as delay } from 'node:timers/promises';
import { after, before, describe, it } from 'mocha';
import { ensureMinistack } from '../../scripts/ministack.mjs';
import { inRoot } from '../../scripts/paths.mjs';
import { awsTestClients } from '../support/awsTestClients.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';
import { keepScreenshotsOfFailures } from '../support/workbench/screenshotsOfFailures.ts';

/** No AWS account and no profile: the sandbox alone, from the first start to the mail that a function sent. */
describe('the local sandbox', function () {
  this.timeout(120_000);
  let workbench: Workbench;
  let folder: string;
  keepScreenshotsOfFailures(() => workbench);

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'lambda-workbench-sandbox-'));
    // The real MiniStack, started through a script that writes down which port it was given.
    const command = path.join(folder, 'ministack');
    const ministack = await ensureMinistack();
    await writeFile(
      command,
      `#!/bin/sh\necho "$GATEWAY_PORT" > '${folder}/port'\necho $$ > '${folder}/pid'\nexec '${ministack}' "$@"\n`,
    );
    await chmod(command, 0o755);
    workbench = await openWorkbench({
      machineSettings: { 'lambdaWorkbench.sandbox.command': command },
      settings: { 'workbench.colorTheme': 'Default Light Modern' },
    });
  });

  after(async () => {
    await workbench.close();
    await rm(folder, { recursive: true, force: true });
  });

  const portWritten = async () => {
    const deadline = Date.now() + 30_000;
    while (Date.now() < deadline) {
      const port = await readFile(path.join(folder, 'port'), 'utf8').catch(() => '');
      if (port !== '') return;
      await delay(100);
    }
    assert.fail('the sandbox was not started');
  };
  const endpoint = async () =>
    `http://127.0.0.1:${(await readFile(path.join(folder, 'port'), 'utf8')).trim()}`;

  it('starts, and the status bar says so', async () => {
    await workbench.palette.openFile('say-hi/lambda.json');
    await workbench.palette.run('Lambda: Start Local Sandbox');
    assert.match(await workbench.statusBarText(/sandbox/), /sandbox/);
    await workbench.page
      .locator('.notification-toast', { hasText: 'Starting the local sandbox' })
      .waitFor({ state: 'detached' });
    await portWritten();
    const health = await retry(async () => fetch(`${await endpoint()}/_localstack/health`));
    assert.equal(health.status, 200);
    await workbench.screenshot('sandbox-started');
  });

  it('takes say-hi from its handler, and the e-mail that it sends is in the mailbox', async () => {
    await workbench.palette.openFile('say-hi/say_hi.py');
    await workbench.palette.run('Lambda: Deploy Function…');
    await workbench.dialogs.waitFor();
    await workbench.screenshot('sandbox-plan');
    await workbench.dialogs.press('Deploy say_hi');
    await workbench.notifications.waitFor(/say_hi deployed: version 1, DEV → 1/);
    const clients = awsTestClients(await endpoint());
    const Payload = await readFile(inRoot('sample-functions', 'say-hi', 'events', 'hello.json'));
    const { FunctionError } = await clients.lambda.send(
      new InvokeCommand({ FunctionName: 'say_hi', Qualifier: 'DEV', Payload }),
    );
    clients.destroy();
    assert.equal(FunctionError, undefined);
    await workbench.palette.run('Lambda: Show Sandbox Mailbox');
    await workbench.editor.waitForTextAnywhere(/Hi\sAda!/);
    await workbench.notifications.dismissAll();
    await workbench.screenshot('sandbox-mailbox');
  });

  it('ends soon after a window that was killed, and starts again when it is needed', async () => {
    const url = await endpoint();
    const pid = Number(await readFile(path.join(folder, 'pid'), 'utf8'));
    process.kill(await parentOf(pid), 'SIGKILL');
    // VS Code starts the extension host anew, and the extension in it ends what the other one left.
    await assertGone(url);
    await workbench.palette.openFile('say-hi/lambda.json');
    await workbench.palette.run('Lambda: Deploy Function…');
    await workbench.dialogs.waitFor();
    await workbench.dialogs.press('Deploy say_hi');
    await workbench.notifications.waitFor(/say_hi deployed: version 1, DEV → 1/);
    assert.notEqual(await endpoint(), url);
  });

  it('stops', async () => {
    const url = await endpoint();
    await workbench.palette.run('Lambda: Stop Local Sandbox');
    await assertGone(url);
    await workbench.screenshot('sandbox-stopped');
  });
});

async function retry<T>(work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(100);
    }
  }
}

/** Of a process on Linux: field 4 of /proc/PID/stat, counted from the end of the name, which may hold anything. */
async function parentOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

async function assertGone(url: string): Promise<void> {
  const deadline = Date.now() + 40_000;
  while (Date.now() < deadline) {
    const gone = await fetch(url).then(
      () => false,
      () => true,
    );
    if (gone) return;
    await delay(100);
  }
  assert.fail(`${url} still answers`);
}
