import assert from 'node:assert/strict';
import { UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { after, before, describe, it } from 'mocha';
import { startAwsProxy, type AwsProxy } from '../support/awsProxy.ts';
import { awsTestClients, type AwsTestClients } from '../support/awsTestClients.ts';
import { startMinistack, type TestMinistack } from '../support/ministack.ts';
import { seedAlias, seedFunction, seedVersions } from '../support/seededAccount.ts';
import { openConnected, type Workbench } from '../support/workbench.ts';
import { keepScreenshotsOfFailures } from '../support/workbench/screenshotsOfFailures.ts';

/** What a person sees of versions: their code side by side, what deleting would do, what pruning frees. */
describe('versions in a real window', function () {
  this.timeout(180_000);
  let ministack: TestMinistack;
  let proxy: AwsProxy;
  let clients: AwsTestClients;
  let workbench: Workbench;
  keepScreenshotsOfFailures(() => workbench);

  before(async () => {
    ministack = await startMinistack();
    proxy = await startAwsProxy({ upstream: ministack.url });
    // Through the proxy: it serves the code of each version, as AWS does.
    clients = awsTestClients(proxy.url);
    const { lambda } = clients;
    await seedFunction(lambda, 'calc');
    await seedVersions(lambda, 'calc', 4);
    await seedAlias(lambda, 'calc', 'PRODUCTION', '2', { 3: 0.1 });
    await lambda.send(
      new UpdateFunctionConfigurationCommand({
        FunctionName: 'calc',
        MemorySize: 256,
        Environment: { Variables: { GREETING: 'good day', FROM: 'calc@example.com' } },
      }),
    );
    await seedVersions(lambda, 'calc', 1);
    workbench = await openConnected(proxy.url);
    const { views } = workbench;
    await views.open();
    await views.expand('Functions', 'calc');
    await views.expand('Functions', 'Versions');
    await views.row('Functions', /^4$/).waitFor();
  });

  after(async () => {
    await workbench.close();
    clients.destroy();
    await proxy.close();
    await ministack.stop();
  });

  it('shows the code of two versions side by side', async () => {
    const { views, palette, editor } = workbench;
    await views.choose('Functions', /^3$/, 'Compare Versions…');
    await palette.waitForTitle('Compare Versions of calc');
    await workbench.screenshot('versions-compare-pick');
    await palette.pick('2');
    await editor.waitForTab('app.py · calc: 2 ↔ 3');
    await editor.waitForTextAnywhere('return 3');
    await workbench.screenshot('versions-code-diff');
  });

  it('shows configuration and code together where both differ, without a value', async () => {
    const { views, palette, editor } = workbench;
    await views.choose('Functions', /^5$/, 'Compare Versions…');
    await palette.pick('4');
    await editor.waitForTab('calc: 4 ↔ 5');
    await editor.waitForTextAnywhere('Memory: 256 MB');
    await editor.waitForTextAnywhere('return 1');
    await workbench.screenshot('versions-compare-together');
    assert.doesNotMatch(workbench.pageTexts.join('\n'), /good day|calc@example\.com/);
  });

  it('says what keeps a version from being deleted', async () => {
    const { views, notifications } = workbench;
    await views.choose('Functions', /^3$/, 'Delete Version…');
    await notifications.waitFor(/Version 3 of calc is in use .*PRODUCTION sends it 10 % of its calls/);
    await workbench.screenshot('versions-in-use');
    await notifications.dismissAll();
  });

  it('shows what pruning frees, asks, and takes the rows away', async () => {
    const { views, palette, dialogs } = workbench;
    await views.choose('Functions', 'Versions', 'Prune Versions…');
    await palette.waitForTitle('Prune Versions of calc');
    await workbench.screenshot('versions-prune-pick');
    await palette.accept();
    const question = await dialogs.waitFor();
    assert.match(question, /Delete 2 versions of calc\?[^]*Versions: 4, 1[^]*Account: 000000000000/);
    await workbench.screenshot('versions-prune-question');
    await dialogs.press('Delete 2 Versions of calc');
    await views.row('Functions', /^4$/).waitFor({ state: 'detached' });
    await views.row('Functions', /^5$/).waitFor();
    assert.equal(await views.row('Functions', /^1$/).count(), 0);
  });
});
