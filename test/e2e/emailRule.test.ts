import assert from 'node:assert/strict';
import { CreateReceiptRuleSetCommand, SetActiveReceiptRuleSetCommand } from '@aws-sdk/client-ses';
import { after, before, describe, it } from 'mocha';
import { awsTestClients, type AwsTestClients } from '../support/awsTestClients.ts';
import { startMinistack, type TestMinistack } from '../support/ministack.ts';
import { openConnected, type Workbench } from '../support/workbench.ts';
import { keepScreenshotsOfFailures } from '../support/workbench/screenshotsOfFailures.ts';

/** What a person sees of an e-mail rule: the sample `email-bot`, from the deploy to the answer of the bot. */
describe('an e-mail rule in the views', function () {
  this.timeout(180_000);
  let ministack: TestMinistack;
  let clients: AwsTestClients;
  let workbench: Workbench;
  keepScreenshotsOfFailures(() => workbench);

  before(async () => {
    ministack = await startMinistack();
    clients = awsTestClients(ministack.url);
    await clients.ses.send(new CreateReceiptRuleSetCommand({ RuleSetName: 'office' }));
    await clients.ses.send(new SetActiveReceiptRuleSetCommand({ RuleSetName: 'office' }));
    workbench = await openConnected(ministack.url);
    const { views, dialogs } = workbench;
    await views.open();
    await views.pressInline('Workspace', 'email_bot', 'Deploy Function…');
    await dialogs.waitFor();
    await dialogs.press('Deploy email_bot');
    await views.row('Workspace', 'email_bot', /in step/).waitFor();
  });

  after(async () => {
    await workbench.close();
    clients.destroy();
    await ministack.stop();
  });

  it('is deployed by its row after a plan', async () => {
    const { views, dialogs } = workbench;
    await views.expand('Workspace', 'email_bot');
    await views.row('Workspace', 'E-mail', 'not deployed · trips@ses.example.com').waitFor();
    await views.pressInline('Workspace', 'E-mail', 'Deploy E-mail Rule');
    assert.match(await dialogs.waitFor(), /Let mail run email_bot in 000000000000 · us-east-1/);
    await workbench.screenshot('email-rule-plan');
    await dialogs.press('Deploy E-mail Rule of email_bot');
    assert.match(await dialogs.waitFor(), /Make default the active receipt rule set\?/);
    await workbench.screenshot('email-rule-activate');
    await dialogs.press('Activate default');
    await views.row('Workspace', 'E-mail', /^deployed · trips@ses\.example\.com$/).waitFor();
    await views.row('Workspace', 'E-mail').hover();
    await workbench.screenshot('email-rule-deployed');
  });

  it('is a row of the triggers', async () => {
    const { views } = workbench;
    await views.expand('Functions', 'email_bot');
    await views.expand('Functions', 'Triggers');
    await views.row('Functions', 'trips@ses.example.com', 'on').hover();
    await workbench.page.locator('.monaco-hover:visible').filter({ hasText: 'Rule set' }).waitFor();
    await workbench.screenshot('email-rule-triggers');
  });

  it('runs the bot with a test e-mail, and the bot answers', async () => {
    const { views, palette, page } = workbench;
    await views.pressInline('Workspace', 'E-mail', 'Send Test E-mail…');
    await palette.waitForTitle('1/3');
    await workbench.screenshot('test-email-from');
    await palette.type('Ada <ada@example.com>');
    await palette.waitForTitle('2/3');
    await palette.type('elsewhere@example.org');
    await page.getByText('mail to this address does not run the function').waitFor();
    await workbench.screenshot('test-email-to');
    await palette.type('trips@ses.example.com');
    await palette.waitForTitle('3/3');
    await palette.type('A trip to Oslo');
    await views.row('Invocations', 'email_bot', /E-mail from Ada/).waitFor();
    await page.locator('.view-line').filter({ hasText: '"skipped": []' }).waitFor();
    await workbench.screenshot('test-email-result');
    const answer = (await ministack.mailbox()).find(({ to }) => to.includes('ada@example.com'));
    assert.deepEqual([answer?.from, answer?.subject], ['trips@ses.example.com', 'Re: A trip to Oslo']);
  });
});
