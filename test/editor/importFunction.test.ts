import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { CreateFunctionCommand } from '@aws-sdk/client-lambda';
import { parse } from 'jsonc-parser';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { FunctionManifest } from '../../src/core/manifest/functionManifest.ts';
import { awsTestClients, waitForActive } from '../support/awsTestClients.ts';
import type { AwsTestClients } from '../support/awsTestClients.ts';
import { seedAlias, seedFunction, seedVersions } from '../support/seededAccount.ts';
import {
  extensionUnderTest,
  readWorkspaceFile,
  run,
  workspaceFile,
  writeWorkspaceFile,
} from './extensionUnderTest.ts';
import type { ExtensionUnderTest } from './extensionUnderTest.ts';

const importFunction = 'lambdaWorkbench.importFunction';

describe('importing a function', () => {
  let world: ExtensionUnderTest;
  let clients: AwsTestClients;
  before(async () => {
    world = await extensionUnderTest();
    clients = awsTestClients(world.endpoint);
    await seedFunction(clients.lambda, 'import-me');
    // A plan waits for an update that is under way, which is not nothing to do.
    await waitForActive(clients, 'import-me');
    await run('lambdaWorkbench.refreshFunctions');
  });
  after(() => clients.destroy());
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const name of ['import-me', 'import-me-2', 'imported']) {
      await vscode.workspace.fs
        .delete(workspaceFile(name), { recursive: true })
        .then(undefined, () => undefined);
    }
  });

  const row = (functionName: string) => ({ kind: 'accountFunction', functionName });
  const manifestIn = async (folder: string) =>
    parse(await readWorkspaceFile(`${folder}/lambda.json`)) as FunctionManifest;
  const openFile = () => vscode.window.activeTextEditor?.document.uri.fsPath;
  const filesIn = async (folder: string) => (await readdir(workspaceFile(folder).fsPath)).sort();
  /** Names beside the samples: what an import leaves is seen among them. */
  const workspace = () => readdir(workspaceFile('.').fsPath);

  it('from the palette: the folder is made, its manifest opens, and there is nothing to deploy', async () => {
    world.person.willAnswer('import-me', 'imported', 'Write Names Only');
    await run(importFunction);
    assert.equal(openFile(), workspaceFile('imported/lambda.json').fsPath);
    assert.deepEqual(await filesIn('imported'), ['app.py', 'lambda.json']);
    assert.deepEqual(await manifestIn('imported'), {
      functionName: 'import-me',
      runtime: 'python3.13',
      handler: 'app.main',
      environment: { GREETING: null },
      roleArn: 'arn:aws:iam::000000000000:role/seeded',
    });
    const question = world.person.asked.find(({ kind }) => kind === 'confirm');
    assert.match(question?.text ?? '', /^Write the values of the environment of import-me/);
    assert.match(question?.detail ?? '', /GREETING/);
    assert.doesNotMatch(JSON.stringify(world.person.asked), /hello/);
    assert.match(world.person.told.join(), /^import-me is imported. Not all that is deployed/);

    world.person.willAnswer();
    await run('lambdaWorkbench.deployFunction', workspaceFile('imported/lambda.json'));
    // Asked as well, so that a failure shows what was planned instead.
    assert.deepEqual(
      world.person.asked.map(({ text }) => text),
      ['import-me is unchanged: nothing to do'],
    );
  });

  it('from a row: the folder is named after the function, and values are written when asked for', async () => {
    world.person.willAnswer('import-me', 'Write Values Too', 'Show What');
    await run(importFunction, row('import-me'));
    assert.equal(world.person.asked[0]?.kind, 'input');
    assert.deepEqual((await manifestIn('import-me')).environment, { GREETING: 'hello' });
  });

  it('leaves a folder that is not empty alone, and offers another', async () => {
    await writeWorkspaceFile('import-me/mine.txt', 'mine');
    world.person.willAnswer('import-me', 'Import into import-me-2', 'Write Names Only');
    await run(importFunction, row('import-me'));
    assert.deepEqual(await filesIn('import-me'), ['mine.txt']);
    assert.deepEqual(await filesIn('import-me-2'), ['app.py', 'lambda.json']);
    await writeWorkspaceFile('import-me-2/more.txt', 'mine');
    world.person.willAnswer('import-me', 'Choose Another Folder', 'imported', 'Write Names Only');
    await run(importFunction, row('import-me'));
    assert.equal((await manifestIn('imported')).functionName, 'import-me');
  });

  it('makes nothing when the person gives up, at any question', async () => {
    const before = await workspace();
    for (const answers of [[], ['import-me']]) {
      world.person.willAnswer(...answers);
      await run(importFunction, row('import-me'));
      assert.deepEqual(world.person.told, []);
    }
    world.person.willAnswer();
    await run(importFunction);
    assert.deepEqual(await workspace(), before);
  });

  it('asks for the alias when several would do', async () => {
    await seedFunction(clients.lambda, 'import-aliases');
    await seedVersions(clients.lambda, 'import-aliases', 2);
    await seedAlias(clients.lambda, 'import-aliases', 'DEV', '$LATEST');
    await seedAlias(clients.lambda, 'import-aliases', 'PROD', '1');
    world.person.willAnswer('imported', 'DEV', 'Write Names Only');
    await run(importFunction, row('import-aliases'));
    const question = world.person.asked.find(({ kind }) => kind === 'pick');
    assert.deepEqual(question?.buttons, ['DEV', 'PROD', 'No Alias']);
    assert.deepEqual((await manifestIn('imported')).deploy, { publish: false, alias: 'DEV' });
  });

  it('refuses a function that is a container image, and says why', async () => {
    await clients.lambda.send(
      new CreateFunctionCommand({
        FunctionName: 'import-image',
        PackageType: 'Image',
        Role: 'arn:aws:iam::000000000000:role/seeded',
        Code: { ImageUri: '000000000000.dkr.ecr.us-east-1.amazonaws.com/calc:1' },
      }),
    );
    world.person.willAnswer();
    await run(importFunction, row('import-image'));
    assert.match(world.person.told.join(), /^import-image is deployed as a container image/);
    assert.equal(world.person.asked.length, 1);
  });
});
