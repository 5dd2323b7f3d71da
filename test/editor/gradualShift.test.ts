import assert from 'node:assert/strict';
import { UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { after, before, beforeEach, describe, it } from 'mocha';
import type { AliasNode } from '../../src/tree/accountNodes.ts';
import { awsTestClients } from '../support/awsTestClients.ts';
import type { AwsTestClients } from '../support/awsTestClients.ts';
import { putCalls } from '../support/lambdaMetrics.ts';
import { seedAlias, seedFunction, seedVersions } from '../support/seededAccount.ts';
import { askEmulator, eventually, extensionUnderTest, run, setSettings } from './extensionUnderTest.ts';
import type { ExtensionUnderTest } from './extensionUnderTest.ts';

const functionName = 'gradual';
const row = (alias: string): AliasNode => ({ kind: 'alias', functionName, alias });
const second = 1 / 60;
const steps = [
  { percent: 10, minutes: second },
  { percent: 50, minutes: second },
];

describe('a gradual shift by command', () => {
  let world: ExtensionUnderTest;
  let clients: AwsTestClients;
  let alias: string;
  let number = 0;

  before(async () => {
    world = await extensionUnderTest();
    clients = awsTestClients(world.endpoint);
    await seedFunction(clients.lambda, functionName);
    await seedVersions(clients.lambda, functionName, 2);
    await seedAlias(clients.lambda, functionName, 'PRODUCTION', '1');
    await setSettings({ 'shift.steps': steps, 'shift.errorThreshold': 5 });
  });
  beforeEach(async () => {
    alias = `STAGE-${++number}`;
    await seedAlias(clients.lambda, functionName, alias, '1');
    await run('lambdaWorkbench.refreshFunctions');
  });
  after(async () => {
    await setSettings({ 'shift.steps': undefined, 'shift.errorThreshold': undefined });
    clients.destroy();
  });

  async function pointsTo(name = alias): Promise<unknown> {
    const answer = (await askEmulator(world.endpoint, `${functionName}/aliases/${name}`)) as {
      FunctionVersion: string;
      RoutingConfig?: { AdditionalVersionWeights?: Record<string, number> };
    };
    return [answer.FunctionVersion, answer.RoutingConfig?.AdditionalVersionWeights ?? {}];
  }
  const report = (invocations: number, errors: number, name = alias) =>
    putCalls(clients, { functionName, alias: name, version: '2' }, { invocations, errors });

  it('goes to the new version step by step, asked from the palette', async () => {
    await report(100, 5);
    world.person.willAnswer(functionName, alias, '2');
    await run('lambdaWorkbench.shiftTrafficGradually');
    assert.deepEqual(await pointsTo(), ['2', {}]);
    assert.deepEqual(
      world.person.asked.map(({ kind, step }) => step ?? kind),
      ['1/3', '2/3', '3/3', 'notify'],
    );
    assert.deepEqual(world.person.told, [`${alias} of gradual points to 2 now.`]);
    world.person.willAnswer();
    await run('lambdaWorkbench.rollBackAlias', row(alias));
    const rows = world.person.asked[0]?.buttons;
    assert.deepEqual(rows, ['1'], 'where it was can be gone back to');
  });

  it('goes back when too many calls fail, and says how many', async () => {
    await report(100, 6);
    world.person.willAnswer('2');
    await run('lambdaWorkbench.shiftTrafficGradually', row(alias));
    assert.deepEqual(await pointsTo(), ['1', {}]);
    assert.deepEqual(world.person.told, [
      `${alias} of gradual was returned to 1, as too many calls of 2 failed: 100 calls, 6 failed (6 %), and 5 % are allowed.`,
    ]);
    assert.ok(world.person.asked.at(-1)?.buttons?.includes('Compare Versions…'));
  });

  it('asks once before a protected alias, with the steps', async () => {
    await report(10, 0, 'PRODUCTION');
    world.person.willAnswer('2');
    await run('lambdaWorkbench.shiftTrafficGradually', row('PRODUCTION'));
    assert.deepEqual(await pointsTo('PRODUCTION'), ['1', {}], 'declined');
    world.person.willAnswer('2', 'Shift PRODUCTION Gradually to 2');
    await run('lambdaWorkbench.shiftTrafficGradually', row('PRODUCTION'));
    const [question, ...others] = world.person.asked.filter(({ kind }) => kind === 'confirm');
    assert.deepEqual(others, []);
    assert.equal(
      question?.detail,
      'Function: gradual\nAlias: PRODUCTION\nFrom: 1\nTo: 1 90 % · 2 10 %\nAccount: 000000000000\nRegion: us-east-1\n' +
        'Steps: 10 % for 1 second → 50 % for 1 second → 100 %\nReturned: when more than 5 % of the calls fail',
    );
    assert.deepEqual(await pointsTo('PRODUCTION'), ['2', {}]);
  });

  it('is over when somebody else moves the alias, and is not begun twice', async () => {
    world.person.willAnswer('2');
    const shifting = run('lambdaWorkbench.shiftTrafficGradually', row(alias));
    const begun = async () => (await pointsTo()) as [string, Record<string, number>];
    let now = await begun();
    while (now[1]['2'] === undefined) now = await begun();
    await eventually('it is watched', () => (world.person.unusedAnswers.length === 0 ? true : undefined));
    world.person.willAnswer();
    await run('lambdaWorkbench.shiftTrafficGradually', row(alias));
    assert.match(world.person.told.join(), /is being shifted gradually already/);
    await clients.lambda.send(
      new UpdateAliasCommand({
        FunctionName: functionName,
        Name: alias,
        FunctionVersion: '2',
        RoutingConfig: { AdditionalVersionWeights: {} },
      }),
    );
    world.person.willAnswer();
    await shifting;
    assert.deepEqual(world.person.told, [
      `${alias} of gradual was changed to 2, so its gradual shift is over.`,
    ]);
  });

  it('says what is wrong with the steps, and where there is none left', async () => {
    await setSettings({ 'shift.steps': [{ percent: 50 }, { percent: 10 }] });
    world.person.willAnswer();
    await run('lambdaWorkbench.shiftTrafficGradually', row(alias));
    assert.match(world.person.told.join(), /The setting shift\.steps holds no steps\./);
    await setSettings({ 'shift.steps': steps });
    world.person.willAnswer('2', '60');
    await run('lambdaWorkbench.shiftTraffic', row(alias));
    world.person.willAnswer('2');
    await run('lambdaWorkbench.shiftTrafficGradually', row(alias));
    assert.match(world.person.told.join(), /sends 60 % to 2 already, more than any step before the last one/);
    assert.deepEqual(await pointsTo(), ['1', { 2: 0.6 }]);
  });
});
