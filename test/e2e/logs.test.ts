import assert from 'node:assert/strict';
import { InvokeCommand, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { after, before, describe, it } from 'mocha';
import { awsTestClients, pythonArchive, waitForActive } from '../support/awsTestClients.ts';
import type { AwsTestClients } from '../support/awsTestClients.ts';
import { startMinistack, type TestMinistack } from '../support/ministack.ts';
import { seedAlias, seedFunction } from '../support/seededAccount.ts';
import { openConnected, type Workbench } from '../support/workbench.ts';
import { keepScreenshotsOfFailures } from '../support/workbench/screenshotsOfFailures.ts';

// The emulator answers with the function's own lines only; in AWS the START line of Lambda is with them.
const code = `def main(event, context):
    if not event: print("START RequestId:", context.aws_request_id, "Version: $LATEST")
    print("adding", event.get("left"), "and", event.get("right"))
    return event["left"] + event["right"]
`;

/** The log of a function, as a person follows it. */
describe('tailing logs', function () {
  this.timeout(180_000);
  let ministack: TestMinistack;
  let clients: AwsTestClients;
  let workbench: Workbench;
  keepScreenshotsOfFailures(() => workbench);

  before(async () => {
    ministack = await startMinistack();
    clients = awsTestClients(ministack.url);
    await seedFunction(clients.lambda, 'calc');
    await waitForActive(clients, 'calc');
    const ZipFile = await pythonArchive(code);
    await clients.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'calc', ZipFile }));
    await seedAlias(clients.lambda, 'calc', 'DEV', '$LATEST');
    workbench = await openConnected(ministack.url);
    await workbench.views.open();
    await workbench.views.expand('Functions', 'calc');
    await workbench.views.expand('Functions', 'Aliases');
  });

  after(async () => {
    await workbench.close();
    clients.destroy();
    await ministack.stop();
  });

  const line = (text: string | RegExp) =>
    workbench.page.locator('.part.panel .view-line').filter({ hasText: text }).first();
  const invoke = (event: unknown) =>
    clients.lambda.send(new InvokeCommand({ FunctionName: 'calc', Payload: JSON.stringify(event) }));

  it('says why there is nothing, and shows the lines of an invocation as they come', async () => {
    const { views, palette } = workbench;
    await views.choose('Functions', 'DEV', 'Tail Logs…');
    await palette.waitForTitle('Tail Logs');
    await workbench.screenshot('logs-start');
    await palette.pick('From Now');
    await line(/There\sis\sno\slog\sgroup/).waitFor();
    await invoke({ left: 7, right: 28 });
    await line(/adding\s7\sand\s28/).waitFor();
    await invoke({ left: 1 });
    await line(/Traceback|KeyError|REPORT/).waitFor();
    assert.match(await workbench.statusBarText('Tailing'), /Tailing calc/);
    await workbench.screenshot('logs-tail');
  });

  it('leads from an invocation to its lines', async () => {
    const { views, palette, editor } = workbench;
    await views.choose('Functions', 'DEV', 'Invoke with This Event…');
    await palette.pick('Wait for the Result');
    await palette.pick('{}');
    await editor.waitForTextAnywhere(/errorMessage/);
    await views.choose('Invocations', 'calc', 'Show in Log');
    await line(/│\sSTART.*\$LATEST/).waitFor();
    await line(/│\sadding\sNone/).waitFor();
    await workbench.page.locator('.part.panel .detected-link').first().waitFor();
    const looking = workbench.page
      .locator('.part.statusbar .statusbar-item')
      .filter({ hasText: 'Looking for' });
    await looking.waitFor({ state: 'detached' });
    await workbench.screenshot('logs-invocation');
  });

  it('leads from a request to the result', async () => {
    const { palette, editor, page } = workbench;
    await palette.run('View: Close All Editors');
    const link = page.locator('.part.panel .detected-link').first();
    await link.click({ modifiers: ['Control'] });
    await editor.waitForTab(/calc result/);
  });

  it('is stopped in the status bar', async () => {
    await workbench.clickStatusBar('Tailing');
    await line(/»\sStopped\./).waitFor();
    await workbench.screenshot('logs-stopped');
    await workbench.page
      .locator('.part.statusbar .statusbar-item')
      .filter({ hasText: 'Tailing' })
      .waitFor({ state: 'detached' });
  });
});
