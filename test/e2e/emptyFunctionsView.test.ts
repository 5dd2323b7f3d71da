import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { startMinistack, type TestMinistack } from '../support/ministack.ts';
import { openConnected, openWorkbench, type Workbench } from '../support/workbench.ts';
import { keepScreenshotsOfFailures } from '../support/workbench/screenshotsOfFailures.ts';

/** What stands in the Functions view in place of functions: why there are none, and what to do. */
describe('the Functions view without functions', function () {
  this.timeout(180_000);
  let ministack: TestMinistack;
  let workbench: Workbench;
  keepScreenshotsOfFailures(() => workbench);

  before(async () => {
    ministack = await startMinistack();
    workbench = await openWorkbench({
      settings: { 'lambdaWorkbench.connection.region': 'us-east-1' },
    });
    await workbench.views.open();
  });
  after(async () => {
    await workbench.close();
    await ministack.stop();
  });

  const says = async (sentence: RegExp, ...buttons: string[]) => {
    await workbench.page
      .locator('.pane', { has: workbench.page.locator('.pane-header .title', { hasText: /^Functions$/ }) })
      .locator('.welcome-view-content', { hasText: sentence })
      .waitFor();
    const text = await workbench.views.welcome('Functions');
    for (const button of buttons) assert.ok(text.includes(button), `${text} has no ${button}`);
  };
  const connectTo = async (endpoint: string) => {
    await workbench.changeSettings({ 'lambdaWorkbench.connection.endpoint': endpoint });
    await workbench.views.open();
  };

  it('says that there are no credentials, and how to do without', async () => {
    await says(/no AWS credentials/, 'Switch Connection…', 'Start Local Sandbox');
    await workbench.screenshot('functions-no-credentials');
  });

  it('says that nobody answers at the endpoint', async () => {
    await workbench.close();
    workbench = await openConnected('http://127.0.0.1:9');
    await workbench.views.open();
    await says(/does not answer/, 'Try Again', 'Switch Connection…', 'Show Log');
    await workbench.screenshot('functions-unreachable');
  });

  it('says that the account has no functions, once the endpoint answers', async () => {
    await connectTo(ministack.url);
    await says(/no functions in this account and region yet/, 'Deploy Function…');
    await workbench.screenshot('functions-none');
  });

  it('does not start a sandbox because somebody looks', async () => {
    assert.deepEqual(await workbench.notifications.texts(), []);
  });

  it('lists functions in a window without a folder, and asks for one above', async () => {
    await workbench.close();
    workbench = await openConnected(ministack.url, { theme: 'Light Modern', emptyWindow: true });
    await workbench.views.open();
    await says(/no functions in this account and region yet/);
    assert.match(await workbench.views.welcome('Workspace'), /Open the folder .*\s+Open Folder/);
    await workbench.screenshot('functions-no-folder');
  });
});
