import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { awsTestClients, type AwsTestClients } from '../support/awsTestClients.ts';
import { startMinistack, type TestMinistack } from '../support/ministack.ts';
import { seedAlias, seedFunction, seedVersions } from '../support/seededAccount.ts';
import { openConnected, type Workbench } from '../support/workbench.ts';
import { keepScreenshotsOfFailures } from '../support/workbench/screenshotsOfFailures.ts';

/** What a person sees of aliases: dragging, a shift of traffic, the modal before a protected one moves. */
describe('aliases in the Functions view', function () {
  this.timeout(180_000);
  let ministack: TestMinistack;
  let clients: AwsTestClients;
  let workbench: Workbench;
  keepScreenshotsOfFailures(() => workbench);

  before(async () => {
    ministack = await startMinistack();
    clients = awsTestClients(ministack.url);
    const { lambda } = clients;
    await seedFunction(lambda, 'calc');
    await seedVersions(lambda, 'calc', 3);
    await seedAlias(lambda, 'calc', 'DEV', '$LATEST');
    await seedAlias(lambda, 'calc', 'TESTING', '2');
    await seedAlias(lambda, 'calc', 'PRODUCTION', '1');
    workbench = await openConnected(ministack.url);
    const { views } = workbench;
    await views.open();
    await views.row('Functions', 'calc', /python3\.13/).waitFor();
    await views.expand('Functions', 'calc');
    await views.expand('Functions', 'Aliases');
    await views.expand('Functions', 'Versions');
    await views.row('Functions', 'DEV', '→ $LATEST').waitFor();
  });

  after(async () => {
    await workbench.close();
    clients.destroy();
    await ministack.stop();
  });

  it('an alias that is dropped on a version points to it', async () => {
    const { views } = workbench;
    await views.row('Functions', 'TESTING', '→ 2').dragTo(views.row('Functions', /^3$/));
    await views.row('Functions', 'TESTING', '→ 3').waitFor();
    await views.row('Functions', /^3$/, /TESTING/).waitFor();
    await workbench.screenshot('alias-dropped');
  });

  it('a part of the traffic goes to a second version, and the row ends the shift', async () => {
    const { views, palette } = workbench;
    await views.choose('Functions', 'TESTING', 'Shift Traffic…');
    await palette.waitForTitle('Shift Traffic (1/2)');
    await workbench.screenshot('alias-shift-version');
    await palette.pick('2');
    await palette.waitForTitle('Shift Traffic (2/2)');
    await workbench.screenshot('alias-shift-percentage');
    await palette.type('10');
    await views.row('Functions', 'TESTING', '→ 3 90 % · 2 10 %').waitFor();
    await views.row('Functions', 'TESTING').hover();
    await workbench.screenshot('alias-weighted');
    await views.pressInline('Functions', 'TESTING', 'Abort Shift');
    await views.row('Functions', 'TESTING', /^→ 3$/).waitFor();
  });

  it('a protected one moves only after a modal that names all of it', async () => {
    const { views, dialogs } = workbench;
    await views.row('Functions', 'PRODUCTION', '→ 1').dragTo(views.row('Functions', /^3$/));
    const text = await dialogs.waitFor();
    for (const fact of ['Function: calc', 'From: 1', 'To: 3', 'Account: 000000000000', 'Region: us-east-1'])
      assert.ok(text.includes(fact), `${fact} is not in: ${text}`);
    assert.deepEqual((await dialogs.buttons()).toSorted(), ['Cancel', 'Move PRODUCTION to 3']);
    await workbench.screenshot('alias-protected');
    await dialogs.press('Cancel');
    await views.row('Functions', 'PRODUCTION', '→ 1').waitFor();
  });

  it('a promotion shows what becomes different', async () => {
    const { views, dialogs } = workbench;
    await views.choose('Functions', 'TESTING', 'Promote…');
    assert.match(await dialogs.waitFor(), /Promote TESTING of calc to PRODUCTION\?/);
    await workbench.screenshot('alias-promote');
    await dialogs.press('Move PRODUCTION to 3');
    await views.row('Functions', 'PRODUCTION', '→ 3').waitFor();
  });

  it('the way back is a list of where it pointed', async () => {
    const { views, palette, dialogs } = workbench;
    await views.choose('Functions', 'PRODUCTION', 'Roll Back Alias…');
    await palette.waitForTitle('Roll Back Alias');
    await workbench.screenshot('alias-roll-back');
    await palette.pick('1');
    await dialogs.waitFor();
    await dialogs.press('Roll PRODUCTION Back to 1');
    await views.row('Functions', 'PRODUCTION', '→ 1').waitFor();
    await views.row('Functions', 'PRODUCTION').click({ button: 'right' });
    await workbench.page.locator('.monaco-menu').waitFor();
    // It fades in.
    await workbench.page.evaluate(
      "Promise.all(document.querySelector('.monaco-menu').parentElement.getAnimations({ subtree: true }).map((one) => one.finished))",
    );
    await workbench.screenshot('alias-menu');
    await workbench.page.keyboard.press('Escape');
  });

  it('looks as well in a light theme', async () => {
    await workbench.changeSettings({ 'workbench.colorTheme': 'Default Light Modern' });
    await workbench.page.locator('.monaco-workbench.vs').waitFor();
    await workbench.views.open();
    for (const row of ['calc', 'Aliases', 'Versions']) await workbench.views.expand('Functions', row);
    await workbench.views.row('Functions', 'TESTING').hover();
    await workbench.screenshot('alias-light');
  });
});
