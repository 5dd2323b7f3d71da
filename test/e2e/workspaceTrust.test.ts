import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { openWorkbench, type Workbench } from '../support/workbench.ts';
import { keepScreenshotsOfFailures } from '../support/workbench/screenshotsOfFailures.ts';

describe('an untrusted workspace, on a server with a connection token', () => {
  let workbench: Workbench;
  keepScreenshotsOfFailures(() => workbench);
  before(async () => {
    workbench = await openWorkbench({ workspaceTrust: true, connectionToken: true });
  });
  after(() => workbench.close());

  it('is not served without the token', async () => {
    const address = new URL(workbench.page.url());
    address.searchParams.delete('tkn');
    assert.equal((await fetch(address)).status, 403);
  });

  it('opens in restricted mode', async () => {
    await workbench.statusBarText('Restricted Mode');
  });

  for (const title of ['Deploy Function…', 'Package Function', 'Start Local Sandbox']) {
    it(`refuses "${title}" and says why`, async () => {
      await workbench.palette.openFile('calc/lambda.json');
      await workbench.palette.run(`Lambda: ${title}`);
      const refusal = await workbench.notifications.waitFor(/trust/i);
      await workbench.screenshot(`untrusted-${title.split(' ')[0]?.toLowerCase() ?? ''}`);
      assert.ok(refusal.length > 0);
      await workbench.notifications.dismissAll();
    });
  }
});
