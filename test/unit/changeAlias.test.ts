import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { AliasChange } from '../../src/core/aliases/aliasChange.ts';
import { pointerTo } from '../../src/core/aliases/aliasPointer.ts';
import type { LiveAlias } from '../../src/core/deployment/liveState.ts';
import { readTaggedHistory, tagHistory } from '../../src/workflows/aliases/aliasHistoryTags.ts';
import { readAliasFacts } from '../../src/workflows/aliases/aliasFacts.ts';
import type { AliasRun } from '../../src/workflows/aliases/aliasRun.ts';
import { changeAlias } from '../../src/workflows/aliases/changeAlias.ts';
import { deleteAlias } from '../../src/workflows/aliases/deleteAlias.ts';
import { planPromotion, publishShown } from '../../src/workflows/aliases/promotion.ts';
import { readSmokeTests, runSmokeTests } from '../../src/workflows/aliases/smokeTesting.ts';
import type { Fault } from '../support/fakeAws.ts';
import { failure, FakeAws, fakeClock } from '../support/fakeAws.ts';

const signal = new AbortController().signal;
const archive = { file: '/a.zip', sha256: 'one=', size: 10, unzippedSize: 20 };

/** `calc` with versions 1 and 2, `DEV` on 1; `$LATEST` is version 2. */
async function account(): Promise<{
  aws: FakeAws;
  run: AliasRun;
  dev: LiveAlias;
  publish: () => Promise<void>;
}> {
  const aws = new FakeAws();
  const { connection } = aws;
  const { functions, aliases } = connection;
  await functions.createFunction({ functionName: 'calc', archive }, { signal });
  const publish = async () => {
    const { codeSha256, revisionId } = record(aws).latest;
    await functions.publishVersion('calc', { codeSha256, revisionId }, undefined, { signal });
  };
  await publish();
  aws.changeBehindOurBack('calc', { memorySize: 256 });
  await publish();
  const dev = await aliases.createAlias('calc', { name: 'DEV', version: '1' }, { signal });
  record(aws).pendingReads = 0;
  aws.writes.length = 0;
  aws.reads.length = 0;
  const run = { connection, functions, clock: fakeClock(), signal, onWaiting: () => undefined };
  return { aws, run, dev, publish };
}

function record(aws: FakeAws) {
  const found = aws.functions.get('calc');
  assert.ok(found);
  return found;
}

const pointsTo = (aws: FakeAws, alias = 'DEV') => {
  const { functionVersion, routing } = record(aws).aliases.get(alias) ?? {};
  return [functionVersion, routing];
};
const move = (seen: LiveAlias | undefined, version: string): AliasChange => ({
  act: 'move',
  functionName: 'calc',
  alias: 'DEV',
  seen,
  to: pointerTo(version),
});
const othersMove = async ({ connection }: FakeAws, version: string) => {
  const live = await connection.functions.readAlias('calc', 'DEV', { signal });
  assert.ok(live);
  return connection.aliases.updateAlias('calc', 'DEV', { version, routing: {} }, live.revisionId, { signal });
};
const onceFault =
  (operation: string, when: 'before' | 'after', code = 'aws.uncertain'): Fault =>
  (name, n) =>
    name === operation && n === 1 ? { when, error: failure(code) } : undefined;

