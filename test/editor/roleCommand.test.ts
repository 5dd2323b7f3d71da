import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { extensionUnderTest, run, writeWorkspaceFile } from './extensionUnderTest.ts';
import type { ExtensionUnderTest } from './extensionUnderTest.ts';

const policy = (action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });

describe('creating or updating an execution role by command', () => {
  let world: ExtensionUnderTest;
  before(async () => {
    world = await extensionUnderTest();
  });

  it('asks for the names that a policy file by itself does not give, and always for consent', async () => {
    const uri = await writeWorkspaceFile('roles/alone-role-policy.json', policy('logs:PutLogEvents'));
    world.person.willAnswer('alone_role', 'alone_logs', 'Create alone_role');
    await run('lambdaWorkbench.updateRole', uri);
    assert.deepEqual(world.person.told, ['Role alone_role created']);
    const consent = world.person.asked.find(({ kind }) => kind === 'confirm');
    assert.equal(consent?.text, 'Create role alone_role in 000000000000 · ' + world.endpoint + '?');
    assert.match(consent.detail ?? '', /^\+ role alone_role$[^]*inline policy alone_logs$/m);
  });

  it('finds nothing to do the second time, and shows what differs after a change', async () => {
    const uri = await writeWorkspaceFile('roles/alone-role-policy.json', policy('logs:PutLogEvents'));
    world.person.willAnswer('alone_role', 'alone_logs');
    await run('lambdaWorkbench.updateRole', uri);
    assert.deepEqual(world.person.told, ['Role alone_role is unchanged: nothing to do']);
    await writeWorkspaceFile('roles/alone-role-policy.json', policy('logs:CreateLogStream'));
    world.person.willAnswer('alone_role', 'alone_logs');
    await run('lambdaWorkbench.updateRole', uri);
    const consent = world.person.asked.find(({ kind }) => kind === 'confirm');
    assert.match(consent?.detail ?? '', /- .*logs:PutLogEvents[^]*\+ .*logs:CreateLogStream/);
    assert.deepEqual(world.person.told, []);
  });

  it('shows a difference that does not fit the question in an editor, and asks above it', async () => {
    const actions = Array.from({ length: 30 }, (_, at) => `s3:Action${at}`);
    const long = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] };
    const uri = await writeWorkspaceFile('roles/alone-role-policy.json', JSON.stringify(long));
    world.person.willAnswer('alone_role', 'alone_logs', 'Show Plan', '$(close) Do Not Update');
    await run('lambdaWorkbench.updateRole', uri);
    assert.deepEqual(world.person.unusedAnswers, []);
    assert.deepEqual(world.person.told, []);
    const consent = world.person.asked.find(({ kind }) => kind === 'confirm');
    assert.equal(consent?.detail, '~ role alone_role\n    ~ inline policy alone_logs');
    const plan = vscode.workspace.textDocuments.find(({ uri: { path } }) => path === '/alone_role plan');
    assert.match(plan?.getText() ?? '', /\+ .*s3:Action29/);
  });

  it("deals with a manifest's role whole", async () => {
    await writeWorkspaceFile('roles/app.py', 'def main(event, context):\n    pass\n');
    await writeWorkspaceFile('roles/logs.json', policy('logs:PutLogEvents'));
    const manifest = {
      functionName: 'roles_app',
      runtime: 'python3.13',
      handler: 'app.main',
      role: { name: 'roles_role', inlinePolicies: { logs: 'logs.json' } },
    };
    const uri = await writeWorkspaceFile('roles/lambda.json', JSON.stringify(manifest));
    world.person.willAnswer('Create roles_role');
    await run('lambdaWorkbench.updateRole', uri);
    assert.deepEqual(world.person.told, ['Role roles_role created']);
  });

  it('stops in another account than the manifest pins', async () => {
    const manifest = {
      functionName: 'roles_elsewhere',
      runtime: 'python3.13',
      handler: 'app.main',
      accountId: '123456789012',
      role: { name: 'roles_elsewhere_role' },
    };
    const uri = await writeWorkspaceFile('roles/elsewhere.lambda.json', JSON.stringify(manifest));
    world.person.willAnswer();
    await run('lambdaWorkbench.updateRole', uri);
    assert.match(world.person.told.join(), /belongs to account 123456789012, .* Nothing was read or changed/);
  });

  it('stops at a policy that IAM would refuse', async () => {
    const uri = await writeWorkspaceFile('roles/bad-role-policy.json', policy('PutLogEvents'));
    world.person.willAnswer();
    await run('lambdaWorkbench.updateRole', uri);
    assert.match(world.person.told.join(), /^roles\/bad-role-policy\.json:1: /);
  });
});
