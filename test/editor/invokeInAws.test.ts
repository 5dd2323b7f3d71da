import assert from 'node:assert/strict';
import { UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { awsTestClients, pythonArchive, waitForActive } from '../support/awsTestClients.ts';
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

const functionName = 'invoke-in-aws';
const code = `import sys
def main(event, context):
    print("got", event)
    if "fail" in event: raise ValueError("no sum")
    return {"sum": event["left"] + event["right"]}
`;

describe('invoking in AWS by command', () => {
  let world: ExtensionUnderTest;
  let clients: AwsTestClients;
  let event: vscode.Uri;

  before(async () => {
    world = await extensionUnderTest();
    clients = awsTestClients(world.endpoint);
    const { lambda } = clients;
    await seedFunction(lambda, functionName);
    await seedVersions(lambda, functionName, 1);
    await lambda.send(
      new UpdateFunctionCodeCommand({ FunctionName: functionName, ZipFile: await pythonArchive(code) }),
    );
    await seedAlias(lambda, functionName, 'DEV', '$LATEST');
    await waitForActive(clients, functionName);
    event = await writeWorkspaceFile('sum.event.json', '{"left": 15, "right": 20}');
    await run('lambdaWorkbench.refreshFunctions');
    await run('lambdaWorkbench.clearInvocations');
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(event);
    clients.destroy();
  });

  const last = () => {
    const [invocation] = world.history.all();
    assert.ok(invocation);
    return invocation;
  };
  const payload = () => {
    const { state } = last();
    return state.kind === 'ended' ? state.outcome.payload : state.kind;
  };
  const result = (text: RegExp) =>
    eventually(`a result with ${text.source}`, () =>
      vscode.workspace.textDocuments.find(
        (document) => document.uri.scheme === 'lambda-result' && text.test(document.getText()),
      ),
    );

  it('asks for function, qualifier and how, and shows the result beside the event', async () => {
    world.person.willAnswer(functionName, 'DEV', 'Wait for the Result');
    await run('lambdaWorkbench.invokeInAws', event);
    assert.deepEqual(
      world.person.asked.map(({ step }) => step),
      ['1/3', '2/3', '3/3'],
    );
    assert.deepEqual(world.person.asked[1]?.buttons, ['$LATEST', 'DEV', '1']);
    assert.deepEqual(JSON.parse(payload()), { sum: 35 });
    assert.deepEqual(last().source.kind, 'aws');
    await result(/"sum": 35/);
  });

  it('proposes the same place for the event the next time, and sends what the editor shows', async () => {
    const editor = await vscode.window.showTextDocument(event);
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, 1, 0), '{"left": 1, "right": 1}'));
    world.person.willAnswer(`${functionName}:DEV`);
    await run('lambdaWorkbench.invokeInAws');
    assert.deepEqual(world.person.asked[0]?.buttons, [
      `${functionName}:DEV`,
      'Another Function or Qualifier…',
    ]);
    assert.deepEqual(JSON.parse(payload()), { sum: 2 });
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('asks for an event where a version was pointed at', async () => {
    world.person.willAnswer('Wait for the Result', '$(sparkle) {}');
    const alias = { kind: 'alias', functionName, alias: 'DEV' };
    await run('lambdaWorkbench.invokeInAws', alias);
    const { state } = last();
    assert.ok(state.kind === 'ended');
    assert.equal(state.outcome.status, 'functionError', state.outcome.payload);
    assert.equal(world.person.asked.at(-1)?.kind, 'pick');
    world.person.willAnswer('Wait for the Result', '$(history) {}');
    await run('lambdaWorkbench.invokeInAws', alias);
    assert.deepEqual(world.person.unusedAnswers, [], 'what was sent last comes first');
  });

  it('only hands the event over where that was asked for, and checks without running', async () => {
    for (const [type, came] of [
      ['Asynchronously', 'accepted'],
      ['Dry Run', 'accepted'],
    ] as const) {
      world.person.willAnswer('Another Function or Qualifier…', functionName, '$LATEST', type);
      await run('lambdaWorkbench.invokeInAws', event);
      assert.equal(payload(), came, JSON.stringify(last().state));
    }
  });

  it('is repeated, from its row and as the last one', async () => {
    world.person.willAnswer('Another Function or Qualifier…', functionName, '$LATEST', 'Wait for the Result');
    await run('lambdaWorkbench.invokeInAws', event);
    const { id } = last();
    world.person.willAnswer();
    await run('lambdaWorkbench.invokeAgain', { kind: 'invocation', id });
    await run('lambdaWorkbench.invokeAgain');
    assert.equal(last().id, id + 2);
    assert.deepEqual(JSON.parse(payload()), { sum: 35 });
    assert.deepEqual(world.person.asked, []);
  });

  it('is copied as a command of the AWS CLI, and not as one of docker', async () => {
    const node = { kind: 'invocation', id: last().id };
    world.person.willAnswer();
    await run('lambdaWorkbench.copyAwsCommand', node);
    const text = await vscode.env.clipboard.readText();
    assert.ok(
      text.startsWith(`aws lambda invoke --function-name ${functionName} --qualifier '$LATEST'`),
      text,
    );
    assert.ok(text.includes(`--payload file://${workspaceFile('sum.event.json').fsPath}`), text);
    await run('lambdaWorkbench.copyDockerCommand', node);
    assert.match(world.person.told.join(), /ran in AWS: copy it as a command of the AWS CLI/);
  });

  it('marks what is no JSON at its line, and sends nothing', async () => {
    const before = world.history.all().length;
    const editor = await vscode.window.showTextDocument(event);
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, 1, 0), '{\n  "left": }'));
    world.person.willAnswer(`${functionName}:$LATEST`);
    await run('lambdaWorkbench.invokeInAws', event);
    assert.match(world.person.told.join(), /sum\.event\.json is no JSON, line 2/);
    assert.equal(world.history.all().length, before);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });
});
