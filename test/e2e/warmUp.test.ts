import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { after, before, describe, it } from 'mocha';
import { awsTestClients, type AwsTestClients } from '../support/awsTestClients.ts';
import { startMinistack, type TestMinistack } from '../support/ministack.ts';
import { seedAlias, seedFunction, seedVersions } from '../support/seededAccount.ts';
import { openConnected, type Workbench } from '../support/workbench.ts';
import { keepScreenshotsOfFailures } from '../support/workbench/screenshotsOfFailures.ts';

/** What a person sees of a warm-up: its row in the Workspace view, the plan, the rule among the triggers. */
describe('warm-up in the views', function () {
  this.timeout(180_000);
  let ministack: TestMinistack;
  let clients: AwsTestClients;
  let workbench: Workbench;
  keepScreenshotsOfFailures(() => workbench);

  before(async () => {
    ministack = await startMinistack();
    clients = awsTestClients(ministack.url);
    const { lambda, eventBridge } = clients;
    await seedFunction(lambda, 'calc');
    await seedVersions(lambda, 'calc', 1);
    await seedAlias(lambda, 'calc', 'DEV', '1');
    const Arn = 'arn:aws:lambda:us-east-1:000000000000:function:calc';
    const cron = 'cron(30 9 ? * MON-FRI *)';
    await eventBridge.send(new PutRuleCommand({ Name: 'nightly-report', ScheduleExpression: cron }));
    await eventBridge.send(new PutTargetsCommand({ Rule: 'nightly-report', Targets: [{ Id: 'one', Arn }] }));
    workbench = await openConnected(ministack.url);
    const folder = path.join(workbench.folder, 'calc');
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'app.py'), 'def main(event, context):\n    return 1\n');
    const manifest = {
      functionName: 'calc',
      runtime: 'python3.13',
      handler: 'app.main',
      roleArn: 'arn:aws:iam::000000000000:role/seeded',
      warmUp: { schedule: 'rate(5 minutes)', alias: 'DEV' },
    };
    await writeFile(path.join(folder, 'lambda.json'), JSON.stringify(manifest, undefined, 2));
    const { views } = workbench;
    await views.open();
    await views.row('Functions', 'calc', /python3\.13/).waitFor();
    await views.expand('Workspace', 'calc');
    await views.row('Workspace', 'Warm-up', 'every 5 minutes · not deployed').waitFor();
  });

  after(async () => {
    await workbench.close();
    clients.destroy();
    await ministack.stop();
  });

  it('is turned on by its row after a plan, and the row says so', async () => {
    const { views, dialogs } = workbench;
    await views.pressInline('Workspace', 'Warm-up', 'Turn Warm-Up On');
    assert.match(await dialogs.waitFor(), /Call calc:DEV every 5 minutes in 000000000000 · us-east-1/);
    await workbench.screenshot('warm-up-plan');
    await dialogs.press('Turn On Warm-Up of calc:DEV');
    await views.row('Workspace', 'Warm-up', /^every 5 minutes · on$/).waitFor();
    await views.row('Workspace', 'Warm-up').hover();
    await workbench.screenshot('warm-up-on');
  });

  it('is a row of the triggers, beside the rule of somebody else', async () => {
    const { views } = workbench;
    await views.expand('Functions', 'calc');
    await views.expand('Functions', 'Triggers');
    await views.row('Functions', 'every 5 minutes', '→ DEV · on').waitFor();
    await views.row('Functions', 'at 09:30 UTC on weekdays', 'on').hover();
    await workbench.page.locator('.monaco-hover:visible').filter({ hasText: 'Next runs' }).waitFor();
    await workbench.screenshot('warm-up-triggers');
  });

  it('is turned off and removed by its row', async () => {
    const { views, dialogs } = workbench;
    await views.pressInline('Functions', 'every 5 minutes', 'Turn Warm-Up Off');
    await views.row('Functions', 'every 5 minutes', '→ DEV · off').waitFor();
    await views.row('Workspace', 'Warm-up', 'every 5 minutes · off').waitFor();
    await views.pressInline('Workspace', 'Warm-up', 'Remove Warm-Up Rule');
    assert.match(await dialogs.waitFor(), /Remove the warm-up rule of calc:DEV\?/);
    await workbench.screenshot('warm-up-remove');
    await dialogs.press('Remove Warm-Up of calc:DEV');
    await views.row('Workspace', 'Warm-up', 'every 5 minutes · not deployed').waitFor();
    await views.row('Functions', 'every 5 minutes').waitFor({ state: 'detached' });
  });
});
