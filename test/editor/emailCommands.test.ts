import assert from 'node:assert/strict';
import {
  DescribeActiveReceiptRuleSetCommand,
  DescribeReceiptRuleSetCommand,
  SetActiveReceiptRuleSetCommand,
} from '@aws-sdk/client-ses';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { emailRuleName } from '../../src/core/email/emailNames.ts';
import type { AccountNode } from '../../src/tree/accountNodes.ts';
import { awsTestClients, waitForActive } from '../support/awsTestClients.ts';
import type { AwsTestClients } from '../support/awsTestClients.ts';
import { seedAlias, seedFunction, seedVersions } from '../support/seededAccount.ts';
import {
  eventually,
  extensionUnderTest,
  run,
  workspaceFile,
  writeWorkspaceFile,
} from './extensionUnderTest.ts';
import type { ExtensionUnderTest } from './extensionUnderTest.ts';

const functionName = 'mail-bot';
const manifest = (email: unknown, name = functionName) => ({
  functionName: name,
  runtime: 'python3.13',
  handler: 'app.main',
  email,
});
const email = { ruleSet: 'mail-set', recipients: ['trips@ses.mail.test'] };

describe('e-mail rules by command', () => {
  let world: ExtensionUnderTest;
  let clients: AwsTestClients;
  let uri: vscode.Uri;

  before(async () => {
    world = await extensionUnderTest();
    clients = awsTestClients(world.endpoint);
    await seedFunction(clients.lambda, functionName);
    await waitForActive(clients, functionName);
    await seedVersions(clients.lambda, functionName, 1);
    await seedAlias(clients.lambda, functionName, 'PRODUCTION', '1');
    await run('lambdaWorkbench.refreshFunctions');
    await writeWorkspaceFile('mail/app.py', 'def main(event, context):\n    return 1\n');
    uri = await world.writeManifest('mail/lambda.json', manifest(email));
  });
  after(async () => {
    await clients.ses.send(new SetActiveReceiptRuleSetCommand({}));
    clients.destroy();
    await vscode.workspace.fs.delete(workspaceFile('mail'), { recursive: true });
  });

  const asked = (kind: string) => world.person.asked.filter((one) => one.kind === kind);
  /** Recipients of our rule; undefined where there is none. */
  async function recipients(alias?: string): Promise<readonly string[] | undefined> {
    const command = new DescribeReceiptRuleSetCommand({ RuleSetName: email.ruleSet });
    const { Rules = [] } = await clients.ses.send(command).catch(() => ({ Rules: [] }));
    return Rules.find(({ Name }) => Name === emailRuleName(functionName, alias))?.Recipients;
  }
  const active = async () =>
    (await clients.ses.send(new DescribeActiveReceiptRuleSetCommand({}))).Metadata?.Name;

  it('asks before the first rule is made, says what keeps mail away, and makes none when the person says no', async () => {
    world.person.willAnswer();
    await run('lambdaWorkbench.deployEmailRule', uri);
    const [question] = asked('confirm');
    assert.match(question?.text ?? '', /^Let mail run mail-bot in 000000000000 · us-east-1/);
    assert.match(
      question?.detail ?? '',
      /^ses\.mail\.test is not verified in SES in us-east-1[^]*No receipt rule set is active[^]*\+ receipt rule set mail-set\n\+ permission for SES to run mail-bot\n\+ e-mail rule/,
    );
    assert.deepEqual(question?.buttons, ['Deploy E-mail Rule of mail-bot', 'Show Plan']);
    assert.equal(await recipients(), undefined);
  });

  it('makes the rule, and asks apart whether its rule set becomes the active one', async () => {
    world.person.willAnswer('Deploy E-mail Rule of mail-bot');
    await run('lambdaWorkbench.deployEmailRule', uri);
    assert.deepEqual(await recipients(), email.recipients);
    const [, question] = asked('confirm');
    assert.equal(question?.text, 'Make mail-set the active receipt rule set?');
    assert.match(
      question.detail ?? '',
      /^No receipt rule set is active[^]*Account: 0{12}\nRegion: us-east-1$/,
    );
    assert.equal(await active(), undefined);
    assert.match(
      world.person.told.join(),
      /^The e-mail rule of mail-bot is deployed\. .* No receipt rule set is active/,
    );
    world.person.willAnswer('Activate mail-set');
    await run('lambdaWorkbench.deployEmailRule', uri);
    assert.equal(await active(), 'mail-set');
    assert.match(
      world.person.told.join(),
      /^The e-mail rule of mail-bot is deployed\. ses\.mail\.test is not verified/,
    );
  });

  it('has nothing to do then, from the palette too', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    world.person.willAnswer(functionName);
    await run('lambdaWorkbench.deployEmailRule');
    assert.match(world.person.told.join(), /as the manifest says: nothing to do/);
    assert.deepEqual(asked('confirm'), []);
    assert.deepEqual(asked('notify')[0]?.buttons, ['Send Test E-mail…']);
  });

  it('is a row of the triggers of the function', async () => {
    await run('lambdaWorkbench.refreshFunctions');
    const section: AccountNode = { kind: 'section', functionName, section: 'triggers' };
    const [node] = await world.functionsView.getChildren(section);
    assert.ok(node);
    const item = await world.functionsView.getTreeItem(node);
    assert.deepEqual(
      [item.label, item.description, item.contextValue],
      ['trips@ses.mail.test', 'on', 'email own'],
    );
    assert.match((item.tooltip as vscode.MarkdownString).value, /\*\*Rule set\*\*: mail/);
  });

  it('asks for every step on a protected alias, naming all of it', async () => {
    await world.writeManifest('mail/lambda.json', manifest({ ...email, alias: 'PRODUCTION' }));
    world.person.willAnswer('Deploy E-mail Rule of mail-bot:PRODUCTION');
    await run('lambdaWorkbench.deployEmailRule', uri);
    const [question] = asked('confirm');
    assert.match(question?.text ?? '', /^PRODUCTION is a protected alias\. Let mail run mail-bot:PRODUCTION/);
    assert.match(question?.detail ?? '', /Function: mail-bot\nAlias: PRODUCTION\nAccount: 0{12}/);
    assert.deepEqual(await recipients('PRODUCTION'), email.recipients, world.person.told.join());
    const changed = { ...email, recipients: ['ses.mail.test'], alias: 'PRODUCTION' };
    await world.writeManifest('mail/lambda.json', manifest(changed));
    world.person.willAnswer();
    await run('lambdaWorkbench.deployEmailRule', uri);
    assert.match(asked('confirm')[0]?.detail ?? '', /~ mail to trips@ses\.mail\.test → ses\.mail\.test/);
    assert.deepEqual(await recipients('PRODUCTION'), email.recipients);
  });

  it('sends a test e-mail: the function gets what SES would send, and the result is shown', async () => {
    await world.writeManifest('mail/lambda.json', manifest(email));
    world.person.willAnswer('Ada <ada@example.com>', 'trips@ses.mail.test', 'A trip to Oslo');
    await run('lambdaWorkbench.sendTestEmail', uri);
    assert.deepEqual(
      asked('input').map(({ step }) => step),
      ['1/3', '2/3', '3/3'],
    );
    const invocation = world.history.all()[0];
    assert.ok(invocation);
    const { event, functionName: ran, state } = invocation;
    assert.equal(ran, functionName);
    assert.ok(event.kind === 'text');
    assert.equal(event.name, 'E-mail from Ada <ada@example.com>');
    const { Records } = JSON.parse(event.text) as {
      Records: [
        {
          ses: { mail: { source: string; commonHeaders: { subject: string } }; receipt: { action: unknown } };
        },
      ];
    };
    const [{ ses }] = Records;
    assert.deepEqual(
      [ses.mail.source, ses.mail.commonHeaders.subject],
      ['ada@example.com', 'A trip to Oslo'],
    );
    assert.deepEqual(ses.receipt.action, {
      type: 'Lambda',
      functionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
      invocationType: 'Event',
    });
    assert.ok(state.kind === 'ended' && state.outcome.payload === '1');
  });

  it('says how to get an alias that is not there, and what a manifest lacks', async () => {
    await world.writeManifest('mail/lambda.json', manifest({ ...email, alias: 'NOWHERE' }));
    world.person.willAnswer();
    await run('lambdaWorkbench.deployEmailRule', uri);
    assert.match(world.person.told.join(), /mail-bot has no alias NOWHERE/);
    assert.ok(asked('notify')[0]?.buttons?.includes('Create Alias…'));
    await world.writeManifest('mail/lambda.json', manifest({ ...email, recipients: ['no address'] }));
    world.person.willAnswer();
    await run('lambdaWorkbench.deployEmailRule', uri);
    assert.match(world.person.told.join(), /^mail\/lambda\.json:\d+: .*an address, a domain/);
    await world.writeManifest('mail/lambda.json', manifest(undefined));
    for (const command of ['lambdaWorkbench.deployEmailRule', 'lambdaWorkbench.sendTestEmail'] as const) {
      world.person.willAnswer();
      await run(command, uri);
      assert.match(world.person.told.join(), /lambda\.json has no "email"/);
    }
  });

  it('is offered by the result of a deploy, until it was deployed', async () => {
    await writeWorkspaceFile('mail/second/app.py', 'def main(event, context):\n    return 1\n');
    const second = { ...manifest(email, 'mail-second'), roleArn: 'arn:aws:iam::000000000000:role/seeded' };
    const file = await world.writeManifest('mail/second/lambda.json', second);
    world.person.willAnswer('Deploy mail-second', 'Deploy E-mail Rule', 'Deploy E-mail Rule of mail-second');
    await run('lambdaWorkbench.deployFunction', file);
    assert.deepEqual(asked('notify')[0]?.buttons, ['Deploy E-mail Rule', 'Show Details', 'Copy ARN']);
    await eventually('the rule is there', () => asked('notify')[1]);
    world.person.willAnswer();
    await run('lambdaWorkbench.deployAgain');
    assert.deepEqual(asked('notify')[0]?.buttons, ['Show Details']);
  });
});
