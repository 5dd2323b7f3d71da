import assert from 'node:assert/strict';
import { UpdateFunctionCodeCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import JSZip from 'jszip';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { awsTestClients } from '../support/awsTestClients.ts';
import type { AwsTestClients } from '../support/awsTestClients.ts';
import { seedAlias, seedFunction, seedVersions } from '../support/seededAccount.ts';
import {
  askEmulator,
  eventually,
  extensionUnderTest,
  run,
  workspaceFile,
  writeWorkspaceFile,
} from './extensionUnderTest.ts';
import type { ExtensionUnderTest } from './extensionUnderTest.ts';

const name = 'versioned';
const functionRow = { kind: 'accountFunction', functionName: name };
const row = (version: string) => ({ kind: 'version', functionName: name, version });
const answering = (answer: number) => `def main(event, context):\n    return ${answer}\n`;

describe('versions by command', () => {
  let world: ExtensionUnderTest;
  let clients: AwsTestClients;

  before(async () => {
    world = await extensionUnderTest();
    clients = awsTestClients(world.endpoint);
    await seedFunction(clients.lambda, name);
    await seedVersions(clients.lambda, name, 3);
    await run('lambdaWorkbench.refreshFunctions');
  });
  after(async () => {
    clients.destroy();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const exists = async (version: string) =>
    (await askEmulator(world.endpoint, `${name}/configuration?Qualifier=${version}`)) !== 404;
  const activeInput = () => vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const textOf = async (uri: vscode.Uri) => (await vscode.workspace.openTextDocument(uri)).getText();
  const shownDiff = () =>
    eventually('a diff is shown', () => {
      const input = activeInput();
      return input instanceof vscode.TabInputTextDiff ? input : undefined;
    });
  async function upload(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
    const zip = new JSZip();
    for (const [path, content] of Object.entries(files)) zip.file(path, content, { date: new Date(0) });
    const ZipFile = await zip.generateAsync({ type: 'uint8array' });
    await clients.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile }));
  }

  it('publishes what was picked from the palette, with the description that was typed', async () => {
    await upload({ 'app.py': answering(4) });
    world.person.willAnswer(name, 'answers four');
    await run('lambdaWorkbench.publishVersion');
    assert.deepEqual(world.person.told, [`Version 4 of ${name} published`]);
    const live = await askEmulator(world.endpoint, `${name}/configuration?Qualifier=4`);
    assert.equal((live as { Description?: string }).Description, 'answers four');
  });

  it('says that nothing changed since a version, and makes none', async () => {
    world.person.willAnswer('another description');
    await run('lambdaWorkbench.publishVersion', functionRow);
    assert.deepEqual(world.person.told, [
      `${name} is unchanged: still version 4. Its description stays as it was.`,
    ]);
    assert.equal(await exists('5'), false);
  });

  it('publishes nothing when the person gives up', async () => {
    world.person.willAnswer();
    await run('lambdaWorkbench.publishVersion', functionRow);
    assert.deepEqual(world.person.told, []);
  });

  it('compares the code of two versions, the older one on the left, to be read only', async () => {
    world.person.willAnswer('1');
    await run('lambdaWorkbench.compareVersions', row('2'));
    const { original, modified } = await shownDiff();
    assert.equal(await textOf(original), answering(1));
    assert.equal(await textOf(modified), answering(2));
    assert.deepEqual([original.path, modified.path], Array(2).fill(`/${name}/1 ↔ 2/app.py`));
    assert.equal(vscode.workspace.fs.isWritableFileSystem('lambda-code'), false);
    await assert.rejects(Promise.resolve(vscode.workspace.fs.writeFile(original, new Uint8Array())));
    await assert.rejects(Promise.resolve(vscode.workspace.fs.delete(original)));
  });

  it('asks for both versions from the palette, and says when they are equal', async () => {
    world.person.willAnswer(name, '$LATEST', '4');
    await run('lambdaWorkbench.compareVersions');
    assert.deepEqual(world.person.told, [`4 and $LATEST of ${name} are equal: code and configuration`]);
    assert.deepEqual(
      world.person.asked.map(({ step }) => step),
      [undefined, '1/2', '2/2', undefined],
    );
  });

  it('compares configurations, environment variables by name', async () => {
    const Variables = { GREETING: 'a secret', NEW: 'another secret' };
    const change = { FunctionName: name, Timeout: 9, Environment: { Variables } };
    await clients.lambda.send(new UpdateFunctionConfigurationCommand(change));
    world.person.willAnswer('4');
    await run('lambdaWorkbench.compareVersions', row('$LATEST'));
    const { original, modified } = await shownDiff();
    const [before, now] = [await textOf(original), await textOf(modified)];
    assert.match(
      before,
      /^Time-out: 3 s$[^]*^ {2}GREETING: differs \(the value of 4\)$[^]*^ {2}NEW: not there$/m,
    );
    assert.match(now, /^Time-out: 9 s$[^]*^ {2}GREETING: differs \(the value of \$LATEST\)$/m);
    assert.doesNotMatch(before + now, /secret|hello/);
  });

  it('shows several differences together: configuration, text and what can be said of binary files', async () => {
    await upload({ 'app.py': answering(5), 'lib/new.py': 'x = 1\n', 'logo.png': Uint8Array.of(0x89, 0, 1) });
    world.person.willAnswer('4');
    await run('lambdaWorkbench.compareVersions', row('$LATEST'));
    const title = `${name}: 4 ↔ $LATEST`;
    await eventually('the differences are shown', () => {
      const label = vscode.window.tabGroups.activeTabGroup.activeTab?.label;
      return label?.startsWith(title) === true ? label : undefined;
    });
    const opened = (end: string) =>
      eventually(`${end} is open`, () =>
        vscode.workspace.textDocuments.find(
          ({ uri }) => uri.path.endsWith(`4 ↔ $LATEST${end}`) && uri.query.includes('$LATEST'),
        ),
      );
    assert.equal((await opened('/app.py')).getText(), answering(5));
    assert.equal((await opened('/lib/new.py')).getText(), 'x = 1\n');
    assert.match(
      (await opened('/logo.png')).getText(),
      /^Size: 3 B \(3 bytes\)\nCRC-32: [0-9a-f]{8}\nMode: 0644\n$/,
    );
    await opened('/configuration');
  });

  it('opens a file of the code of a version, the handler proposed first', async () => {
    world.person.willAnswer('app.py');
    await run('lambdaWorkbench.openCode', row('$LATEST'));
    assert.deepEqual(world.person.asked[0]?.buttons, ['app.py', 'lib/new.py', 'logo.png']);
    const opened = await eventually('the file is open', () => {
      const input = activeInput();
      return input instanceof vscode.TabInputText ? input : undefined;
    });
    assert.equal(await textOf(opened.uri), answering(5));
    const folder = opened.uri.with({ path: `/${name}/$LATEST` });
    assert.deepEqual((await vscode.workspace.fs.readDirectory(folder)).sort(), [
      ['app.py', vscode.FileType.File],
      ['lib', vscode.FileType.Directory],
      ['logo.png', vscode.FileType.File],
    ]);
    await assert.rejects(
      Promise.resolve(vscode.workspace.fs.readFile(folder.with({ path: `${folder.path}/no` }))),
    );
    world.person.willAnswer(name, '1');
    await run('lambdaWorkbench.openCode');
    await eventually('the only file is open', () => {
      const input = activeInput();
      return input instanceof vscode.TabInputText && input.uri.path === `/${name}/1/app.py`
        ? input
        : undefined;
    });
  });

  it('says that code is not kept any more, and where to get it', async () => {
    const uri = vscode.Uri.from({
      scheme: 'lambda-code',
      path: '/gone/1/a.py',
      query: `code=${'a'.repeat(43)}&of=gone:1&depth=3`,
    });
    await assert.rejects(Promise.resolve(vscode.workspace.fs.readFile(uri)), /gone 1 is not kept any more/);
  });

  it('compares what is deployed with what a deploy would upload, excludes applied', async () => {
    world.person.willAnswer();
    await run('lambdaWorkbench.compareWithWorkspace', functionRow);
    assert.match(world.person.told.join(), /^No manifest of this workspace names the function versioned/);
    await writeWorkspaceFile('versioned/app.py', answering(1));
    await writeWorkspaceFile('versioned/notes.md', 'not deployed');
    const manifest = await world.writeManifest('versioned/lambda.json', {
      functionName: name,
      runtime: 'python3.13',
      handler: 'app.main',
      package: { exclude: ['*.md'] },
    });
    world.person.willAnswer();
    await run('lambdaWorkbench.compareWithWorkspace', row('2'));
    const { original, modified } = await shownDiff();
    assert.equal(await textOf(original), answering(2));
    assert.equal(modified.toString(), workspaceFile('versioned/app.py').toString());
    await run('lambdaWorkbench.compareWithWorkspace', row('1'));
    assert.match(world.person.told.join(), /^The workspace has the files of versioned 1/);
    await run('lambdaWorkbench.compareWithWorkspace', manifest);
    await eventually('all differences are shown', () => {
      const label = vscode.window.tabGroups.activeTabGroup.activeTab?.label;
      return label?.startsWith(`${name}: $LATEST ↔ workspace`) === true ? label : undefined;
    });
    await vscode.workspace.fs.delete(workspaceFile('versioned'), { recursive: true });
  });

  it('does not delete a version that an alias uses, and names it', async () => {
    await seedAlias(clients.lambda, name, 'PROD', '3', { 2: 0.1 });
    for (const [version, use] of [
      ['3', 'PROD sends it 90 % of its calls'],
      ['2', 'PROD sends it 10 % of its calls'],
    ] as const) {
      world.person.willAnswer();
      await run('lambdaWorkbench.deleteVersion', row(version));
      assert.match(world.person.told.join(), new RegExp(`^Version ${version} of ${name} is in use .*${use}`));
      assert.ok(world.person.asked.at(-1)?.buttons?.includes('Move Alias…'));
      assert.ok(!world.person.asked.some(({ kind }) => kind === 'confirm'));
      assert.equal(await exists(version), true);
    }
  });

  it('deletes a version after a question that names all of it, and not after a no', async () => {
    world.person.willAnswer();
    await run('lambdaWorkbench.deleteVersion', row('4'));
    const [question] = world.person.asked;
    assert.equal(question?.text, `Delete version 4 of ${name}?`);
    for (const fact of ['Description: answers four', 'Account: 000000000000', 'Region: us-east-1']) {
      assert.ok(question.detail?.includes(fact), question.detail);
    }
    assert.equal(await exists('4'), true);
    world.person.willAnswer(name, '4', `Delete Version 4 of ${name}`);
    await run('lambdaWorkbench.deleteVersion');
    assert.deepEqual(world.person.unusedAnswers, []);
    assert.equal(await exists('4'), false);
  });

  it('prunes what the person chose among unused versions, after a question', async () => {
    await run('lambdaWorkbench.refreshFunctions');
    await upload({ 'app.py': answering(6) });
    world.person.willAnswer('');
    await run('lambdaWorkbench.publishVersion', functionRow);
    assert.deepEqual(world.person.told, [`Version 5 of ${name} published`]);
    world.person.willAnswer('1');
    await run('lambdaWorkbench.pruneVersions', functionRow);
    const [choice, question] = world.person.asked;
    assert.deepEqual(choice?.buttons, ['5', '1']);
    assert.equal(choice.proposed, '1');
    assert.match(choice.detail ?? '', /^frees \d+ B · the account stores .* of 75 GB$/);
    assert.match(question?.text ?? '', /^Delete version 1 of versioned\?$/);
    assert.equal(await exists('1'), true);
    world.person.willAnswer('');
    await run('lambdaWorkbench.pruneVersions', functionRow);
    assert.equal(world.person.asked.length, 1);
    world.person.willAnswer('5, 1', `Delete 2 Versions of ${name}`);
    await run('lambdaWorkbench.pruneVersions', functionRow);
    assert.deepEqual(world.person.told, [`2 versions of ${name} deleted`]);
    assert.deepEqual([await exists('1'), await exists('5'), await exists('3')], [false, false, true]);
    world.person.willAnswer();
    await run('lambdaWorkbench.pruneVersions', functionRow);
    assert.match(world.person.told.join(), /has no version without an alias/);
  });

  it('offers to prune after a deploy what the manifest does not keep, and deletes nothing unasked', async () => {
    const manifest = { functionName: 'kept', runtime: 'python3.13', handler: 'app.main' };
    const deploy = { publish: true, keepVersions: 1 };
    await writeWorkspaceFile('kept/app.py', answering(1));
    const uri = await world.writeManifest('kept/lambda.json', { ...manifest, deploy });
    world.person.willAnswer('Deploy kept');
    await run('lambdaWorkbench.deployFunction', uri);
    assert.deepEqual(world.person.asked.at(-1)?.buttons, ['Show Details', 'Copy ARN']);
    await writeWorkspaceFile('kept/app.py', answering(2));
    world.person.willAnswer('Prune 1 Old Version…', '1', 'Delete Version 1 of kept');
    await run('lambdaWorkbench.deployFunction', uri);
    await eventually('version 1 is deleted', () =>
      world.person.told.includes('Version 1 of kept deleted') ? true : undefined,
    );
    assert.notEqual(await askEmulator(world.endpoint, 'kept/configuration?Qualifier=2'), 404);
    await vscode.workspace.fs.delete(workspaceFile('kept'), { recursive: true });
  });
});
