import assert from 'node:assert/strict';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { Failure } from '../../src/core/failures/failure.ts';
import { localFailures } from '../../src/core/failures/localFailures.ts';
import {
  eventually,
  extensionUnderTest,
  run,
  setSettings,
  workspaceFile,
  writeWorkspaceFile,
} from './extensionUnderTest.ts';
import type { ExtensionUnderTest } from './extensionUnderTest.ts';

const manifest = (functionName: string) => ({ functionName, runtime: 'python3.13', handler: 'adder.main' });

/** The text of the document that shows a function's results, once it is this. */
async function resultIs(name: string, expected: RegExp): Promise<vscode.TextDocument> {
  const isIt = ({ uri }: vscode.TextDocument) =>
    uri.scheme === 'lambda-result' && uri.path === `/${name} result`;
  return eventually(`the result of ${name} is ${expected.source}`, () =>
    vscode.workspace.textDocuments.find((document) => isIt(document) && expected.test(document.getText())),
  );
}

async function replaceAll(uri: vscode.Uri, text: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
  return document;
}

describe('invoking a function here', () => {
  let world: ExtensionUnderTest;
  let event: vscode.Uri;
  before(async () => {
    world = await extensionUnderTest();
    await writeWorkspaceFile('sum/adder.py', 'def main(event, context):\n    return 35\n');
    await world.writeManifest('sum/lambda.json', manifest('sum'));
    event = await writeWorkspaceFile('sum/events/numbers.json', '{"left": 7, "right": 28}\n');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  beforeEach(() => {
    world.person.willAnswer();
    world.local.willAnswer({ payload: '35' });
  });
  afterEach(async () => {
    assert.deepEqual(world.person.unusedAnswers, []);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('sends an event to the nearest function, and shows the result beside it without taking the focus', async () => {
    world.local.willAnswer({ payload: '{"statusCode":200,"body":"{\\"result\\": 35}"}' });
    await vscode.window.showTextDocument(event);
    await run('lambdaWorkbench.invokeLocally', event);
    assert.equal(world.local.requests[0]?.source.manifest.functionName, 'sum');
    assert.equal(world.local.requests[0].event, '{"left": 7, "right": 28}\n');
    const result = await resultIs('sum', /^\{\n {2}"statusCode": 200,\n/);
    await eventually('the result is beside the event', () =>
      vscode.window.visibleTextEditors.find(
        ({ document, viewColumn }) => document === result && viewColumn === vscode.ViewColumn.Two,
      ),
    );
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), event.toString());
    assert.deepEqual(world.person.told, []);
  });

  it('shows the next result in the same tab', async () => {
    await vscode.window.showTextDocument(event);
    await run('lambdaWorkbench.invokeLocally');
    await resultIs('sum', /^35$/);
    world.local.willAnswer({ payload: '[36]' });
    await run('lambdaWorkbench.invokeAgain');
    await resultIs('sum', /^\[\n {2}36\n\]$/);
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const results = tabs.filter(
      ({ input }) => input instanceof vscode.TabInputText && input.uri.scheme === 'lambda-result',
    );
    assert.equal(results.length, 1);
  });

  it('opens an event that was invoked from the explorer, so that the result stands beside it', async () => {
    await run('lambdaWorkbench.invokeLocally', event);
    await eventually('the event is in view', () =>
      vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === event.toString()),
    );
    await resultIs('sum', /^35$/);
  });

  it('sends what the editor shows, and saves the code but not the event', async () => {
    const code = await replaceAll(
      workspaceFile('sum/adder.py'),
      'def main(event, context):\n    return 36\n',
    );
    const document = await replaceAll(event, '{"left": 8}');
    await vscode.window.showTextDocument(document);
    await run('lambdaWorkbench.invokeLocally');
    assert.equal(world.local.requests[0]?.event, '{"left": 8}');
    assert.deepEqual([code.isDirty, document.isDirty], [false, true]);
  });

  it('marks what is no JSON at its line, says so, and starts nothing', async () => {
    const uri = await writeWorkspaceFile('sum/events/broken.json', '{\n  "left": 7,\n  "right"\n}\n');
    await run('lambdaWorkbench.invokeLocally', uri);
    assert.deepEqual(world.local.requests, []);
    assert.match(world.person.told.join(), /^broken\.json is no JSON, line 4: A colon is expected here\./);
    const [diagnostic] = vscode.languages.getDiagnostics(uri);
    assert.equal(diagnostic?.range.start.line, 3);
    await writeWorkspaceFile('sum/events/broken.json', '{}\n');
    await run('lambdaWorkbench.invokeLocally', uri);
    assert.equal(world.local.requests.length, 1);
    assert.deepEqual(vscode.languages.getDiagnostics(uri), []);
    await vscode.workspace.fs.delete(uri);
  });

  it('asks once which function an event is for when several are equally near', async () => {
    await writeWorkspaceFile('two/adder.py', 'def main(event, context):\n    return 1\n');
    await world.writeManifest('two/one.lambda.json', manifest('two_one'));
    await world.writeManifest('two/other.lambda.json', manifest('two_other'));
    const shared = await writeWorkspaceFile('two/events/shared.json', '{}');
    world.person.willAnswer('two_other');
    await run('lambdaWorkbench.invokeLocally', shared);
    await run('lambdaWorkbench.invokeLocally', shared);
    assert.deepEqual(
      world.local.requests.map(({ source }) => source.manifest.functionName),
      ['two_other', 'two_other'],
    );
    assert.equal(world.person.asked.length, 1);
    await vscode.workspace.fs.delete(workspaceFile('two'), { recursive: true });
  });

  it('offers events used lately, files, {} and samples where no event is open', async () => {
    world.person.willAnswer('$(sparkle) Scheduled event');
    await run('lambdaWorkbench.invokeLocally', workspaceFile('sum/lambda.json'));
    assert.match(
      world.local.requests[0]?.event ?? '',
      /"detail-type": "Scheduled Event"[^]*rule\/sum-warm-up/,
    );
    const [question] = world.person.asked;
    assert.ok(question?.buttons?.includes('$(history) numbers.json'), question?.buttons?.join());
    world.person.willAnswer('$(sparkle) {}');
    await run('lambdaWorkbench.invokeLocally', workspaceFile('sum/adder.py'));
    assert.equal(world.local.requests[1]?.event, '{}');
    await run('lambdaWorkbench.invokeAgain');
    assert.equal(world.local.requests[2]?.event, '{}');
  });

  it('runs a handler without a manifest after two questions', async () => {
    const bare = await writeWorkspaceFile('nomanifest/solo.py', 'def main(event, context):\n    return 1\n');
    world.person.willAnswer('solo', 'python3.13', '$(sparkle) {}');
    await run('lambdaWorkbench.invokeLocally', bare);
    assert.deepEqual(world.local.requests[0]?.source.manifest, {
      functionName: 'solo',
      runtime: 'python3.13',
      handler: 'solo.main',
    });
    await vscode.workspace.fs.delete(workspaceFile('nomanifest'), { recursive: true });
  });

  it('asks for a cold start when that is wanted', async () => {
    await run('lambdaWorkbench.invokeWithColdStart', event);
    assert.equal(world.local.requests[0]?.fresh, true);
  });

  it('shows an error as the error object, its frames linked to the workspace', async () => {
    const error = {
      errorType: 'ValueError',
      errorMessage: 'no',
      stackTrace: ['  File "/var/task/adder.py", line 2, in main\n    return 35\n'],
    };
    world.local.willAnswer({ payload: JSON.stringify(error), status: 'functionError' });
    await run('lambdaWorkbench.invokeLocally', event);
    const result = await resultIs('sum', /"errorType": "ValueError"/);
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      result.uri,
    );
    assert.deepEqual(
      links.map(({ target }) => target?.with({ scheme: 'file', authority: '' }).toString(true)),
      [`${workspaceFile('sum/adder.py').with({ scheme: 'file', authority: '' }).toString(true)}#L2`],
    );
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      result.uri,
    );
    assert.match(lenses[0]?.command?.title ?? '', /^✗ error, warm/);
  });

  it('opens the body of a response as what it is', async () => {
    world.local.willAnswer({ payload: '{"statusCode":200,"body":"{\\"result\\":35}"}' });
    await run('lambdaWorkbench.invokeLocally', event);
    await run('lambdaWorkbench.openResponseBody');
    const body = await eventually('the body is open', () =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.path === '/sum body'),
    );
    assert.equal(body.getText(), '{\n  "result": 35\n}');
    assert.equal(body.languageId, 'json');
    const html = { statusCode: 200, headers: { 'content-type': 'text/html' }, body: '<p>35</p>' };
    world.local.willAnswer({ payload: JSON.stringify(html) });
    await run('lambdaWorkbench.invokeLocally', event);
    await run('lambdaWorkbench.openResponseBody');
    await eventually('the preview is open', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ input, label }) => input instanceof vscode.TabInputWebview && label === 'sum body'),
    );
    world.local.willAnswer({ payload: '{"statusCode":200,"body":"thirty-five"}' });
    await run('lambdaWorkbench.invokeLocally', event);
    await run('lambdaWorkbench.openResponseBody');
    await eventually('the text is open', () =>
      vscode.workspace.textDocuments.find(
        (document) => document.uri.path === '/sum body' && document.getText() === 'thirty-five',
      ),
    );
    world.local.willAnswer({ payload: '35' });
    await run('lambdaWorkbench.invokeLocally', event);
    await run('lambdaWorkbench.openResponseBody');
    assert.match(world.person.told.join(), /^This result is no response with a body/);
  });

  it('compares a result with the one before', async () => {
    await run('lambdaWorkbench.invokeLocally', event);
    world.local.willAnswer({ payload: '36' });
    await run('lambdaWorkbench.invokeAgain');
    await run('lambdaWorkbench.compareWithLastResult');
    const diff = await eventually('the difference is open', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .map(({ input }) => input)
        .find((input) => input instanceof vscode.TabInputTextDiff),
    );
    const texts = await Promise.all(
      [diff.original, diff.modified].map(async (uri) =>
        (await vscode.workspace.openTextDocument(uri)).getText(),
      ),
    );
    assert.deepEqual(texts, ['35', '36']);
  });

  it('opens result and event of an earlier invocation, a file or a generated one', async () => {
    world.local.willAnswer({ payload: '1' });
    await run('lambdaWorkbench.invokeLocally', event);
    const earlier = { kind: 'invocation', id: world.history.all()[0]?.id };
    world.local.willAnswer({ payload: '2' });
    world.person.willAnswer('$(history) {}');
    await run('lambdaWorkbench.invokeLocally', workspaceFile('sum/lambda.json'));
    const later = { kind: 'invocation', id: world.history.all()[0]?.id };
    await resultIs('sum', /^2$/);
    await run('lambdaWorkbench.openResult', earlier);
    await resultIs('sum', /^1$/);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await run('lambdaWorkbench.openSentEvent', earlier);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), event.toString());
    await run('lambdaWorkbench.openSentEvent', later);
    await eventually('the generated event is open', () =>
      vscode.workspace.textDocuments.find(
        (document) => document.uri.path === '/{} event' && document.getText() === '{}',
      ),
    );
    await run('lambdaWorkbench.invokeAgain', earlier);
    assert.equal(world.local.requests.at(-1)?.event, '{"left": 7, "right": 28}\n');
  });

  it('copies the docker command of an invocation', async () => {
    await run('lambdaWorkbench.invokeLocally', event);
    await run('lambdaWorkbench.copyDockerCommand', { kind: 'invocation', id: world.history.all()[0]?.id });
    assert.equal(await vscode.env.clipboard.readText(), 'docker run sum');
  });

  it('cancels a running invocation, and says nothing but that', async () => {
    world.local.willAnswer({ hangs: true });
    const running = run('lambdaWorkbench.invokeLocally', event);
    const id = await eventually('it runs', () => {
      const [newest] = world.history.all();
      return newest?.state.kind === 'running' ? newest.id : undefined;
    });
    await run('lambdaWorkbench.cancelInvocation', { kind: 'invocation', id });
    await running;
    assert.deepEqual(world.history.get(id)?.state, {
      kind: 'cancelled',
      stopped: 'Cancelled: sum was stopped while it ran, and its container was removed.',
    });
    assert.deepEqual(world.person.told, []);
  });

  it('says in one sentence why a function could not be run', async () => {
    const failure = new Failure('local.toolMissing', 'Docker is not installed.');
    world.local.willAnswer({ failure });
    await run('lambdaWorkbench.invokeLocally', event);
    assert.deepEqual(world.person.told, ['Docker is not installed.']);
    assert.deepEqual(world.history.all()[0]?.state, { kind: 'failed', reason: 'Docker is not installed.' });
  });

  it('makes the refused invocation when the image for the engine’s own processor is agreed to', async () => {
    const id = JSON.stringify([workspaceFile('sum/lambda.json').fsPath, 'sum']);
    const failure = localFailures.architecture('sum', 'arm64', 'x86_64', id);
    world.local.willAnswer({ failure }, { payload: '36' });
    world.person.willAnswer('Use the Native Image');
    await run('lambdaWorkbench.invokeLocally', event);
    assert.match(
      world.person.told[0] ?? '',
      /^sum is declared for arm64, and the container engine runs x86_64\./,
    );
    await resultIs('sum', /^36$/m);
    assert.equal(world.local.requests.length, 2);
    assert.equal(world.local.requests[1]?.event, world.local.requests[0]?.event);
  });

  it('prepares a container when an event is opened, where the setting says so', async () => {
    await vscode.window.showTextDocument(event);
    await setSettings({ 'local.prepare': 'eventOpened' });
    try {
      await vscode.window.showTextDocument(workspaceFile('sum/adder.py'));
      assert.deepEqual(world.local.prepared, [], 'neither before, nor for another file');
      await vscode.window.showTextDocument(event);
      await eventually('a container is asked for', () =>
        world.local.prepared.includes('sum') ? true : undefined,
      );
    } finally {
      await setSettings({ 'local.prepare': undefined });
    }
  });

  it('updates images and removes containers', async () => {
    world.local.containers = 2;
    await run('lambdaWorkbench.updateLocalImages');
    assert.ok(world.local.updated.includes('sum'), world.local.updated.join());
    await run('lambdaWorkbench.removeLocalContainers');
    await run('lambdaWorkbench.removeLocalContainers');
    assert.deepEqual(world.person.told, [
      'The local images are up to date.',
      '2 containers removed',
      'No container of Lambda Workbench is there.',
    ]);
  });
});