describe('changing an alias', () => {
  it('moves it, splits its traffic, and clears the weights again', async () => {
    const { aws, run, dev } = await account();
    const shifted = await changeAlias(
      { ...move(dev, '1'), act: 'shift', to: { version: '1', routing: { 2: 0.1 } } },
      run,
    );
    assert.deepEqual(pointsTo(aws), ['1', { 2: 0.1 }]);
    assert.equal(shifted.kind, 'changed');
    await changeAlias(move(shifted.alias, '2'), run);
    assert.deepEqual(pointsTo(aws), ['2', {}]);
    assert.deepEqual(aws.writes, ['UpdateAlias', 'UpdateAlias']);
  });

  for (const when of ['before', 'after'] as const) {
    it(`reads back after a lost answer, ${when} it was carried out`, async () => {
      const { aws, run, dev } = await account();
      aws.fault = onceFault('UpdateAlias', when);
      const outcome = await changeAlias(move(dev, '2'), run);
      assert.equal(outcome.kind, 'changed');
      assert.deepEqual(pointsTo(aws), ['2', {}]);
      assert.equal(aws.writes.length, when === 'after' ? 1 : 2);
    });

    it(`makes one after a lost answer, ${when} it was carried out`, async () => {
      const { aws, run } = await account();
      // The one of the set-up was the first.
      aws.fault = (name, n) =>
        name === 'CreateAlias' && n === 2 ? { when, error: failure('aws.uncertain') } : undefined;
      const change = {
        ...move(undefined, '2'),
        act: 'create',
        alias: 'TESTING',
        description: 'new',
      } as const;
      const outcome = await changeAlias(change, run);
      assert.equal(outcome.kind, 'changed');
      assert.equal(outcome.alias.description, 'new');
      assert.deepEqual(pointsTo(aws, 'TESTING'), ['2', {}]);
    });
  }

  it('leaves what somebody else made of it, and says what that is', async () => {
    const { aws, run, dev } = await account();
    await othersMove(aws, '$LATEST');
    const outcome = await changeAlias(move(dev, '2'), run);
    assert.equal(outcome.kind, 'movedByOthers');
    assert.equal(outcome.theirs.functionVersion, '$LATEST');
    assert.deepEqual(pointsTo(aws), ['$LATEST', {}]);
    // The person wants it anyway.
    assert.equal((await changeAlias(move(outcome.theirs, '2'), run)).kind, 'changed');
    assert.deepEqual(pointsTo(aws), ['2', {}]);
  });

  it('is not stopped by a RevisionId that moved by itself', async () => {
    const { aws, run, dev } = await account();
    await othersMove(aws, '1');
    assert.equal((await changeAlias(move(dev, '2'), run)).kind, 'changed');
    assert.deepEqual(pointsTo(aws), ['2', {}]);
  });

  it('says when the alias is gone, when it is there already, and when there is no such version', async () => {
    const { aws, run, dev } = await account();
    await assert.rejects(changeAlias({ ...move(undefined, '2'), act: 'create' }, run), {
      code: 'alias.exists',
    });
    record(aws).aliases.delete('DEV');
    await assert.rejects(changeAlias(move(dev, '2'), run), { code: 'alias.gone' });
    const read = readAliasFacts('calc', 'DEV', pointerTo('9'), run.connection, run);
    await assert.rejects(read, { code: 'alias.versionGone' });
  });

  it('writes nothing once it is cancelled', async () => {
    const { aws, run, dev } = await account();
    const stopped = { ...run, signal: AbortSignal.abort() };
    await assert.rejects(changeAlias(move(dev, '2'), stopped), { name: 'AbortError' });
    assert.deepEqual(pointsTo(aws), ['1', {}]);
  });
});

describe('deleting an alias', () => {
  it('happens when it is as it was seen, also when the answer is lost', async () => {
    const { aws, run, dev } = await account();
    aws.fault = onceFault('DeleteAlias', 'after');
    assert.deepEqual(await deleteAlias('calc', dev, run), { kind: 'deleted' });
    assert.deepEqual(await deleteAlias('calc', dev, run), { kind: 'deleted' });
    assert.deepEqual(aws.writes, ['DeleteAlias']);
  });

  it('is not done to one that somebody moved, and fails when it was not carried out', async () => {
    const { aws, run, dev } = await account();
    const moved = await othersMove(aws, '2');
    const outcome = await deleteAlias('calc', dev, run);
    assert.deepEqual(outcome, { kind: 'movedByOthers', theirs: moved });
    aws.fault = onceFault('DeleteAlias', 'before');
    await assert.rejects(deleteAlias('calc', moved, run), { code: 'aws.uncertain' });
    assert.ok(record(aws).aliases.has('DEV'));
  });
});

