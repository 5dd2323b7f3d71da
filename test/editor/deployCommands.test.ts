import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import {
  askEmulator,
  extensionUnderTest,
  readWorkspaceFile,
  run,
  setSettings,
  workspaceFile,
  writeWorkspaceFile,
} from './extensionUnderTest.ts';
import type { ExtensionUnderTest } from './extensionUnderTest.ts';

const adder = (sign: string) =>
  `def lambda_handler(event, context):\n    return event["left"] ${sign} event["right"]\n`;
const manifest = (name: string, more = '') =>
  `{\n  "functionName": "${name}",\n  "runtime": "python3.13",\n  "handler": "adder.lambda_handler"${more}\n}\n`;
const numbers = { left: 7, right: 5 };

describe('deploying by command', () => {
  let world: ExtensionUnderTest;
  before(async () => {
    world = await extensionUnderTest();
    await writeWorkspaceFile('adder/adder.py', adder('+'));
    await writeWorkspaceFile('adder/lambda.json', manifest('adder', ',\n  "deploy": { "alias": "DEV" }'));
  });

  it('does nothing when the person says no to the plan', async () => {
    world.person.willAnswer();
    await run('lambdaWorkbench.deployFunction', workspaceFile('adder/lambda.json'));
    const [question] = world.person.asked;
    assert.equal(question?.kind, 'confirm');
    assert.match(question.text, /^Deploy adder to 000000000000 · us-east-1 .* first time/);
    assert.match(question.detail ?? '', /^\+ role adder-role$[^]*^\+ function adder$[^]*^\+ alias DEV/m);
    assert.deepEqual(world.person.told, []);
    assert.equal(await askEmulator(world.endpoint, 'adder'), 404);
  });

  it('carries out a confirmed plan, and the function answers', async () => {
    world.person.willAnswer('Deploy adder');
    await vscode.window.showTextDocument(workspaceFile('adder/adder.py'));
    await run('lambdaWorkbench.deployFunction');
    assert.equal(world.person.told.length, 1);
    assert.match(world.person.told[0] ?? '', /^adder deployed: version 1, DEV → 1 \(/);
    assert.deepEqual(world.person.asked.at(-1)?.buttons, ['Show Details', 'Copy ARN']);
    assert.equal(await askEmulator(world.endpoint, 'adder:DEV/invocations', numbers), 12);
  });

  it('says that there is nothing to do the second time', async () => {
    world.person.willAnswer();
    await run('lambdaWorkbench.deployAgain');
    assert.deepEqual(world.person.told, ['adder is unchanged: nothing to do']);
  });

  it('saves and deploys what the editor shows, without a question for new code', async () => {
    const document = await vscode.workspace.openTextDocument(workspaceFile('adder/adder.py'));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), adder('-'));
    await vscode.workspace.applyEdit(edit);
    assert.equal(document.isDirty, true);
    world.person.willAnswer();
    await run('lambdaWorkbench.deployAgain');
    assert.match(world.person.told.join(), /^adder deployed: version 2, DEV → 2 \(/);
    assert.equal(await readWorkspaceFile('adder/adder.py'), adder('-'));
    assert.equal(await askEmulator(world.endpoint, 'adder:DEV/invocations', numbers), 2);
  });

  it('saves what is included too', async () => {
    const included = await writeWorkspaceFile('shared/rates.py', 'RATE = 1\n');
    await writeWorkspaceFile('rates/app.py', 'def handler(event, context):\n    return 1\n');
    const more = ',\n  "package": { "include": [{ "from": "../shared", "to": "shared" }] }';
    await writeWorkspaceFile('rates/lambda.json', manifest('rates', more).replace('adder.lambda_h', 'app.h'));
    const document = await vscode.workspace.openTextDocument(included);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 7), '2');
    await vscode.workspace.applyEdit(edit);
    world.person.willAnswer(workspaceFile('rates.zip').fsPath);
    await run('lambdaWorkbench.packageFunction', workspaceFile('rates/lambda.json'));
    assert.deepEqual([document.isDirty, document.getText()], [false, 'RATE = 21\n']);
    for (const name of ['rates', 'shared', 'rates.zip'])
      await vscode.workspace.fs.delete(workspaceFile(name), { recursive: true });
  });

  it('asks before a protected alias moves, naming all of it, whatever the setting', async () => {
    await setSettings({ 'deploy.confirmPlan': 'never' });
    await writeWorkspaceFile('adder/lambda.json', manifest('adder', ',\n  "deploy": { "alias": "PROD" }'));
    world.person.willAnswer();
    await run('lambdaWorkbench.deployFunction', workspaceFile('adder'));
    await setSettings({ 'deploy.confirmPlan': undefined });
    const [question] = world.person.asked;
    assert.deepEqual(question?.buttons, ['Deploy adder to PROD', 'Show Plan']);
    const facts = [
      'Function: adder',
      'Alias: PROD\nFrom: nothing, it is created\nTo: 2',
      'Account: 000000000000',
      'Region: us-east-1',
    ];
    for (const fact of facts)
      assert.ok(question.detail?.includes(fact), `${fact} is not in: ${question.detail ?? ''}`);
    assert.equal(await askEmulator(world.endpoint, 'adder/aliases/PROD'), 404);
  });

  it('shows the plan in an editor whose title bar deploys it', async () => {
    world.person.willAnswer('Show Plan', '$(cloud-upload) Deploy adder to PROD');
    await run('lambdaWorkbench.deployFunction', workspaceFile('adder/lambda.json'));
    assert.deepEqual(world.person.unusedAnswers, []);
    const plan = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'lambda-plan');
    assert.match(plan?.getText() ?? '', /^# adder · 000000000000 · us-east-1[^]*^\+ alias PROD → 2$/m);
    assert.match(world.person.told.join(), /^adder deployed: version 2, PROD → 2 \(/);
    world.person.willAnswer();
    await run('lambdaWorkbench.deployFunction', plan?.uri);
    assert.deepEqual(world.person.told, ['adder is unchanged: nothing to do']);
  });

  it('stops at a mistake in the manifest with its place and a button that leads there', async () => {
    await writeWorkspaceFile('wrong/adder.py', adder('+'));
    const text = manifest('wrong').replace('adder.lambda_handler', 'adder.missing');
    const uri = await writeWorkspaceFile('wrong/lambda.json', text);
    world.person.willAnswer('Open lambda.json');
    await run('lambdaWorkbench.deployFunction', uri);
    assert.match(world.person.told.join(), /^wrong\/lambda\.json:4: .*missing/);
    assert.equal(await askEmulator(world.endpoint, 'wrong'), 404);
    await vscode.workspace.fs.delete(workspaceFile('wrong'), { recursive: true });
  });

  it('writes the archive and shows what is inside', async () => {
    const zip = workspaceFile('adder.zip').fsPath;
    world.person.willAnswer(zip);
    await run('lambdaWorkbench.packageFunction', workspaceFile('adder/lambda.json'));
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.file(zip));
    assert.equal(new TextDecoder().decode(bytes.subarray(0, 2)), 'PK');
    const shown = vscode.window.visibleTextEditors.find(
      ({ document }) => document.uri.scheme === 'lambda-report',
    );
    assert.match(shown?.document.getText() ?? '', /0644 .* adder\.py$[^]*# Left out[^]*lambda\.json/m);
  });

  it('installs packages anew, and says where there are none', async () => {
    const manifestFile = workspaceFile('adder/lambda.json');
    world.person.willAnswer();
    await run('lambdaWorkbench.reinstallPackages', manifestFile);
    assert.deepEqual(world.person.told, ['adder has no packages to install']);
    await writeWorkspaceFile('adder/requirements.txt', 'idna==3.10\n');
    world.person.willAnswer();
    await run('lambdaWorkbench.reinstallPackages', manifestFile);
    assert.match(
      world.person.told.join(),
      /^Packages of adder installed: requirements\.txt by (uv|pip) for python3\.13 on x86_64$/,
    );
    await vscode.workspace.fs.delete(workspaceFile('adder/requirements.txt'));
  });

  it('shows plans and reports in one column, whichever of them has the focus', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.window.showTextDocument(workspaceFile('adder/adder.py'));
    await run('lambdaWorkbench.showDeploymentPlan');
    const plan = vscode.window.visibleTextEditors.find(
      ({ document }) => document.uri.scheme === 'lambda-plan',
    );
    assert.ok(plan);
    await vscode.window.showTextDocument(plan.document, plan.viewColumn);
    world.person.willAnswer(workspaceFile('adder.zip').fsPath);
    await run('lambdaWorkbench.packageFunction', workspaceFile('adder/lambda.json'));
    assert.deepEqual(
      vscode.window.tabGroups.all.map(({ activeTab }) => activeTab?.label),
      ['adder.py', 'adder package'],
    );
  });

  it('copies the least policy that the plan needs', async () => {
    await run('lambdaWorkbench.copyPlanPolicy', workspaceFile('adder/lambda.json'));
    const policy = JSON.parse(await vscode.env.clipboard.readText()) as { Statement: { Action: string[] }[] };
    const actions = policy.Statement.flatMap(({ Action }) => Action);
    assert.ok(actions.includes('lambda:GetFunctionConfiguration'));
    assert.ok(!actions.includes('lambda:CreateFunction'), 'The function exists: it need not be created');
  });
});
