import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { after, before, describe, it } from 'mocha';
import { inRoot } from '../../scripts/paths.mjs';
import { startAwsProxy, type AwsProxy } from '../support/awsProxy.ts';
import { awsTestClients, type AwsTestClients } from '../support/awsTestClients.ts';
import { startMinistack, type TestMinistack } from '../support/ministack.ts';
import { secretMarker } from '../support/secretMarker.mjs';
import { findSecrets } from '../support/secretScan.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';
import { keepScreenshotsOfFailures } from '../support/workbench/screenshotsOfFailures.ts';

/** The main job as a person does it, against the emulator behind the strict proxy, connected through a profile. */
describe('deploying a sample from the palette', function () {
  this.timeout(180_000);
  let ministack: TestMinistack;
  let proxy: AwsProxy;
  let clients: AwsTestClients;
  let workbench: Workbench;
  let configuration: string;
  keepScreenshotsOfFailures(() => workbench);

  before(async () => {
    ministack = await startMinistack();
    proxy = await startAwsProxy({ upstream: ministack.url, strict: { createMs: 300, updateMs: 200 } });
    clients = awsTestClients(ministack.url, 1, 'eu-west-1');
    configuration = await mkdtemp(path.join(tmpdir(), 'lambda-workbench-aws-'));
    const config = path.join(configuration, 'config');
    const credentials = path.join(configuration, 'credentials');
    // A picked profile's endpoint is not honoured by the SDK: a client that ignored it would call AWS.
    await writeFile(config, `[profile dev]\nregion = eu-west-1\nendpoint_url = ${proxy.url}\n`);
    await writeFile(
      credentials,
      `[dev]\naws_access_key_id = AKIA${'0'.repeat(16)}\naws_secret_access_key = ${secretMarker}\n`,
    );
    workbench = await openWorkbench({
      settings: {
        'lambdaWorkbench.connection.profile': 'dev',
        'workbench.colorTheme': 'Default Dark Modern',
      },
      environment: {
        AWS_CONFIG_FILE: config,
        AWS_SHARED_CREDENTIALS_FILE: credentials,
        AWS_REGION: 'us-west-2',
      },
    });
    // In a file that no editor shows: the manifest's own text is of course on the page.
    await writeFile(path.join(workbench.folder, 'calc', 'deployed.env'), `TOKEN=${secretMarker}\n`);
    await edit('calc/lambda.json', '"timeout": 5', '"environmentFile": "deployed.env",\n  "timeout": 5');
  });

  after(async () => {
    await workbench.close();
    clients.destroy();
    await proxy.close();
    await ministack.stop();
    await rm(configuration, { recursive: true, force: true });
  });

  const edit = async (file: string, from: string, to: string) => {
    const name = path.join(workbench.folder, file);
    const text = await readFile(name, 'utf8');
    assert.ok(text.includes(from), `${file} has no ${from}`);
    await writeFile(name, text.replace(from, to));
  };

  /** What the function answers, by its alias, to the sample's own event. */
  const askCalc = async (): Promise<unknown> => {
    const Payload = await readFile(inRoot('sample-functions', 'calc', 'events', 'proxy-request.json'));
    const { Payload: answer } = await clients.lambda.send(
      new InvokeCommand({ FunctionName: 'calc', Qualifier: 'DEV', Payload }),
    );
    const { body } = JSON.parse(Buffer.from(answer ?? []).toString()) as { body: string };
    return JSON.parse(body) as unknown;
  };

  it('shows the plan and asks the first time', async () => {
    await workbench.statusBarText(/dev · eu-west-1/);
    await workbench.palette.openFile('calc/lambda.json');
    await workbench.palette.run('Lambda: Deploy Function…');
    const question = await workbench.dialogs.waitFor();
    assert.match(question, /Deploy calc to 000000000000 · eu-west-1/);
    assert.match(question, /\+ role lambda_calc_role/);
    assert.match(question, /\+ environment TOKEN/);
    await workbench.screenshot('plan-question');
    await workbench.dialogs.press('Show Plan');
    await workbench.editor.waitForTextAnywhere('alias DEV → the new version');
    await workbench.screenshot('plan');
    await workbench.palette.pick('Do Not Deploy');
    assert.deepEqual(proxy.writes(), []);
  });

  it('deploys, and the function adds', async () => {
    proxy.delay('PublishVersion', 2500);
    await workbench.palette.openFile('calc/lambda.json');
    await workbench.palette.run('Lambda: Deploy Function…');
    await workbench.dialogs.waitFor();
    await workbench.dialogs.press('Deploy calc');
    await workbench.notifications.waitFor(/publish a version of calc/i);
    await workbench.screenshot('deploy-progress');
    assert.match(await workbench.notifications.waitFor(/calc deployed/), /calc deployed: version 1, DEV → 1/);
    await workbench.screenshot('deploy-result');
    await workbench.notifications.press(/calc deployed/, 'Show Details');
    await workbench.editor.waitForTextAnywhere(/arn:aws:lambda:eu-west-1:000000000000:function:calc/);
    await workbench.screenshot('deploy-details');
    assert.deepEqual(await askCalc(), { result: 35 });
  });

  it('deploys a changed handler again with one keystroke, and the function answers with the change', async () => {
    proxy.reset();
    await workbench.notifications.dismissAll();
    await edit(
      'calc/calc.py',
      'number_of(event, "left") + number_of(event, "right")',
      '2 * (number_of(event, "left") + number_of(event, "right"))',
    );
    await workbench.palette.openFile('calc/calc.py');
    await workbench.page.keyboard.press('Control+K');
    await workbench.page.keyboard.press('Alt+D');
    assert.match(await workbench.notifications.waitFor(/calc deployed/), /version 2, DEV → 2/);
    assert.deepEqual(await askCalc(), { result: 70 });
    assert.deepEqual(
      proxy.writes().map(({ operation }) => operation),
      ['UpdateFunctionCode', 'PublishVersion', 'UpdateAlias'],
    );
  });

  it('writes nothing the third time', async () => {
    proxy.reset();
    await workbench.notifications.dismissAll();
    await workbench.palette.run('Lambda: Deploy Again');
    await workbench.notifications.waitFor('calc is unchanged: nothing to do');
    await workbench.screenshot('deploy-unchanged');
    assert.deepEqual(proxy.writes(), []);
    assert.ok(proxy.calls.length > 0);
  });

  it('stops in the middle when cancelled, says what was done, and goes on with one button', async () => {
    proxy.reset();
    proxy.delay('PublishVersion', 3000);
    await workbench.notifications.dismissAll();
    await edit('calc/calc.py', '2 * (number_of', '3 * (number_of');
    await workbench.palette.run('Lambda: Deploy Again');
    await workbench.notifications.waitFor(/publish a version of calc/i);
    await workbench.notifications.cancel(/Deploying calc/);
    const sentence = await workbench.notifications.waitFor(/Deploying calc was cancelled/);
    assert.match(sentence, /Done before: update the code of calc\. Deploying again continues from here\./);
    await workbench.screenshot('deploy-cancelled');
    assert.equal(proxy.count('UpdateAlias'), 0);
    proxy.reset();
    await workbench.notifications.press(/Deploying calc was cancelled/, 'Deploy Again');
    assert.match(await workbench.notifications.waitFor(/calc deployed/), /version 3, DEV → 3/);
    assert.deepEqual(await askCalc(), { result: 105 });
  });

  it('says a failure in one sentence and keeps secrets to itself, also when AWS repeats them', async () => {
    proxy.failNth('UpdateFunctionConfiguration', 1, {
      code: 'InvalidParameterValueException',
      status: 400,
      message: `Lambda was unable to configure your environment variables: {"TOKEN":"${secretMarker}"}`,
    });
    await edit('calc/lambda.json', '"timeout": 5', '"timeout": 6');
    await workbench.notifications.dismissAll();
    await workbench.palette.run('Lambda: Deploy Again');
    await workbench.dialogs.waitFor();
    await workbench.screenshot('plan-change');
    await workbench.dialogs.press('Deploy calc');
    const sentence = await workbench.notifications.waitFor(/Could not update the configuration of calc/);
    assert.match(sentence, /Nothing was changed/);
    await workbench.screenshot('deploy-failure');
    await workbench.notifications.dismissAll();
    await workbench.palette.run('Lambda: Show Log');
    await workbench.page
      .locator('.part.panel .view-line', { hasText: /configuration\sof\scalc/ })
      .first()
      .waitFor();
    await workbench.screenshot('deploy-log');
  });

  it('says a version that Lambda could not bring into service, without what it was made of', async () => {
    proxy.reset();
    proxy.failNextUpdate('calc', { code: 'InternalError', reason: 'The emulator broke it.' });
    await workbench.notifications.dismissAll();
    await workbench.palette.run('Lambda: Deploy Again');
    await workbench.dialogs.waitFor();
    await workbench.dialogs.press('Deploy calc');
    await workbench.notifications.waitFor(
      /Lambda could not bring calc into service: The emulator broke it\./,
    );
  });

  it('leaves no secret in a page, a log or anything else it wrote', async () => {
    assert.deepEqual(await findSecrets(workbench), []);
  });
});
