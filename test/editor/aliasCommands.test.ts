import assert from 'node:assert/strict';
import { PublishVersionCommand, UpdateAliasCommand, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { CommandId } from '../../src/contributions.ts';
import type { AccountNode, AliasNode } from '../../src/tree/accountNodes.ts';
import { aliasDragAndDrop } from '../../src/tree/aliasDragAndDrop.ts';
import { awsTestClients, pythonArchive } from '../support/awsTestClients.ts';
import type { AwsTestClients } from '../support/awsTestClients.ts';
import { seedAlias, seedFunction, seedVersions } from '../support/seededAccount.ts';
import {
  askEmulator,
  eventually,
  extensionUnderTest,
  run,
  setSettings,
  workspaceFile,
} from './extensionUnderTest.ts';
import { writeWorkspaceFile } from './extensionUnderTest.ts';
import type { ExtensionUnderTest } from './extensionUnderTest.ts';

const functionName = 'tally';
const row = (alias: string): AliasNode => ({ kind: 'alias', functionName, alias });
const versionRow = (version: string, of = functionName): AccountNode => ({
  kind: 'version',
  functionName: of,
  version,
});

describe('aliases by command', () => {
  let world: ExtensionUnderTest;
  let clients: AwsTestClients;

  before(async () => {
    world = await extensionUnderTest();
    clients = awsTestClients(world.endpoint);
    const { lambda } = clients;
    await seedFunction(lambda, functionName);
    await seedVersions(lambda, functionName, 3);
    await seedAlias(lambda, functionName, 'DEV', '$LATEST');
    await seedAlias(lambda, functionName, 'TESTING', '2');
    await seedAlias(lambda, functionName, 'PRODUCTION', '1');
    await run('lambdaWorkbench.refreshFunctions');
  });
  after(() => clients.destroy());

  /** What the emulator has: `[version, weights]`, or a status. */
  async function pointsTo(alias: string): Promise<unknown> {
    const answer = await askEmulator(world.endpoint, `${functionName}/aliases/${alias}`);
    if (typeof answer !== 'object' || answer === null) return answer;
    const { FunctionVersion, RoutingConfig } = answer as {
      FunctionVersion: string;
      RoutingConfig?: { AdditionalVersionWeights?: Record<string, number> };
    };
    return [FunctionVersion, RoutingConfig?.AdditionalVersionWeights ?? {}];
  }
  const moveBehindOurBack = (Name: string, FunctionVersion: string) =>
    clients.lambda.send(new UpdateAliasCommand({ FunctionName: functionName, Name, FunctionVersion }));
  const asked = (kind: string) => world.person.asked.filter((one) => one.kind === kind);

  it('makes one, asked step by step from the palette', async () => {
    world.person.willAnswer(functionName, 'STAGE', '2');
    await run('lambdaWorkbench.createAlias');
    assert.equal(await pointsTo('STAGE'), 404, 'given up at the last question');
    world.person.willAnswer(functionName, 'STAGE', '2', 'for the tests');
    await run('lambdaWorkbench.createAlias');
    assert.deepEqual(
      world.person.asked.map(({ step }) => step),
      ['1/4', '2/4', '3/4', '4/4'],
    );
    assert.deepEqual(asked('pick').at(-1)?.buttons, ['$LATEST', '3', '2', '1']);
    assert.deepEqual(await pointsTo('STAGE'), ['2', {}]);
  });

  it('moves one by its row, without a question where it is not protected', async () => {
    world.person.willAnswer('3');
    await run('lambdaWorkbench.moveAlias', row('TESTING'));
    assert.deepEqual(asked('pick')[0]?.buttons, ['$LATEST', '3', '1'], 'not where it points already');
    assert.deepEqual(asked('confirm'), []);
    assert.deepEqual(await pointsTo('TESTING'), ['3', {}]);
  });

  it('asks before a protected one moves, naming all of it', async () => {
    world.person.willAnswer('3');
    await run('lambdaWorkbench.moveAlias', row('PRODUCTION'));
    assert.deepEqual(await pointsTo('PRODUCTION'), ['1', {}]);
    world.person.willAnswer('3', 'Move PRODUCTION to 3');
    await run('lambdaWorkbench.moveAlias', row('PRODUCTION'));
    const [question] = asked('confirm');
    assert.equal(question?.text, 'PRODUCTION is a protected alias. Move PRODUCTION to 3?');
    assert.equal(
      question.detail,
      'Function: tally\nAlias: PRODUCTION\nFrom: 1\nTo: 3\nAccount: 000000000000\nRegion: us-east-1',
    );
    assert.deepEqual(await pointsTo('PRODUCTION'), ['3', {}]);
  });

  it('moves the one that is dragged onto a version of its function, and no other', async () => {
    const drag = async (dragged: AccountNode, target: AccountNode) => {
      const transfer = new vscode.DataTransfer();
      const { token } = new vscode.CancellationTokenSource();
      await aliasDragAndDrop.handleDrag?.([dragged], transfer, token);
      await aliasDragAndDrop.handleDrop?.(target, transfer, token);
    };
    world.person.willAnswer();
    await drag(row('TESTING'), versionRow('1'));
    assert.deepEqual(await pointsTo('TESTING'), ['1', {}]);
    await drag(row('TESTING'), versionRow('$LATEST'));
    assert.deepEqual(await pointsTo('TESTING'), ['$LATEST', {}]);
    await drag(row('TESTING'), row('DEV'));
    await drag(versionRow('1'), versionRow('2'));
    await drag(row('TESTING'), versionRow('1', 'another'));
    assert.match(world.person.told.join(), /TESTING is an alias of tally: .* another/);
    assert.deepEqual(await pointsTo('TESTING'), ['$LATEST', {}]);
    await drag(row('PRODUCTION'), versionRow('2'));
    assert.equal(asked('confirm').length, 1, 'a protected one is asked for');
    assert.deepEqual(await pointsTo('PRODUCTION'), ['3', {}]);
    await drag(row('TESTING'), versionRow('2'));
  });

  it('says which rule a split of traffic would break', async () => {
    world.person.willAnswer();
    await run('lambdaWorkbench.shiftTraffic', row('DEV'));
    assert.match(
      world.person.told.join(),
      /DEV points to \$LATEST, and Lambda splits traffic between published/,
    );
    world.person.willAnswer();
    await run('lambdaWorkbench.finishShift', row('TESTING'));
    assert.match(world.person.told.join(), /TESTING is not shifting traffic/);
    world.person.willAnswer(functionName);
    await run('lambdaWorkbench.abortShift');
    assert.match(world.person.told.join(), /No alias of tally is shifting traffic/);
  });

  it('splits the traffic of one, and aborts and finishes that', async () => {
    world.person.willAnswer('3', '10');
    await run('lambdaWorkbench.shiftTraffic', row('TESTING'));
    assert.deepEqual(asked('pick')[0]?.buttons, ['3', '1']);
    assert.deepEqual(await pointsTo('TESTING'), ['2', { 3: 0.1 }]);
    world.person.willAnswer(functionName, 'TESTING');
    await run('lambdaWorkbench.abortShift');
    assert.deepEqual(asked('pick')[1]?.buttons, ['TESTING'], 'only those that are weighted');
    assert.deepEqual(await pointsTo('TESTING'), ['2', {}]);
    world.person.willAnswer('3', '2,5');
    await run('lambdaWorkbench.shiftTraffic', row('TESTING'));
    assert.deepEqual(await pointsTo('TESTING'), ['2', { 3: 0.025 }]);
    await run('lambdaWorkbench.finishShift', row('TESTING'));
    assert.deepEqual(await pointsTo('TESTING'), ['3', {}]);
  });

  it('clears the weights of one that is moved back to a single version', async () => {
    world.person.willAnswer('2', '50');
    await run('lambdaWorkbench.shiftTraffic', row('TESTING'));
    assert.deepEqual(await pointsTo('TESTING'), ['3', { 2: 0.5 }]);
    world.person.willAnswer('3');
    await run('lambdaWorkbench.moveAlias', row('TESTING'));
    assert.deepEqual(await pointsTo('TESTING'), ['3', {}]);
  });

  it('asks who wins when somebody else moved it, and does nothing unasked', async () => {
    const look = async () => {
      world.person.willAnswer();
      await run('lambdaWorkbench.moveAlias', row('TESTING'));
    };
    await look();
    await moveBehindOurBack('TESTING', '1');
    world.person.willAnswer('2');
    await run('lambdaWorkbench.moveAlias', row('TESTING'));
    const [question] = asked('confirm');
    assert.equal(question?.text, 'TESTING of tally was changed by someone else meanwhile.');
    assert.match(question.detail ?? '', /You saw: 3\nIt is now: 1\nYou want: 2/);
    assert.deepEqual(question.buttons, ['Keep 1', 'Move TESTING to 2 Anyway']);
    assert.deepEqual(await pointsTo('TESTING'), ['1', {}]);
    await look();
    await moveBehindOurBack('TESTING', '3');
    world.person.willAnswer('2', 'Keep 3');
    await run('lambdaWorkbench.moveAlias', row('TESTING'));
    assert.deepEqual(await pointsTo('TESTING'), ['3', {}]);
    await look();
    await moveBehindOurBack('TESTING', '1');
    world.person.willAnswer('2', 'Move TESTING to 2 Anyway');
    await run('lambdaWorkbench.moveAlias', row('TESTING'));
    assert.deepEqual(await pointsTo('TESTING'), ['2', {}]);
  });

  it('rolls one back to where it pointed before', async () => {
    world.person.willAnswer();
    await run('lambdaWorkbench.rollBackAlias', row('TESTING'));
    assert.deepEqual(asked('pick')[0]?.buttons?.slice(0, 2), ['1', '3']);
    world.person.willAnswer('1');
    await run('lambdaWorkbench.rollBackAlias', row('TESTING'));
    assert.deepEqual(await pointsTo('TESTING'), ['1', {}]);
    world.person.willAnswer(functionName, 'PRODUCTION', '1', 'Roll PRODUCTION Back to 1');
    await run('lambdaWorkbench.rollBackAlias');
    assert.deepEqual(world.person.unusedAnswers, []);
    assert.deepEqual(await pointsTo('PRODUCTION'), ['1', {}]);
    world.person.willAnswer();
    await run('lambdaWorkbench.rollBackAlias', row('STAGE'));
    assert.match(world.person.told.join(), /Where STAGE pointed before is not known here/);
  });

  it('keeps the history in a tag when the setting says so', async () => {
    await setSettings({ 'aliases.historyInTags': true });
    world.person.willAnswer('3');
    await run('lambdaWorkbench.moveAlias', row('STAGE'));
    const { Tags } = (await askEmulator(world.endpoint, functionName)) as { Tags?: Record<string, string> };
    assert.match(Tags?.['lambda-workbench:was:STAGE'] ?? '', /^2@20\d\d-/);
    world.person.willAnswer('2');
    await run('lambdaWorkbench.rollBackAlias', row('STAGE'));
    assert.deepEqual(await pointsTo('STAGE'), ['2', {}]);
    await setSettings({ 'aliases.historyInTags': undefined });
  });

  it('promotes one to the next after showing what becomes different, publishing $LATEST first', async () => {
    const ZipFile = await pythonArchive('def main(event, context):\n    return 4\n');
    await clients.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: functionName, ZipFile }));
    world.person.willAnswer();
    await run('lambdaWorkbench.promoteAlias', row('DEV'));
    assert.equal(await askEmulator(world.endpoint, `${functionName}/configuration?Qualifier=4`), 404);
    world.person.willAnswer('Publish and Move TESTING');
    await run('lambdaWorkbench.promoteAlias', row('DEV'));
    const [question] = asked('confirm');
    assert.equal(question?.text, 'Promote DEV of tally to TESTING?');
    assert.match(question.detail ?? '', /To: a new version, published from \$LATEST[^]*~ code/);
    assert.deepEqual(await pointsTo('TESTING'), ['4', {}]);
    world.person.willAnswer('Move PRODUCTION to 4');
    await run('lambdaWorkbench.promoteAlias', row('TESTING'));
    assert.match(
      asked('confirm')[0]?.text ?? '',
      /^PRODUCTION is a protected alias\. Promote TESTING of tally/,
    );
    assert.equal(asked('confirm').length, 1, 'asked once');
    assert.deepEqual(await pointsTo('PRODUCTION'), ['4', {}]);
    world.person.willAnswer();
    await run('lambdaWorkbench.promoteAlias', row('PRODUCTION'));
    assert.match(world.person.told.join(), /PRODUCTION is the last one in the order/);
  });

  it('copies one under another name', async () => {
    world.person.willAnswer('CANARY');
    await run('lambdaWorkbench.copyAlias', row('TESTING'));
    assert.deepEqual(await pointsTo('CANARY'), ['4', {}]);
  });

  it('asks before a protected one is made, copied or rolled back, and takes no for an answer', async () => {
    const acts: readonly [CommandId, AliasNode | undefined, readonly string[], string][] = [
      ['lambdaWorkbench.createAlias', undefined, [functionName, 'PROD', '2', 'ours'], 'Create PROD on 2'],
      ['lambdaWorkbench.copyAlias', row('TESTING'), ['PROD'], 'Create PROD on 4'],
    ];
    for (const [command, node, answers, button] of acts) {
      world.person.willAnswer(...answers);
      await run(command, node);
      assert.equal(asked('confirm').length, 1);
      assert.equal(await pointsTo('PROD'), 404, `${command}, declined`);
      world.person.willAnswer(...answers, button);
      await run(command, node);
      assert.match(asked('confirm')[0]?.detail ?? '', /From: nothing, it is created/);
      assert.deepEqual(await pointsTo('PROD'), [button.at(-1), {}]);
      world.person.willAnswer();
      await run('lambdaWorkbench.deleteAlias', row('PROD'));
      assert.notEqual(await pointsTo('PROD'), 404);
      world.person.willAnswer('Delete PROD');
      await run('lambdaWorkbench.deleteAlias', row('PROD'));
      assert.equal(await pointsTo('PROD'), 404);
    }
    world.person.willAnswer('1');
    await run('lambdaWorkbench.rollBackAlias', row('PRODUCTION'));
    assert.equal(asked('confirm').length, 1);
    assert.deepEqual(await pointsTo('PRODUCTION'), ['4', {}]);
  });

  it('deletes one after asking, and not one that somebody moved meanwhile', async () => {
    world.person.willAnswer();
    await run('lambdaWorkbench.deleteAlias', row('CANARY'));
    assert.match(asked('confirm')[0]?.detail ?? '', /Points to: 4[^]*What calls tally:CANARY fails/);
    assert.deepEqual(await pointsTo('CANARY'), ['4', {}]);
    await moveBehindOurBack('CANARY', '1');
    world.person.willAnswer('Delete CANARY');
    await run('lambdaWorkbench.deleteAlias', row('CANARY'));
    assert.match(asked('confirm')[1]?.text ?? '', /changed by someone else meanwhile/);
    assert.deepEqual(await pointsTo('CANARY'), ['1', {}]);
    world.person.willAnswer('Delete CANARY');
    await run('lambdaWorkbench.deleteAlias', row('CANARY'));
    assert.equal(await pointsTo('CANARY'), 404);
  });

  it('moves one only when the version answers the smoke tests of the manifest', async () => {
    const ZipFile = await pythonArchive('def main(event, context):\n    raise ValueError("no sum")\n');
    await clients.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: functionName, ZipFile }));
    await clients.lambda.send(new PublishVersionCommand({ FunctionName: functionName }));
    await run('lambdaWorkbench.refreshFunctions');
    await writeWorkspaceFile('tally/events/sum.json', '{"left": 7}');
    await writeWorkspaceFile('tally/app.py', 'def main(event, context):\n    return 1\n');
    await world.writeManifest('tally/lambda.json', {
      functionName,
      runtime: 'python3.13',
      handler: 'app.main',
      aliases: { STAGE: { smokeTests: ['events/sum.json'] } },
    });
    try {
      world.person.willAnswer('5');
      await run('lambdaWorkbench.moveAlias', row('STAGE'));
      assert.match(
        world.person.told.join(),
        /STAGE was not changed: its smoke test events\/sum\.json failed on 5/,
      );
      assert.deepEqual(await pointsTo('STAGE'), ['2', {}]);
      const report = await eventually('the result is shown', () =>
        vscode.workspace.textDocuments.find(({ uri }) => uri.path === '/tally STAGE smoke tests'),
      );
      assert.match(report.getText(), /- events\/sum\.json → tally:5[^]*"errorMessage": "no sum"/);
      world.person.willAnswer('5', '10');
      await run('lambdaWorkbench.shiftTraffic', row('STAGE'));
      assert.deepEqual(await pointsTo('STAGE'), ['2', {}]);
      world.person.willAnswer('3');
      await run('lambdaWorkbench.moveAlias', row('STAGE'));
      assert.deepEqual(await pointsTo('STAGE'), ['3', {}]);
    } finally {
      await vscode.workspace.fs.delete(workspaceFile('tally'), { recursive: true });
    }
  });

  it('a deploy moves one with the same tests before, and can be rolled back', async () => {
    const of = (answer: string) => `def main(event, context):\n    ${answer}\n`;
    const manifest = { functionName: 'ledger', runtime: 'python3.13', handler: 'app.main' };
    const smokeTests = ['events/any.json'];
    await writeWorkspaceFile('ledger/events/any.json', '{}');
    await writeWorkspaceFile('ledger/app.py', of('return 1'));
    const uri = await world.writeManifest('ledger/lambda.json', {
      ...manifest,
      deploy: { alias: 'DEV' },
      aliases: { DEV: { smokeTests } },
    });
    const dev = async () => {
      const alias = await askEmulator(world.endpoint, 'ledger/aliases/DEV');
      return (alias as { FunctionVersion: string }).FunctionVersion;
    };
    try {
      world.person.willAnswer('Deploy ledger');
      await run('lambdaWorkbench.deployFunction', uri);
      assert.equal(await dev(), '1');
      await writeWorkspaceFile('ledger/app.py', of('raise ValueError("no sum")'));
      world.person.willAnswer();
      await run('lambdaWorkbench.deployFunction', uri);
      assert.match(
        world.person.told.join(),
        /Could not move alias DEV: .*smoke test events\/any\.json failed on 2/,
      );
      assert.equal(await dev(), '1');
      await writeWorkspaceFile('ledger/app.py', of('return 3'));
      world.person.willAnswer();
      await run('lambdaWorkbench.deployFunction', uri);
      assert.equal(await dev(), '3');
      world.person.willAnswer('1');
      await run('lambdaWorkbench.rollBackAlias', { kind: 'alias', functionName: 'ledger', alias: 'DEV' });
      assert.equal(await dev(), '1');
    } finally {
      await vscode.workspace.fs.delete(workspaceFile('ledger'), { recursive: true });
    }
  });
});
