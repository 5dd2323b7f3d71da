import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { CreateFunctionCommand, PublishVersionCommand } from '@aws-sdk/client-lambda';
import JSZip from 'jszip';
import { after, before, describe, it } from 'mocha';
import { awsTestClients, waitForActive, type AwsTestClients } from '../support/awsTestClients.ts';
import { startMinistack, type TestMinistack } from '../support/ministack.ts';
import { inSample } from '../support/sampleFunctions.ts';
import { seedAlias } from '../support/seededAccount.ts';
import { openConnected, type Workbench } from '../support/workbench.ts';
import { keepScreenshotsOfFailures } from '../support/workbench/screenshotsOfFailures.ts';

/** What a person sees of a REST API: the plan, the rows, a test request, and the sample's page in a browser. */
describe('a REST API in the views', function () {
  this.timeout(180_000);
  let ministack: TestMinistack;
  let clients: AwsTestClients;
  let workbench: Workbench;
  keepScreenshotsOfFailures(() => workbench);

  before(async () => {
    ministack = await startMinistack();
    clients = awsTestClients(ministack.url);
    const { lambda } = clients;
    const FunctionName = 'calc_page';
    const source = await readFile(inSample('calc-page', 'calc_page.py'), 'utf8');
    await lambda.send(
      new CreateFunctionCommand({
        ...{ FunctionName, Runtime: 'python3.13', Handler: 'calc_page.lambda_handler' },
        Role: 'arn:aws:iam::000000000000:role/seeded',
        Code: {
          ZipFile: await new JSZip().file('calc_page.py', source).generateAsync({ type: 'uint8array' }),
        },
      }),
    );
    await waitForActive(clients, FunctionName);
    await lambda.send(new PublishVersionCommand({ FunctionName }));
    await seedAlias(lambda, FunctionName, 'PRODUCTION', '1');
    workbench = await openConnected(ministack.url);
    const { views } = workbench;
    await views.open();
    await views.row('Functions', 'calc_page', /python3\.13/).waitFor();
    await views.expand('Workspace', 'calc_page');
    await views.row('Workspace', 'API', 'GET /calc → PRODUCTION · not deployed').waitFor();
  });

  after(async () => {
    await workbench.close();
    clients.destroy();
    await ministack.stop();
  });

  const stage = async () => {
    const { items = [] } = await clients.apiGateway.send(new GetRestApisCommand({}));
    return `${ministack.url}/restapis/${items[0]?.id ?? ''}/prod/_user_request_`;
  };

  it('is deployed by its row after a plan that names the protected alias, and says its address', async () => {
    const { views, dialogs, notifications } = workbench;
    await views.pressInline('Workspace', 'API', 'Deploy API');
    assert.match(
      await dialogs.waitFor(),
      /PRODUCTION is a protected alias\. Deploy the API calc-page to stage prod/,
    );
    await workbench.screenshot('api-plan');
    await dialogs.press('Deploy API calc-page');
    const told = await notifications.waitFor('The API calc-page is deployed to prod');
    assert.ok(told.includes(`${await stage()}/calc`), told);
    await views.row('Workspace', 'API', /^GET \/calc → PRODUCTION$/).waitFor();
    await workbench.screenshot('api-deployed');
    await notifications.dismissAll();
  });

  it('is below the triggers: API, stage, route', async () => {
    const { views } = workbench;
    await views.expand('Functions', 'calc_page');
    await views.expand('Functions', 'Triggers');
    await views.row('Functions', 'calc-page').waitFor();
    await views.row('Functions', 'prod', /^http:.*_user_request_$/).waitFor();
    await views.row('Functions', 'GET /calc', '→ PRODUCTION').hover();
    await workbench.screenshot('api-triggers');
  });

  it('answers a test request: asked once, shown with status, headers and body', async () => {
    const { views, palette, editor } = workbench;
    await views.pressInline('Functions', 'GET /calc', 'Send Test Request…');
    await palette.waitForTitle('Send Test Request (1/2)');
    await palette.type('left=15&right=20');
    await palette.waitForTitle('Send Test Request (2/2)');
    await workbench.screenshot('api-test-request');
    await palette.type('');
    await editor.waitForTextAnywhere('15 + 20 = 35');
    await editor.waitForTextAnywhere(/#\s200\s·\s\d+\sms\s·\s\d+\sB/);
    await workbench.screenshot('api-answer');
    await views.pressInline('Functions', 'GET /calc', 'Send Test Request…');
    await palette.waitForTitle('Send Test Request');
    assert.match(
      (await palette.labels()).join('|'),
      /Send GET \/calc\?left=15&right=20\|.*Change the Request…/,
    );
    await palette.cancel();
  });

  it('is a page in a browser: the form is filled in, and the sum read', async () => {
    const opening = workbench.page.context().waitForEvent('page');
    await workbench.views.choose('Functions', 'GET /calc', 'Open in Browser');
    const page = await opening;
    const address = `${await stage()}/calc?left=15&right=20`;
    const { pathname, search } = new URL(address);
    // The person's browser may be on another machine: VS Code forwards what is local here, and has no server for that in tests.
    assert.ok(page.url().endsWith(pathname + search), page.url());
    await page.goto(address);
    await page.getByRole('status').filter({ hasText: '15 + 20 = 35' }).waitFor();
    await page.getByLabel('Left').fill('7');
    await page.getByLabel('Right').fill('28');
    await page.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('status').filter({ hasText: '7 + 28 = 35' }).waitFor();
    await page.close();
  });

  it('is removed with its routes on request, and the row says so', async () => {
    const { views, palette, dialogs } = workbench;
    await views.choose('Functions', 'GET /calc', 'Remove API Routes…');
    await palette.waitForTitle('Remove API Routes · 1 route goes');
    await palette.accept();
    assert.match(await dialogs.waitFor(), /Remove routes of the API calc-page\?/);
    await workbench.screenshot('api-remove');
    await dialogs.press('Remove 1 Route of calc-page');
    await views.row('Workspace', 'API', 'GET /calc → PRODUCTION · not deployed').waitFor();
    await views.row('Functions', 'GET /calc').waitFor({ state: 'detached' });
  });
});