describe('promoting', () => {
  it('takes the version of an alias, or the newest one where $LATEST equals it', async () => {
    const { run } = await account();
    const plan = (version: string) => planPromotion('calc', version, 'DEV', run.connection, run);
    const one = await plan('1');
    assert.deepEqual([one.source.version, one.next?.name, one.now?.version], ['1', 'DEV', '1']);
    assert.equal((await plan('$LATEST')).source.version, '2');
    const unmade = await planPromotion('calc', '1', 'TESTING', run.connection, run);
    assert.deepEqual([unmade.next, unmade.now], [undefined, undefined]);
    await assert.rejects(plan('7'), { code: 'alias.versionGone' });
  });

  for (const when of ['before', 'after'] as const) {
    it(`publishes $LATEST first, and once after a lost answer (${when})`, async () => {
      const { aws, run } = await account();
      aws.changeBehindOurBack('calc', { memorySize: 512 });
      const { source } = await planPromotion('calc', '$LATEST', 'DEV', run.connection, run);
      assert.equal(source.version, '$LATEST');
      aws.fault = (name, n) =>
        name === 'PublishVersion' && n === 3 ? { when, error: failure('aws.uncertain') } : undefined;
      const published = await publishShown(source, 'promoted', run);
      assert.deepEqual([published.version, published.description], ['3', 'promoted']);
      assert.equal(record(aws).versions.length, 3);
    });
  }

  it('publishes nothing that was not shown', async () => {
    const { aws, run } = await account();
    aws.changeBehindOurBack('calc', { memorySize: 512 });
    const { source } = await planPromotion('calc', '$LATEST', 'DEV', run.connection, run);
    aws.changeBehindOurBack('calc', { memorySize: 1024 });
    await assert.rejects(publishShown(source, 'promoted', run), { code: 'alias.latestChanged' });
    assert.equal(record(aws).versions.length, 2);
  });

  it('publishes what was shown although its RevisionId moved by itself', async () => {
    const { aws, run } = await account();
    aws.changeBehindOurBack('calc', { memorySize: 512 });
    const { source } = await planPromotion('calc', '$LATEST', 'DEV', run.connection, run);
    aws.changeBehindOurBack('calc', { memorySize: 512 });
    assert.equal((await publishShown(source, 'promoted', run)).version, '3');
  });
});

describe('smoke tests', () => {
  const manifest = {
    functionName: 'calc',
    runtime: 'python3.13',
    handler: 'app.main',
    aliases: { PROD: { smokeTests: ['events/a.json', 'events/b.json'] } },
  };
  const source = { manifest, folder: '/w/calc', workspaceFolder: '/w' };
  const files = (texts: Record<string, string>) => ({
    readText: (path: string) => Promise.resolve(texts[path]),
    exists: (path: string) => Promise.resolve(path in texts),
  });
  const version = { functionName: 'calc', version: '2', timeout: 3 };

  it('are the events that the manifest names for this alias', async () => {
    const texts = { '/w/calc/events/a.json': '{"a":1}', '/w/calc/events/b.json': '2' };
    assert.deepEqual(await readSmokeTests('PROD', [source], files(texts)), [
      { event: 'events/a.json', payload: '{"a":1}' },
      { event: 'events/b.json', payload: '2' },
    ]);
    assert.deepEqual(await readSmokeTests('DEV', [source], files({})), []);
  });

  it('stop everything where an event is missing or is no JSON', async () => {
    await assert.rejects(readSmokeTests('PROD', [source], files({})), { code: 'manifest.fileMissing' });
    const broken = files({ '/w/calc/events/a.json': '{' });
    await assert.rejects(readSmokeTests('PROD', [source], broken), { code: 'invocation.eventInvalid' });
  });

  it('are called one after the other until the first error', async () => {
    const { aws, run } = await account();
    const called: string[] = [];
    aws.answer = (payload, executedVersion) => {
      called.push(`${payload} on ${executedVersion}`);
      const status = payload === '2' ? 'error' : 'success';
      return { status, payload, logTail: '', executedVersion, requestId: '' };
    };
    const tests = ['1', '2', '3'].map((payload) => ({ event: `${payload}.json`, payload }));
    const results = await runSmokeTests(version, tests, run);
    assert.deepEqual(called, ['1 on 2', '2 on 2']);
    assert.deepEqual(
      results.map(({ result }) => result.status),
      ['success', 'error'],
    );
  });

  it('end when they are cancelled', async () => {
    const { run } = await account();
    const stopped = { ...run, signal: AbortSignal.abort() };
    await assert.rejects(runSmokeTests(version, [{ event: 'a', payload: '1' }], stopped), {
      name: 'AbortError',
    });
  });
});

describe('the history of an alias in a tag', () => {
  it('is kept together with what colleagues put there', async () => {
    const { run } = await account();
    const { connection } = run;
    await tagHistory('arn', 'DEV', [{ version: '1', until: 1000 }], connection, run);
    await tagHistory('arn', 'DEV', [{ version: '2', until: 5000 }], connection, run);
    assert.deepEqual(await readTaggedHistory('arn', 'DEV', connection, run), [
      { version: '2', until: 5000 },
      { version: '1', until: 1000 },
    ]);
    assert.deepEqual(await readTaggedHistory('arn', 'PROD', connection, run), []);
  });
});
