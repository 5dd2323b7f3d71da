import assert from 'node:assert/strict';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { DescribeReceiptRuleSetCommand } from '@aws-sdk/client-ses';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { AccountNode } from '../../src/tree/accountNodes.ts';
import { awsTestClients, createTestRole } from '../support/awsTestClients.ts';
import type { AwsTestClients } from '../support/awsTestClients.ts';
import { seedAlias, seedRoute } from '../support/seededAccount.ts';
import {
  askEmulator,
  extensionUnderTest,
  run,
  workspaceFile,
  writeWorkspaceFile,
} from './extensionUnderTest.ts';
import type { ExtensionUnderTest } from './extensionUnderTest.ts';

const functionName = 'to-delete';
const arn = `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`;

describe('deleting a function by command', () => {
  let world: ExtensionUnderTest;
  let clients: AwsTestClients;
  let uri: vscode.Uri;

  /** Deployed by the product itself, with a warm-up rule and an e-mail rule; a route and a rule are somebody else's. */
  before(async () => {
    world = await extensionUnderTest();
    clients = awsTestClients(world.endpoint);
    await createTestRole(clients, 'to-delete-role');
    await writeWorkspaceFile('gone/app.py', 'def main(event, context):\n    return "aws.events"\n');
    uri = await world.writeManifest('gone/lambda.json', {
      functionName,
      runtime: 'python3.13',
      handler: 'app.main',
      roleArn: 'arn:aws:iam::000000000000:role/to-delete-role',
      deploy: { alias: 'DEV' },
      warmUp: { schedule: 'rate(5 minutes)' },
      email: { ruleSet: 'gone-set', recipients: ['gone@example.com'] },
    });
    world.person.willAnswer('Deploy to-delete');
    await run('lambdaWorkbench.deployFunction', uri);
    assert.match(world.person.told.join(), /^to-delete deployed/);
    await seedAlias(clients.lambda, functionName, 'PROD', '1');
    world.person.willAnswer('Turn On Warm-Up of to-delete');
    await run('lambdaWorkbench.turnWarmUpOn', uri);
    world.person.willAnswer('Deploy E-mail Rule of to-delete');
    await run('lambdaWorkbench.deployEmailRule', uri);
    await seedRoute(clients, functionName, 'gone');
    await clients.eventBridge.send(
      new PutRuleCommand({ Name: 'gone-theirs', ScheduleExpression: 'rate(1 day)' }),
    );
    const Targets = [{ Id: 'one', Arn: arn }];
    await clients.eventBridge.send(new PutTargetsCommand({ Rule: 'gone-theirs', Targets }));
    await run('lambdaWorkbench.refreshFunctions');
  });
  after(async () => {
    clients.destroy();
    await vscode.workspace.fs.delete(workspaceFile('gone'), { recursive: true });
  });

  const asked = (kind: string) => world.person.asked.filter((one) => one.kind === kind);
  const row: AccountNode = { kind: 'accountFunction', functionName };
  const ours = [
    'warm-up rule lambda-workbench-warm-to-delete',
    'e-mail rule lambda-workbench-to-delete of the rule set gone-set',
    'function to-delete',
  ];

  it('shows all that was found, ticked where it is ours, and deletes nothing when the person says no', async () => {
    world.person.willAnswer();
    await run('lambdaWorkbench.deleteFunction', row);
    const [question] = asked('pick');
    assert.deepEqual(question?.buttons, [
      ours[0],
      'target of the rule gone-theirs',
      ours[1],
      'receipt rule set gone-set',
      '1 route of the API to-delete-api',
      ours[2],
      'role to-delete-role',
    ]);
    assert.equal(question.proposed, ours.join(', '));
    assert.match(question.text, /^Delete to-delete: What goes$/);
    assert.equal(question.detail, '3 of 7 go');
    assert.deepEqual(asked('confirm'), []);
    world.person.willAnswer(ours.join(', '));
    await run('lambdaWorkbench.deleteFunction', { kind: 'function', manifest: uri.fsPath });
    const [confirm] = asked('confirm');
    assert.equal(confirm?.text, 'Delete to-delete and what belongs to it?');
    assert.match(
      confirm.detail ?? '',
      /^PROD is a protected alias, and goes with the function\.\nRoutes that stay answer with an error then\.[^]*- function to-delete\n= target of the rule gone-theirs: stays[^]*= role to-delete-role: stays\n\nFunction: to-delete\nAccount: 0{12}\nRegion: us-east-1\n\nThis cannot be undone\.$/,
    );
    assert.deepEqual(confirm.buttons, ['Delete to-delete']);
    assert.notEqual(await askEmulator(world.endpoint, functionName), 404);
  });

  it('deletes what is ticked, and the views know', async () => {
    world.person.willAnswer(
      [...ours, 'role to-delete-role', 'receipt rule set gone-set'].join(', '),
      'Delete to-delete',
    );
    await run('lambdaWorkbench.deleteFunction', row);
    assert.deepEqual(world.person.told, ['to-delete deleted']);
    assert.equal(await askEmulator(world.endpoint, functionName), 404);
    await assert.rejects(clients.iam.send(new GetRoleCommand({ RoleName: 'to-delete-role' })));
    const set = new DescribeReceiptRuleSetCommand({ RuleSetName: 'gone-set' });
    await assert.rejects(clients.ses.send(set), { name: /^RuleSetDoesNotExist/ });
    world.person.willAnswer();
    await run('lambdaWorkbench.deleteFunction', row);
    assert.deepEqual(world.person.told, ['There is no function to-delete here, so nothing was deleted.']);
  });

  it('asks again before the first plan of a function of that name', async () => {
    world.person.willAnswer();
    await createTestRole(clients, 'to-delete-role');
    await run('lambdaWorkbench.deployFunction', uri);
    assert.equal(asked('confirm').length, 1);
  });
});
