import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { awsTestClients, type AwsTestClients } from '../support/awsTestClients.ts';
import { putCalls } from '../support/lambdaMetrics.ts';
import { startMinistack, type TestMinistack } from '../support/ministack.ts';
import { seedAlias, seedFunction, seedVersions } from '../support/seededAccount.ts';
import { openConnected, type Workbench } from '../support/workbench.ts';
import { keepScreenshotsOfFailures } from '../support/workbench/screenshotsOfFailures.ts';

/** A shift that takes its time: watched in a notification, cancelled with a choice, taken up after a reload. */
describe('a gradual shift in the Functions view', function () {
  this.timeout(180_000);
  let ministack: TestMinistack;
  let clients: AwsTestClients;
  let workbench: Workbench;
  keepScreenshotsOfFailures(() => workbench);

  before(async () => {
    ministack = await startMinistack();
    clients = awsTestClients(ministack.url);
    await seedFunction(clients.lambda, 'calc');
    await seedVersions(clients.lambda, 'calc', 2);
    await seedAlias(clients.lambda, 'calc', 'TESTING', '1');
    workbench = await openConnected(ministack.url, { theme: 'Light Modern' });
    const { views } = workbench;
    await views.open();
    await views.row('Functions', 'calc', /python3\.13/).waitFor();
    await views.expand('Functions', 'calc');
    await views.expand('Functions', 'Aliases');
    await views.row('Functions', 'TESTING', '→ 1').waitFor();
  });

  after(async () => {
    await workbench.close();
    clients.destroy();
    await ministack.stop();
  });

  const watched = /Shifting TESTING of calc from 1 to 2/;

  it('begins with the first step, and says what it sees', async () => {
    const { views, palette, notifications } = workbench;
    await views.choose('Functions', 'TESTING', 'Shift Traffic Gradually…');
    await palette.waitForTitle('Shift Traffic Gradually');
    await workbench.screenshot('gradual-version');
    await palette.pick('2');
    await views.row('Functions', 'TESTING', '→ 1 90 % · 2 10 %').waitFor();
    const calls = { functionName: 'calc', alias: 'TESTING', version: '2' };
    await putCalls(clients, calls, { invocations: 40, errors: 0 });
    const text = await notifications.waitFor(/40 calls, 0 failed/);
    assert.match(text, /10 % to 2 · 40 calls, 0 failed \(0 %\) · next step in [45] minutes/);
    await workbench.screenshot('gradual-watched');
  });

  it('asks where the alias is to stay when it is cancelled; no answer goes on watching', async () => {
    const { notifications, dialogs } = workbench;
    await notifications.cancel(watched);
    const text = await dialogs.waitFor();
    assert.match(text, /Where is TESTING of calc to stay\?/);
    assert.match(text, /It is now: 1 90 % · 2 10 %/);
    await workbench.screenshot('gradual-cancelled');
    await dialogs.press('Keep Watching');
    await notifications.waitFor(watched);
  });

  it('is taken up again after the window was loaded anew', async () => {
    const { notifications } = workbench;
    await workbench.reload();
    const text = await notifications.waitFor(/40 calls, 0 failed/, 60_000);
    assert.match(text, watched);
    await workbench.screenshot('gradual-resumed');
  });

  it('goes where the person says', async () => {
    const { views, notifications, dialogs } = workbench;
    await views.expand('Functions', 'calc');
    await views.expand('Functions', 'Aliases');
    await views.row('Functions', 'TESTING', '→ 1 90 % · 2 10 %').waitFor();
    await notifications.cancel(watched);
    await dialogs.waitFor();
    await dialogs.press('Return TESTING to 1');
    await views.row('Functions', 'TESTING', /^→ 1$/).waitFor();
  });
});
