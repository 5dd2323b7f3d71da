import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { startAwsProxy, type AwsProxy } from '../support/awsProxy.ts';
import { awsTestClients, type AwsTestClients } from '../support/awsTestClients.ts';
import { startMinistack, type TestMinistack } from '../support/ministack.ts';
import { seedAlias, seedFunction, seedVersions } from '../support/seededAccount.ts';
import { openConnected, type Workbench } from '../support/workbench.ts';
import { keepScreenshotsOfFailures } from '../support/workbench/screenshotsOfFailures.ts';

/** What a person sees of an account: functions, aliases, versions, configuration. */
describe('the Functions view', function () {
  this.timeout(180_000);
  let ministack: TestMinistack;
  let proxy: AwsProxy;
  let clients: AwsTestClients;
  let workbench: Workbench;
  keepScreenshotsOfFailures(() => workbench);

  before(async () => {
    ministack = await startMinistack();
    proxy = await startAwsProxy({ upstream: ministack.url });
    clients = awsTestClients(ministack.url);
    const { lambda } = clients;
    for (const name of ['calc', 'billing-mail', 'billing-pdf']) await seedFunction(lambda, name);
    await seedVersions(lambda, 'calc', 3);
    await seedAlias(lambda, 'calc', 'DEV', '$LATEST');
    await seedAlias(lambda, 'calc', 'TESTING', '3');
    await seedAlias(lambda, 'calc', 'PRODUCTION', '1', { 2: 0.1 });
    workbench = await openConnected(proxy.url);
  });

  after(async () => {
    await workbench.close();
    clients.destroy();
    await proxy.close();
    await ministack.stop();
  });

  it('lists the functions by name with one call', async () => {
    await workbench.views.open();
    for (const name of ['billing-mail', 'billing-pdf', 'calc'])
      await workbench.views.row('Functions', name, /python3\.13/).waitFor();
    assert.equal(proxy.count('ListFunctions'), 1);
  });

  it('shows aliases with their weights, versions newest first, and the configuration', async () => {
    const { views } = workbench;
    await views.expand('Functions', 'calc');
    await views.expand('Functions', 'Aliases');
    await views.row('Functions', 'PRODUCTION', '→ 1 90 % · 2 10 %').waitFor();
    await views.row('Functions', 'DEV', '→ $LATEST').waitFor();
    await views.expand('Functions', 'Versions');
    await views.row('Functions', /^3$/, /TESTING/).waitFor();
    await workbench.screenshot('functions-view');
    await views.collapse('Functions', 'Versions');
    await views.collapse('Functions', 'Aliases');
    await views.expand('Functions', 'Configuration');
    await views.row('Functions', 'Memory', '128 MB').waitFor();
    await views.expand('Functions', 'Environment');
    await views.row('Functions', 'GREETING').waitFor();
    await workbench.screenshot('functions-configuration');
  });
});
