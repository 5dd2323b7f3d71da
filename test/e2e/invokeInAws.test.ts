import { UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { after, before, describe, it } from 'mocha';
import { awsTestClients, pythonArchive, type AwsTestClients } from '../support/awsTestClients.ts';
import { startMinistack, type TestMinistack } from '../support/ministack.ts';
import { seedAlias, seedFunction, seedVersions } from '../support/seededAccount.ts';
import { openConnected, type Workbench } from '../support/workbench.ts';
import { keepScreenshotsOfFailures } from '../support/workbench/screenshotsOfFailures.ts';

const event = 'calc/events/proxy-request.json';
// The emulator's error objects have no stack trace, so the message tells a frame as Lambda's traces do.
const code = `def main(event, context):
    print("path", event.get("path"))
    if event.get("path") is None: raise ValueError('no path, see File "/var/task/calc.py", line 9, in lambda_handler')
    return {"statusCode": 200, "body": "35"}
`;

/** An event is sent to a deployed function by a right-click, and a version takes one from its row. */
describe('invoking in AWS', function () {
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
    await seedVersions(lambda, 'calc', 1);
    const ZipFile = await pythonArchive(code);
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'calc', ZipFile }));
    await seedAlias(lambda, 'calc', 'DEV', '$LATEST');
    workbench = await openConnected(ministack.url);
  });

  after(async () => {
    await workbench.close();
    clients.destroy();
    await ministack.stop();
  });

  it('a right-click on an event asks where to send it, and shows result and log', async () => {
    const { explorer, palette, editor } = workbench;
    await explorer.choose(event, 'Invoke with This Event…');
    await palette.waitForTitle('Invoke in AWS (1/3)');
    await workbench.screenshot('aws-invoke-function');
    await palette.pick('calc');
    await palette.waitForTitle('Invoke in AWS (2/3)');
    await workbench.screenshot('aws-invoke-qualifier');
    await palette.pick('DEV');
    await palette.waitForTitle('Invoke in AWS (3/3)');
    await workbench.screenshot('aws-invoke-type');
    await palette.pick('Wait for the Result');
    await editor.waitForTextAnywhere(/"statusCode":\s200/);
    await workbench.screenshot('aws-invoke-result');
  });

  it('a version takes an event from its row, and an error is shown as one', async () => {
    const { views, palette, editor } = workbench;
    await views.open();
    await views.expand('Functions', 'calc');
    await views.expand('Functions', 'Aliases');
    await views.choose('Functions', 'DEV', 'Invoke with This Event…');
    await palette.pick('Wait for the Result');
    await palette.waitForTitle('Invoke in AWS (2/2)');
    await workbench.screenshot('aws-invoke-event');
    await palette.pick('{}');
    await editor.waitForTextAnywhere(/no\spath/);
    await views.row('Invocations', 'calc', /DEV/).waitFor();
    const link = workbench.page.locator('.part.editor .detected-link', { hasText: 'calc.py' }).last();
    await link.waitFor();
    await workbench.screenshot('aws-invoke-error');
    await editor.followFrame('calc.py', 9);
  });
});
