import assert from 'node:assert/strict';
import { waitUntilFunctionUpdatedV2 } from '@aws-sdk/client-lambda';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { AccountNode } from '../../src/tree/accountNodes.ts';
import { awsTestClients } from '../support/awsTestClients.ts';
import type { AwsTestClients } from '../support/awsTestClients.ts';
import { seedAlias, seedFunction, seedVersions } from '../support/seededAccount.ts';
import {
  askEmulator,
  eventually,
  extensionUnderTest,
  readWorkspaceFile,
  run,
  setSettings,
  workspaceFile,
} from './extensionUnderTest.ts';
import type { ExtensionUnderTest } from './extensionUnderTest.ts';

describe('the Functions view', () => {
  let world: ExtensionUnderTest;
  let clients: AwsTestClients;
  before(async () => {
    world = await extensionUnderTest();
    clients = awsTestClients(world.endpoint);
    const { lambda } = clients;
    for (const name of ['view-one', 'view-two', 'lookout']) await seedFunction(lambda, name);
    await seedVersions(lambda, 'view-one', 2);
    await seedAlias(lambda, 'view-one', 'DEV', '$LATEST');
    await seedAlias(lambda, 'view-one', 'PROD', '1', { 2: 0.25 });
    await waitUntilFunctionUpdatedV2(
      { client: lambda, maxWaitTime: 30, maxDelay: 1 },
      { FunctionName: 'view-one' },
    );
    await run('lambdaWorkbench.refreshFunctions');
  });
  after(() => clients.destroy());

  const node = (functionName: string): AccountNode => ({ kind: 'accountFunction', functionName });
  /** Rows below one as a person reads them: label and description. */
  const rows = async (parent?: AccountNode): Promise<string[]> => {
    const nodes = await world.functionsView.getChildren(parent);
    const items = await Promise.all(nodes.map((child) => world.functionsView.getTreeItem(child)));
    return items.map(({ label, description }) => {
      const text = typeof label === 'string' ? label : (label?.label ?? '');
      return typeof description === 'string' && description !== '' ? `${text}  ${description}` : text;
    });
  };
  const ours = async () => (await rows()).filter((row) => /^(view|lookout)/.test(row));
  const section = (name: 'aliases' | 'versions' | 'configuration', functionName = 'view-one') =>
    rows({ kind: 'section', functionName, section: name });

  it('lists the functions of the account by name', async () => {
    assert.deepEqual(
      (await ours()).map((row) => row.replace(/ · .*/, '')),
      ['lookout  python3.13', 'view-one  python3.13', 'view-two  python3.13'],
    );
  });

  it('keeps the identity of a row, so that it stays selected and open', async () => {
    const find = async () =>
      (await world.functionsView.getChildren()).find(
        (row) => row.kind === 'accountFunction' && row.functionName === 'view-one',
      );
    const before = await find();
    await run('lambdaWorkbench.refreshFunctions');
    assert.ok(before);
    assert.equal(await find(), before);
  });

  it('shows aliases with weights, versions newest first with their aliases, and names of variables', async () => {
    assert.deepEqual(await rows(node('view-one')), ['Aliases', 'Versions', 'Triggers', 'Configuration']);
    assert.deepEqual(await section('aliases'), ['DEV  → $LATEST', 'PROD  → 1 75 % · 2 25 %']);
    assert.deepEqual(
      (await section('versions')).map((row) => row.replace(/ · (just now|\d+ minutes? ago)/, '')),
      ['$LATEST  DEV', '2  PROD · number 2', '1  PROD · number 1'],
    );
    const configuration = await section('configuration');
    assert.ok(configuration.includes('Memory  128 MB'), configuration.join('\n'));
    assert.ok(configuration.includes('Environment  1 variable'));
    const variables = await rows({ kind: 'setting', functionName: 'view-one', setting: 'environment' });
    assert.deepEqual(variables, ['GREETING']);
  });

  it('marks a protected alias and a weighted one for the menus', async () => {
    const item = await world.functionsView.getTreeItem({
      kind: 'alias',
      functionName: 'view-one',
      alias: 'PROD',
    });
    assert.equal(item.contextValue, 'alias weighted protected');
    assert.match(item.accessibilityInformation?.label ?? '', /Alias PROD, points to .*, protected/);
  });

  it('shows what the state of a function is when the pointer rests on it', async () => {
    const row = node('view-one');
    const item = await world.functionsView.getTreeItem(row);
    const { tooltip } = await world.functionsView.resolveTreeItem(item, row);
    assert.ok(tooltip instanceof vscode.MarkdownString);
    assert.match(tooltip.value, /arn:aws:lambda[^]*\*\*Memory\*\*: 128 MB[^]*\*\*State\*\*: Active/);
    assert.doesNotMatch(tooltip.value, /hello/);
  });

  it('filters by every word, finds past the filter, and forgets the filter', async () => {
    world.person.willAnswer('VIEW two');
    await run('lambdaWorkbench.filterFunctions');
    assert.deepEqual(
      (await rows()).map((row) => row.replace(/ {2}.*/, '')),
      ['view-two'],
    );
    world.person.willAnswer('lookout');
    await run('lambdaWorkbench.findFunction');
    assert.ok((await ours()).length === 3, 'the filter is off when it would hide what was found');
    world.person.willAnswer('view');
    await run('lambdaWorkbench.filterFunctions');
    await run('lambdaWorkbench.clearFunctionFilter');
    assert.equal((await ours()).length, 3);
  });

  it('keeps pinned functions on top', async () => {
    await run('lambdaWorkbench.pinFunction', node('view-two'));
    assert.match((await rows())[0] ?? '', /^view-two/);
    await run('lambdaWorkbench.unpinFunction', node('view-two'));
    assert.match((await ours())[0] ?? '', /^lookout/);
  });

  it('groups names that begin alike when the setting says so', async () => {
    await setSettings({ 'functions.groupByPrefix': true });
    assert.ok((await rows()).includes('view  2'));
    assert.deepEqual(
      (await rows({ kind: 'prefix', prefix: 'view' })).map((row) => row.replace(/ {2}.*/, '')),
      ['view-one', 'view-two'],
    );
    await setSettings({ 'functions.groupByPrefix': undefined });
  });

  it('copies ARNs, qualified where a version or an alias is meant', async () => {
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:view-one';
    const copied = async (...args: unknown[]) => {
      await run('lambdaWorkbench.copyArn', ...args);
      return vscode.env.clipboard.readText();
    };
    assert.equal(await copied(node('view-one')), arn);
    assert.equal(await copied({ kind: 'alias', functionName: 'view-one', alias: 'DEV' }), `${arn}:DEV`);
    assert.equal(await copied({ kind: 'version', functionName: 'view-one', version: '2' }), `${arn}:2`);
    world.person.willAnswer('view-one');
    assert.equal(await copied(), arn);
  });

  it('has no Console for an endpoint that is not AWS', async () => {
    world.person.willAnswer();
    await run('lambdaWorkbench.openInConsole', node('view-one'));
    assert.match(world.person.told.join(), /no Console to open/);
  });

  describe('editing the configuration', () => {
    const live = async () =>
      (await askEmulator(world.endpoint, 'view-two/configuration')) as {
        MemorySize: number;
        Environment: { Variables: Record<string, string> };
      };
    const variable = (name: string) => ({ kind: 'variable', functionName: 'view-two', variable: name });

    it('does nothing when the person says no', async () => {
      world.person.willAnswer('256');
      await run('lambdaWorkbench.editConfiguration', {
        kind: 'setting',
        functionName: 'view-two',
        setting: 'memorySize',
      });
      const question = world.person.asked.at(-1);
      assert.equal(question?.kind, 'confirm');
      assert.match(question.text, /^Change Memory \(MB\) of view-two/);
      assert.match(question.detail ?? '', /~ memory 128 MB → 256 MB/);
      assert.equal((await live()).MemorySize, 128);
    });

    it('changes a setting, draws only that function anew, and offers the manifest the same', async () => {
      const file = await world.writeManifest('view-two/lambda.json', {
        functionName: 'view-two',
        runtime: 'python3.13',
        handler: 'app.main',
        memorySize: 128,
      });
      const redrawn: (AccountNode | undefined)[] = [];
      const listening = world.functionsView.onDidChangeTreeData((row) => redrawn.push(row));
      world.person.willAnswer('view-two', 'Memory (MB)', '256', 'Change Memory (MB)', 'Write to lambda.json');
      await run('lambdaWorkbench.editConfiguration');
      assert.equal((await live()).MemorySize, 256);
      await eventually('the manifest is written', () => {
        const document = vscode.workspace.textDocuments.find(({ uri }) => uri.fsPath === file.fsPath);
        const written = document?.getText().includes('"memorySize": 256') === true && !document.isDirty;
        return written ? true : undefined;
      });
      listening.dispose();
      assert.ok(redrawn.length > 0);
      for (const row of redrawn) assert.deepEqual(row, node('view-two'));
      assert.ok((await section('configuration', 'view-two')).includes('Memory  256 MB'));
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      assert.match(await readWorkspaceFile('view-two/lambda.json'), /"memorySize": 256/);
      await vscode.workspace.fs.delete(workspaceFile('view-two'), { recursive: true });
    });

    it('sets and removes a variable, and shows no value but in a box of its own', async () => {
      world.person.willAnswer('TOKEN', 'secret', 'Change TOKEN');
      await run('lambdaWorkbench.setVariable', {
        kind: 'setting',
        functionName: 'view-two',
        setting: 'environment',
      });
      assert.deepEqual((await live()).Environment.Variables, { GREETING: 'hello', TOKEN: 'secret' });
      const said = world.person.asked.map(({ text, detail }) => `${text} ${detail ?? ''}`).join('\n');
      assert.doesNotMatch(said, /secret|hello/);
      world.person.willAnswer('');
      await run('lambdaWorkbench.showVariable', variable('TOKEN'));
      assert.equal(world.person.asked.length, 1);
      world.person.willAnswer();
      await run('lambdaWorkbench.removeVariable', variable('TOKEN'));
      assert.equal((await live()).Environment.Variables['TOKEN'], 'secret');
      world.person.willAnswer('Remove TOKEN');
      await run('lambdaWorkbench.removeVariable', variable('TOKEN'));
      assert.deepEqual((await live()).Environment.Variables, { GREETING: 'hello' });
    });
  });
});
