import assert from 'node:assert/strict';
import { PublishVersionCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { before, describe, it } from 'mocha';
import { createConnectionOpener } from '../../src/aws/awsBundle.ts';
import type { AliasChange } from '../../src/core/aliases/aliasChange.ts';
import { pointerTo } from '../../src/core/aliases/aliasPointer.ts';
import type { AliasPointer } from '../../src/core/aliases/aliasPointer.ts';
import { systemClock } from '../../src/local/clock.ts';
import { readTaggedHistory, tagHistory } from '../../src/workflows/aliases/aliasHistoryTags.ts';
import type { AliasRun } from '../../src/workflows/aliases/aliasRun.ts';
import { changeAlias } from '../../src/workflows/aliases/changeAlias.ts';
import { deleteAlias } from '../../src/workflows/aliases/deleteAlias.ts';
import { planPromotion, publishShown } from '../../src/workflows/aliases/promotion.ts';
import { runSmokeTests } from '../../src/workflows/aliases/smokeTesting.ts';
import { noHooks } from '../support/awsListenerConnection.ts';
import { createTestFunction, pythonArchive } from '../support/awsTestClients.ts';
import { useStrictProxy } from '../support/strictProxy.ts';

// mocha limits the time; a timer started here would run while other files are tested.
const signal = new AbortController().signal;

describe('aliases against an emulator that is as strict as AWS', function () {
  this.timeout(60_000);
  const world = useStrictProxy({ createMs: 10, updateMs: 20 });
  let run: AliasRun;
  let functionName: string;

  /** Versions 1 to 3, and DEV on 1. */
  before(async () => {
    const opener = createConnectionOpener({
      readFile: () => Promise.reject(new Error('no file is read')),
      environment: {},
    });
    const connection = await opener.open({ sandbox: true, endpoint: world.proxy.url }, noHooks);
    const { functions } = connection;
    run = { connection, functions, clock: systemClock, signal, onWaiting: () => undefined };
    const code = 'def handler(event, context):\n    return 1 / event["by"]\n';
    functionName = await createTestFunction(world.clients, {
      Code: { ZipFile: await pythonArchive(code) },
    });
    for (const MemorySize of [128, 256, 512]) {
      await configure(MemorySize);
      await world.clients.lambda.send(new PublishVersionCommand({ FunctionName: functionName }));
    }
    await connection.aliases.createAlias(functionName, { name: 'DEV', version: '1' }, { signal });
    world.proxy.reset();
  });

  async function configure(MemorySize: number): Promise<void> {
    const command = new UpdateFunctionConfigurationCommand({ FunctionName: functionName, MemorySize });
    await world.clients.lambda.send(command);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  async function live(name = 'DEV') {
    return run.functions.readAlias(functionName, name, { signal });
  }
  async function change(to: AliasPointer, seen?: AliasChange['seen']) {
    return changeAlias({ act: 'move', functionName, alias: 'DEV', seen: seen ?? (await live()), to }, run);
  }
  async function pointsTo(name = 'DEV') {
    const alias = await live(name);
    return alias && [alias.functionVersion, alias.routing];
  }

  it('moves one, splits its traffic, and clears the weights on the way back to one version', async () => {
    await change(pointerTo('2'));
    assert.deepEqual(await pointsTo(), ['2', {}]);
    await change({ version: '2', routing: { 3: 0.1 } });
    assert.deepEqual(await pointsTo(), ['2', { 3: 0.1 }]);
    await change(pointerTo('2'));
    assert.deepEqual(await pointsTo(), ['2', {}]);
    await change(pointerTo('$LATEST'));
    assert.deepEqual(await pointsTo(), ['$LATEST', {}]);
    await change(pointerTo('1'));
  });

  it('loses a race to somebody else without overwriting anything', async () => {
    const seen = await live();
    await change(pointerTo('3'));
    const outcome = await change(pointerTo('2'), seen);
    assert.equal(outcome.kind, 'movedByOthers');
    assert.equal(outcome.theirs.functionVersion, '3');
    assert.deepEqual(await pointsTo(), ['3', {}]);
    await change(pointerTo('1'), outcome.theirs);
    assert.deepEqual(await pointsTo(), ['1', {}]);
  });

  for (const fault of ['dropBefore', 'dropAfter', '500After'] as const) {
    it(`finds out what became of a change whose answer was lost (${fault})`, async () => {
      const to = (await pointsTo())?.[0] === '1' ? '2' : '1';
      world.proxy.reset();
      world.proxy.failNth('UpdateAlias', 1, fault);
      assert.equal((await change(pointerTo(to))).kind, 'changed');
      assert.deepEqual(await pointsTo(), [to, {}]);
      assert.equal(world.proxy.count('UpdateAlias'), fault === 'dropBefore' ? 2 : 1);
    });
  }

  it('says in a sentence what Lambda would not take', async () => {
    const refused = (to: AliasPointer) => assert.rejects(change(to), { code: 'aws.invalid' });
    await refused({ version: '1', routing: { $LATEST: 0.5 } });
    await refused({ version: '1', routing: { 1: 0.5 } });
    await assert.rejects(change(pointerTo('9')), { code: 'aws.notFound' });
  });

  it('publishes $LATEST once for a promotion, and not when it equals the newest version', async () => {
    const equal = await planPromotion(functionName, '$LATEST', 'TESTING', run.connection, run);
    assert.equal(equal.source.version, '3');
    await configure(1024);
    const { source } = await planPromotion(functionName, '$LATEST', 'TESTING', run.connection, run);
    world.proxy.reset();
    world.proxy.failNth('PublishVersion', 1, 'dropAfter');
    const published = await publishShown(source, 'promoted', run);
    assert.deepEqual([published.version, published.memorySize], ['4', 1024]);
    assert.equal(world.proxy.count('PublishVersion'), 1);
    const made: AliasChange = {
      act: 'create',
      functionName,
      alias: 'TESTING',
      seen: undefined,
      to: pointerTo('4'),
    };
    await changeAlias(made, run);
    assert.deepEqual(await pointsTo('TESTING'), ['4', {}]);
    await assert.rejects(changeAlias({ ...made, to: pointerTo('1') }, run), { code: 'alias.exists' });
  });

  it('calls a version with smoke tests, and reads error and log', async () => {
    const version = { functionName, version: '2', timeout: 3 };
    const tests = [1, 0, 2].map((by) => ({ event: `${by}.json`, payload: JSON.stringify({ by }) }));
    const results = await runSmokeTests(version, tests, run);
    assert.deepEqual(
      results.map(({ event, result }) => [event, result.status, result.executedVersion]),
      [
        ['1.json', 'success', '2'],
        ['0.json', 'error', '2'],
      ],
    );
    assert.match(results[1]?.result.payload ?? '', /division by zero/);
    assert.match(results[1]?.result.logTail ?? '', /ZeroDivisionError/);
  });

  it('keeps where an alias pointed in a tag of the function', async () => {
    const { connection } = run;
    const arn = (await run.functions.readFunction(functionName, undefined, { signal }))?.arn ?? '';
    const former = { version: '$LATEST', until: 1_700_000_000_000 };
    await tagHistory(arn, 'DEV', [former], connection, run);
    assert.deepEqual(await readTaggedHistory(arn, 'DEV', connection, run), [former]);
  });

  it('deletes one, also when the answer is lost', async () => {
    const seen = await live('TESTING');
    assert.ok(seen);
    world.proxy.failNth('DeleteAlias', 1, 'dropAfter');
    assert.deepEqual(await deleteAlias(functionName, seen, run), { kind: 'deleted' });
    assert.equal(await live('TESTING'), undefined);
  });
});
