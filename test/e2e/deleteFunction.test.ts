import assert from 'node:assert/strict';
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { after, before, describe, it } from 'mocha';
import { awsTestClients, type AwsTestClients } from '../support/awsTestClients.ts';
import { startMinistack, type TestMinistack } from '../support/ministack.ts';
import { seedRoute } from '../support/seededAccount.ts';
import { openConnected, type Workbench } from '../support/workbench.ts';
import { keepScreenshotsOfFailures } from '../support/workbench/screenshotsOfFailures.ts';

/** What a person sees when a function goes with what belongs to it: the sample `email-bot` with its role and e-mail rule. */
describe('deleting a function in the views', function () {
  this.timeout(180_000);
  let ministack: TestMinistack;
  let clients: AwsTestClients;
  let workbench: Workbench;
  keepScreenshotsOfFailures(() => workbench);

  before(async () => {
    ministack = await startMinistack();
    clients = awsTestClients(ministack.url);
    workbench = await openConnected(ministack.url);
    const { views, dialogs } = workbench;
    await views.open();
    await views.pressInline('Workspace', 'email_bot', 'Deploy Function…');
    await dialogs.waitFor();
    await dialogs.press('Deploy email_bot');
    await views.row('Workspace', 'email_bot', /in step/).waitFor();
    await views.expand('Workspace', 'email_bot');
    await views.pressInline('Workspace', 'E-mail', 'Deploy E-mail Rule');
    await dialogs.waitFor();
    await dialogs.press('Deploy E-mail Rule of email_bot');
    await dialogs.waitFor();
    await dialogs.press('Leave It as It Is');
    await views.row('Workspace', 'E-mail', /^not active/).waitFor();
    await seedRoute(clients, 'email_bot', 'mail');
    const Arn = 'arn:aws:lambda:us-east-1:000000000000:function:email_bot';
    await clients.eventBridge.send(
      new PutRuleCommand({ Name: 'nightly', ScheduleExpression: 'rate(1 day)' }),
    );
    await clients.eventBridge.send(new PutTargetsCommand({ Rule: 'nightly', Targets: [{ Id: 'one', Arn }] }));
    await workbench.notifications.dismissAll();
  });

  after(async () => {
    await workbench.close();
    clients.destroy();
    await ministack.stop();
  });

  it('shows what goes with ticks, then names all of it, and nothing of it is left', async () => {
    const { views, palette, dialogs } = workbench;
    await views.choose('Functions', 'email_bot', 'Delete Function and What Belongs to It…');
    assert.match(await palette.waitForTitle('Delete email_bot'), /2 of 6 go/);
    await workbench.screenshot('delete-function-ticks');
    await palette.pick('role lambda_email_bot_role');
    assert.match(await palette.waitForTitle('3 of 6 go'), /Delete email_bot/);
    await palette.accept();
    assert.match(
      await dialogs.waitFor(),
      /Delete email_bot and what belongs to it\?[^]*- role lambda_email_bot_role/,
    );
    await workbench.screenshot('delete-function-confirm');
    await dialogs.press('Delete email_bot');
    await views.row('Functions', 'email_bot').waitFor({ state: 'detached' });
    await views.row('Workspace', 'email_bot', /not deployed/).waitFor();
    await workbench.screenshot('delete-function-done');
    const { Functions } = await clients.lambda.send(new ListFunctionsCommand({}));
    assert.deepEqual(Functions, []);
  });
});
