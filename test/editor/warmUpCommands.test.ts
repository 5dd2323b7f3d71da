import assert from 'node:assert/strict';
import { DescribeRuleCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { warmUpRuleName } from '../../src/core/warmUp/warmUpNames.ts';
import type { AccountNode, RuleNode } from '../../src/tree/accountNodes.ts';
import { awsTestClients } from '../support/awsTestClients.ts';
import type { AwsTestClients } from '../support/awsTestClients.ts';
import { seedAlias, seedFunction, seedRoute, seedVersions } from '../support/seededAccount.ts';
import {
  askEmulator,
  eventually,
  extensionUnderTest,
  run,
  workspaceFile,
  writeWorkspaceFile,
} from './extensionUnderTest.ts';
import type { ExtensionUnderTest } from './extensionUnderTest.ts';

const functionName = 'warm-tally';
const manifest = (warmUp: unknown, name = functionName) => ({
  functionName: name,
  runtime: 'python3.13',
  handler: 'app.main',
  warmUp,
});

describe('warm-up rules by command', () => {
  let world: ExtensionUnderTest;
  let clients: AwsTestClients;
  let uri: vscode.Uri;

  before(async () => {
    world = await extensionUnderTest();
    clients = awsTestClients(world.endpoint);
    const { lambda, eventBridge } = clients;
    await seedFunction(lambda, functionName);
    await seedVersions(lambda, functionName, 1);
    await seedAlias(lambda, functionName, 'PRODUCTION', '1');
    await seedRoute(clients, functionName, 'tally');
    const Arn = `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`;
    await eventBridge.send(new PutRuleCommand({ Name: 'warm-theirs', ScheduleExpression: 'rate(1 day)' }));
    await eventBridge.send(new PutTargetsCommand({ Rule: 'warm-theirs', Targets: [{ Id: 'one', Arn }] }));
    await run('lambdaWorkbench.refreshFunctions');
    await writeWorkspaceFile('warm/app.py', 'def main(event, context):\n    return 1\n');
    uri = await world.writeManifest('warm/lambda.json', manifest({ schedule: 'rate(5 minutes)' }));
  });
  after(async () => {
    clients.destroy();
    await vscode.workspace.fs.delete(workspaceFile('warm'), { recursive: true });
  });

  /** `ENABLED rate(5 minutes)`, or undefined. */
  async function ruleOf(alias?: string): Promise<string | undefined> {
    const asked = new DescribeRuleCommand({ Name: warmUpRuleName(functionName, alias) });
    const found = await clients.eventBridge.send(asked).catch(() => undefined);
    return found && `${found.State ?? ''} ${found.ScheduleExpression ?? ''}`;
  }
  const asked = (kind: string) => world.person.asked.filter((one) => one.kind === kind);
  const row = (alias?: string): RuleNode => ({
    kind: 'rule',
    functionName,
    alias,
    rule: warmUpRuleName(functionName, alias),
  });
  /** Rows of the Triggers section: label, description and what the menus know of them. */
  async function triggers(): Promise<string[]> {
    const section: AccountNode = { kind: 'section', functionName, section: 'triggers' };
    const nodes = await world.functionsView.getChildren(section);
    const items = await Promise.all(nodes.map((node) => world.functionsView.getTreeItem(node)));
    return items.map(
      ({ label, description, contextValue }) =>
        `${typeof label === 'string' ? label : ''} | ${String(description)} | ${contextValue ?? ''}`,
    );
  }

  it('asks before the first rule is made, and makes none when the person says no', async () => {
    world.person.willAnswer();
    await run('lambdaWorkbench.turnWarmUpOn', uri);
    const [question] = asked('confirm');
    assert.match(question?.text ?? '', /^Call warm-tally every 5 minutes in 000000000000 · us-east-1/);
    assert.match(
      question?.detail ?? '',
      /Next runs: within 5 minutes[^]*one execution environment warm[^]*\+ permission/,
    );
    assert.deepEqual(question?.buttons, ['Turn On Warm-Up of warm-tally', 'Show Plan']);
    assert.equal(await ruleOf(), undefined);
    world.person.willAnswer('Turn On Warm-Up of warm-tally');
    await run('lambdaWorkbench.turnWarmUpOn', uri);
    assert.equal(await ruleOf(), 'ENABLED rate(5 minutes)');
    const { Policy = '' } = (await askEmulator(world.endpoint, `${functionName}/policy`)) as {
      Policy?: string;
    };
    assert.match(Policy, /events\.amazonaws\.com/);
  });

  it('has nothing to do the second time, from the palette too', async () => {
    world.person.willAnswer();
    await run('lambdaWorkbench.turnWarmUpOn', uri);
    assert.deepEqual(world.person.told, ['The warm-up of warm-tally is on already: nothing to do']);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    world.person.willAnswer(functionName);
    await run('lambdaWorkbench.turnWarmUpOn');
    assert.match(world.person.told.join(), /is on already/);
  });

  it('is shown in the Triggers section with its meaning; the rule of somebody else has no actions', async () => {
    const [own, theirs, api] = await triggers();
    assert.deepEqual(
      [own, theirs],
      ['every 5 minutes | on | rule own on', 'every day | on | rule foreign on'],
    );
    assert.match(api ?? '', /^warm-tally-api \| \w+ \| restApi$/);
    const item = await world.functionsView.getTreeItem(row());
    assert.match((item.tooltip as vscode.MarkdownString).value, /rate\\\(5 minutes\\\)|rate\(5 minutes\)/);
    assert.match((item.tooltip as vscode.MarkdownString).value, /Next runs/);
    world.person.willAnswer();
    await run('lambdaWorkbench.removeWarmUpRule', { ...row(), rule: 'warm-theirs' });
    assert.match(world.person.told.join(), /warm-theirs was not made by Lambda Workbench/);
  });

  it('is turned off and on by its row, without a question where no protected alias is concerned', async () => {
    world.person.willAnswer();
    await run('lambdaWorkbench.turnWarmUpOff', row());
    assert.equal(await ruleOf(), 'DISABLED rate(5 minutes)');
    assert.deepEqual((await triggers())[0], 'every 5 minutes | off | rule own off');
    await run('lambdaWorkbench.turnWarmUpOff', uri);
    assert.match(world.person.told.join(), /is off already/);
    await run('lambdaWorkbench.turnWarmUpOn', row());
    assert.equal(await ruleOf(), 'ENABLED rate(5 minutes)');
    assert.deepEqual(asked('confirm'), []);
  });

  it('tells how many calls met a cold start before and since it was turned on', async () => {
    world.person.willAnswer();
    await run('lambdaWorkbench.showColdStarts', row());
    assert.match(
      world.person.told.join(),
      /^Cold starts of warm-tally: no calls in the 24 hours before its warm-up was turned on \(just now\), no calls since then/,
    );
    await run('lambdaWorkbench.showColdStarts', uri);
    assert.equal(world.person.told.length, 2);
  });

  it('asks for every step on a protected alias, naming all of it', async () => {
    await world.writeManifest(
      'warm/lambda.json',
      manifest({ schedule: 'rate(1 hour)', alias: 'PRODUCTION' }),
    );
    await run('lambdaWorkbench.turnWarmUpOn', uri);
    world.person.willAnswer('Turn On Warm-Up of warm-tally:PRODUCTION');
    await run('lambdaWorkbench.turnWarmUpOn', uri);
    const [question] = asked('confirm');
    assert.match(
      question?.text ?? '',
      /^PRODUCTION is a protected alias\. Call warm-tally:PRODUCTION every hour/,
    );
    assert.match(
      question?.detail ?? '',
      /Function: warm-tally\nAlias: PRODUCTION\nAccount: 0{12}\nRegion: us-east-1/,
    );
    assert.equal(await ruleOf('PRODUCTION'), 'ENABLED rate(1 hour)');
    world.person.willAnswer();
    await run('lambdaWorkbench.turnWarmUpOff', uri);
    assert.equal(await ruleOf('PRODUCTION'), 'ENABLED rate(1 hour)');
    world.person.willAnswer('Turn Off Warm-Up of warm-tally:PRODUCTION');
    await run('lambdaWorkbench.turnWarmUpOff', uri);
    assert.equal(await ruleOf('PRODUCTION'), 'DISABLED rate(1 hour)');
  });

  it('says how to get an alias that is not there', async () => {
    await world.writeManifest('warm/lambda.json', manifest({ schedule: 'rate(1 hour)', alias: 'NOWHERE' }));
    world.person.willAnswer();
    await run('lambdaWorkbench.turnWarmUpOn', uri);
    assert.match(world.person.told.join(), /warm-tally has no alias NOWHERE/);
    assert.ok(asked('notify')[0]?.buttons?.includes('Create Alias…'));
  });

  it('stops at a schedule that AWS would refuse, and at a manifest without a warm-up', async () => {
    await world.writeManifest('warm/lambda.json', manifest({ schedule: 'rate(5 minute)' }));
    world.person.willAnswer();
    await run('lambdaWorkbench.turnWarmUpOn', uri);
    assert.match(world.person.told.join(), /^warm\/lambda\.json:\d+: .*plural/);
    await world.writeManifest('warm/lambda.json', manifest(undefined));
    world.person.willAnswer();
    await run('lambdaWorkbench.turnWarmUpOn', uri);
    assert.match(world.person.told.join(), /lambda\.json has no "warmUp"/);
  });

  it('is removed only when the person says so, by its row and without a manifest', async () => {
    for (const alias of [undefined, 'PRODUCTION']) {
      const name = alias === undefined ? functionName : `${functionName}:${alias}`;
      world.person.willAnswer();
      await run('lambdaWorkbench.removeWarmUpRule', row(alias));
      const [question] = asked('confirm');
      assert.equal(question?.text, `Remove the warm-up rule of ${name}?`);
      assert.match(question.detail ?? '', /- target .*[^]*- rule .*[^]*- permission .*[^]*cannot be undone/);
      assert.ok(await ruleOf(alias));
      world.person.willAnswer(`Remove Warm-Up of ${name}`);
      await run('lambdaWorkbench.removeWarmUpRule', row(alias));
      assert.equal(await ruleOf(alias), undefined);
    }
    assert.deepEqual((await triggers())[0], 'every day | on | rule foreign on');
  });

  it('is offered by the result of a deploy, until it was turned on', async () => {
    await writeWorkspaceFile('warm/second/app.py', 'def main(event, context):\n    return "aws.events"\n');
    const second = {
      ...manifest({ schedule: 'rate(5 minutes)' }, 'warm-second'),
      roleArn: 'arn:aws:iam::000000000000:role/seeded',
    };
    const file = await world.writeManifest('warm/second/lambda.json', second);
    world.person.willAnswer('Deploy warm-second', 'Turn Warm-Up On', 'Turn On Warm-Up of warm-second');
    await run('lambdaWorkbench.deployFunction', file);
    assert.deepEqual(asked('notify')[0]?.buttons, ['Turn Warm-Up On', 'Show Details', 'Copy ARN']);
    await eventually('the question', () => asked('confirm')[1]);
    const deadline = Date.now() + 10_000;
    const made = new DescribeRuleCommand({ Name: warmUpRuleName('warm-second', undefined) });
    while ((await clients.eventBridge.send(made).catch(() => undefined)) === undefined) {
      assert.ok(Date.now() < deadline, 'the rule was not made');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    world.person.willAnswer();
    await run('lambdaWorkbench.deployAgain');
    assert.deepEqual(asked('notify')[0]?.buttons, ['Show Details']);
  });

  it('hints at a handler without the guard, with a quick fix', async () => {
    await world.writeManifest('warm/lambda.json', manifest({ schedule: 'rate(5 minutes)' }));
    const handler = workspaceFile('warm/app.py');
    const [hint] = await eventually('the hint', () => {
      const found = vscode.languages.getDiagnostics(handler);
      return found.length > 0 ? found : undefined;
    });
    assert.equal(hint?.severity, vscode.DiagnosticSeverity.Information);
    assert.equal(hint.range.start.line, 0);
    await vscode.workspace.openTextDocument(handler);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      handler,
      hint.range,
    );
    const fix = actions.find(({ title }) => title === 'Return Early for the Scheduled Event');
    assert.ok(fix?.edit);
    await vscode.workspace.applyEdit(fix.edit);
    const document = await vscode.workspace.openTextDocument(handler);
    assert.equal(
      document.getText(),
      'def main(event, context):\n    if event.get("detail-type") == "Scheduled Event":\n        return\n    return 1\n',
    );
    await document.save();
    await eventually('the hint is gone', () =>
      vscode.languages.getDiagnostics(handler).length === 0 ? true : undefined,
    );
  });
});
