import assert from 'node:assert/strict';
import { PublishVersionCommand, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { awsTestClients, pythonArchive, waitForActive } from '../support/awsTestClients.ts';
import type { AwsTestClients } from '../support/awsTestClients.ts';
import { seedAlias, seedFunction } from '../support/seededAccount.ts';
import { eventually, extensionUnderTest, run, setSettings } from './extensionUnderTest.ts';
import type { ExtensionUnderTest } from './extensionUnderTest.ts';

const functionName = 'log-tally';

describe('logs by command', function () {
  this.timeout(60_000);
  let world: ExtensionUnderTest;
  let clients: AwsTestClients;
  let invoked = false;

  before(async () => {
    world = await extensionUnderTest();
    clients = awsTestClients(world.endpoint);
    const { lambda } = clients;
    await seedFunction(lambda, functionName);
    await waitForActive(clients, functionName);
    // The emulator answers with the function's own lines only; Lambda's START is among them.
    const start = 'print("START RequestId:", context.aws_request_id, "Version: 0")';
    const source = `def main(event, context):\n    ${start}\n    print("hello")\n    return 1\n`;
    const ZipFile = await pythonArchive(source);
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: functionName, ZipFile }));
    await lambda.send(new PublishVersionCommand({ FunctionName: functionName }));
    await seedAlias(lambda, functionName, 'DEV', '1');
    await run('lambdaWorkbench.refreshFunctions');
    // The first invocation brings the channel of all of them into view.
    await invoke('$LATEST');
  });
  afterEach(() => run('lambdaWorkbench.stopTailingLogs'));
  after(() => clients.destroy());

  const row = { kind: 'accountFunction', functionName };
  const alias = { kind: 'alias', functionName, alias: 'DEV' };
  const editor = () =>
    vscode.window.visibleTextEditors.find(
      ({ document: { uri } }) => uri.scheme === 'output' && uri.path.endsWith(`Lambda Logs: ${functionName}`),
    );
  const seen = (text: RegExp) =>
    eventually(`${String(text)} in the channel`, () => {
      const found = editor()?.document.getText() ?? '';
      return text.test(found) ? found : undefined;
    });
  async function invoke(qualifier: string): Promise<void> {
    world.person.willAnswer('Wait for the Result', invoked ? '$(history) {}' : '$(sparkle) {}');
    invoked = true;
    const version = { kind: 'version', functionName, version: qualifier };
    await run('lambdaWorkbench.invokeInAws', version);
  }

  it('follows the log of an alias in a channel of its own, until it is stopped', async () => {
    world.person.willAnswer('From Now');
    await run('lambdaWorkbench.tailLogs', alias);
    assert.deepEqual(
      world.person.asked.map(({ kind, buttons }) => [kind, buttons?.length]),
      [['pick', 5]],
    );
    await seen(/^» log-tally:DEV · \/aws\/lambda\/log-tally since \d{4}-\d\d-\d\d /);
    await invoke('$LATEST');
    await invoke('1');
    const text = await seen(/ │ hello\n[^]* │ REPORT /);
    assert.doesNotMatch(text, /Version: \$LATEST/);
    assert.match(text, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} │ START RequestId: .* Version: 1$/m);
    await run('lambdaWorkbench.stopTailingLogs');
    await seen(/» Stopped\.\n$/);
  });

  it('asks in the palette for function, qualifier and time, a typed one too', async () => {
    world.person.willAnswer(functionName, 'All Versions', 'From a Time…', '2020-01-01 10:00');
    await run('lambdaWorkbench.tailLogs');
    await seen(/» log-tally · \/aws\/lambda\/log-tally since 2020-01-01 10:00:00 [^]*Version: \$LATEST/);
    assert.deepEqual(world.person.unusedAnswers, []);
  });

  it('leads from an invocation to its lines, and from its request to the result', async () => {
    await invoke('1');
    const [invocation] = world.history.all();
    assert.ok(invocation?.state.kind === 'ended');
    const { requestId } = invocation.state.outcome;
    await run('lambdaWorkbench.showInLog', { kind: 'invocation', id: invocation.id });
    const shown = editor();
    assert.ok(shown);
    assert.match(shown.document.lineAt(shown.selection.active.line).text, new RegExp(`START.*${requestId}`));
    const links =
      (await vscode.commands.executeCommand<vscode.DocumentLink[] | undefined>(
        'vscode.executeLinkProvider',
        shown.document.uri,
      )) ?? [];
    const own = links.filter(({ range }) => shown.document.getText(range) === requestId);
    assert.ok(own.length >= 3, 'in START, END and REPORT');
    const { target } = own[0] ?? {};
    assert.equal(target?.scheme, 'command');
    assert.equal(target.path, 'lambdaWorkbench.openResult');
    assert.deepEqual(JSON.parse(target.query), [{ kind: 'invocation', id: invocation.id }]);
  });

  it('asks which one to stop where there are several', async () => {
    await seedFunction(clients.lambda, 'log-other');
    await waitForActive(clients, 'log-other');
    world.person.willAnswer('From Now');
    await run('lambdaWorkbench.tailLogs', { kind: 'accountFunction', functionName: 'log-other' });
    world.person.willAnswer('The Last Hour');
    await run('lambdaWorkbench.tailLogs', row);
    await seen(/» log-tally ·/);
    world.person.willAnswer();
    await run('lambdaWorkbench.stopTailingLogs');
    assert.deepEqual(world.person.asked[0]?.buttons, ['log-other', functionName, 'All of Them']);
    world.person.willAnswer('All of Them');
    await run('lambdaWorkbench.stopTailingLogs');
    await seen(/» Stopped\.\n$/);
  });

  it('takes the function of a row of the Workspace view', async () => {
    const manifest = { functionName, runtime: 'python3.13', handler: 'app.main' };
    const uri = await world.writeManifest('logs/lambda.json', manifest);
    world.person.willAnswer('From Now');
    await run('lambdaWorkbench.tailLogs', { kind: 'function', manifest: uri.fsPath });
    assert.equal(
      world.person.asked[0]?.text,
      `Tail Logs: Which lines of ${functionName} to begin with; new ones follow`,
    );
    await seen(/» log-tally ·[^]*$/);
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(uri, '..'), { recursive: true });
  });

  it('ends with the connection, and says so', async () => {
    world.person.willAnswer('From Now');
    await run('lambdaWorkbench.tailLogs', row);
    await setSettings({ 'connection.region': 'eu-west-1' });
    await seen(/» Stopped, because the connection changed\.\n$/);
    await setSettings({ 'connection.region': 'us-east-1' });
  });

  it('stops where there is no such function', async () => {
    world.person.willAnswer('From Now');
    await run('lambdaWorkbench.tailLogs', { kind: 'accountFunction', functionName: 'log-nobody' });
    assert.match(world.person.told.join(), /log-nobody is not deployed here/);
  });
});
