import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { AwsConnection } from '../../src/workflows/ports.ts';
import { deleteVersion, requireUnused } from '../../src/workflows/versions/deleteVersion.ts';
import { countOldVersions, pruneVersions, readPrunable } from '../../src/workflows/versions/pruneVersions.ts';
import { publishVersion } from '../../src/workflows/versions/publishVersion.ts';
import { failure, FakeAws, fakeClock } from '../support/fakeAws.ts';

const options = { signal: new AbortController().signal };
const archive = (sha256: string) => ({ file: '/a.zip', sha256, size: 100, unzippedSize: 200 });

/** A function with versions 1 to `count`, each of other code. */
async function functionWith(count: number): Promise<FakeAws> {
  const aws = new FakeAws();
  const { functions } = aws.connection;
  await functions.createFunction({ functionName: 'calc', archive: archive('sha-0') }, options);
  for (let n = 1; n <= count; n++) {
    await change(aws, `sha-${n}`);
    await publish(aws);
  }
  aws.reads.length = 0;
  aws.writes.length = 0;
  return aws;
}

async function change(aws: FakeAws, sha: string): Promise<void> {
  const { functions } = aws.connection;
  // The first look still sees the update before.
  await functions.readFunction('calc', undefined, options);
  const live = await functions.readFunction('calc', undefined, options);
  await functions.updateCode('calc', archive(sha), undefined, live?.revisionId ?? '', options);
}

const publish = (aws: FakeAws, description?: string, signal = options.signal) =>
  publishVersion('calc', description, dependencies(aws), { signal, onWaiting: () => undefined });
const dependencies = (aws: FakeAws) => ({ connection: aws.connection, clock: fakeClock() });
const versions = (aws: FakeAws) => aws.functions.get('calc')?.versions.map(({ version }) => version);
const setAlias = (aws: FakeAws, name: string, version: string, routing = {}) =>
  aws.connection.aliases.createAlias('calc', { name, version, routing }, options);

describe('publishing a version', () => {
  it('waits for an update to end, publishes and says which version it is', async () => {
    const aws = await functionWith(1);
    await change(aws, 'sha-new');
    assert.deepEqual(await publish(aws, 'the new one'), {
      version: '2',
      arn: 'arn:aws:lambda:eu-west-1:123456789012:function:calc:2',
      existed: false,
    });
    assert.equal(aws.functions.get('calc')?.versions[1]?.description, 'the new one');
  });

  it('says that nothing changed since a version', async () => {
    const aws = await functionWith(2);
    const { version, existed } = await publish(aws, 'again');
    assert.deepEqual([version, existed], ['2', true]);
    assert.deepEqual(versions(aws), ['1', '2']);
  });

  it('makes no second version when the answer was lost', async () => {
    const aws = await functionWith(1);
    await change(aws, 'sha-new');
    const lost = { when: 'after', error: failure('aws.uncertain') } as const;
    let times = 0;
    aws.fault = (operation) => (operation === 'PublishVersion' && ++times === 1 ? lost : undefined);
    assert.deepEqual(await publish(aws).then(({ version, existed }) => [version, existed]), ['2', false]);
    assert.deepEqual(aws.writes, ['UpdateFunctionCode', 'PublishVersion']);
  });

  it('publishes again when the call did not get there', async () => {
    const aws = await functionWith(0);
    let times = 0;
    aws.fault = (operation) =>
      operation === 'PublishVersion' && ++times === 1
        ? { when: 'before', error: failure('aws.uncertain') }
        : undefined;
    assert.equal((await publish(aws)).version, '1');
    assert.deepEqual(versions(aws), ['1']);
  });

  it('goes on when only the RevisionId moved, and reports a change of somebody else', async () => {
    const aws = await functionWith(1);
    await change(aws, 'sha-new');
    const { functions } = aws.connection;
    const raced = (meanwhile: () => void): AwsConnection => {
      let first = true;
      const publishVersion: typeof functions.publishVersion = (...call) => {
        if (first) meanwhile();
        first = false;
        return functions.publishVersion(...call);
      };
      return { ...aws.connection, functions: { ...functions, publishVersion } };
    };
    const race = (meanwhile: () => void) =>
      publishVersion(
        'calc',
        undefined,
        { connection: raced(meanwhile), clock: fakeClock() },
        { ...options, onWaiting: () => undefined },
      );
    assert.equal((await race(() => aws.changeBehindOurBack('calc', {}))).version, '2');
    await assert.rejects(
      race(() => aws.changeBehindOurBack('calc', { memorySize: 1024 })),
      { code: 'version.changedMeanwhile' },
    );
    assert.deepEqual(versions(aws), ['1', '2']);
  });

  it('says when the function is gone, without speaking of a deploy', async () => {
    await assert.rejects(publish(new FakeAws()), { code: 'code.gone' });
  });

  it('can be cancelled', async () => {
    const aws = await functionWith(1);
    await assert.rejects(publish(aws, undefined, AbortSignal.abort()), { name: 'AbortError' });
    assert.deepEqual(aws.writes, []);
  });
});

describe('deleting a version', () => {
  it('is refused while an alias points to it or gives it a share, and these are named', async () => {
    const aws = await functionWith(3);
    await setAlias(aws, 'PROD', '1', { 2: 0.25 });
    await setAlias(aws, 'TEST', '1');
    await assert.rejects(
      requireUnused('calc', '1', dependencies(aws), options),
      /Version 1 of calc is in use .*PROD sends it 75 % of its calls, TEST points to it/,
    );
    await assert.rejects(
      requireUnused('calc', '2', dependencies(aws), options),
      /PROD sends it 25 % of its calls/,
    );
    await requireUnused('calc', '3', dependencies(aws), options);
  });

  it('deletes it, and names an alias that got there in between', async () => {
    const aws = await functionWith(2);
    await deleteVersion('calc', '1', dependencies(aws), options);
    assert.deepEqual(versions(aws), ['2']);
    await setAlias(aws, 'PROD', '2');
    await assert.rejects(deleteVersion('calc', '2', dependencies(aws), options), /PROD points to it/);
    assert.deepEqual(versions(aws), ['2']);
  });

  it('looks whether it is gone when the answer was lost', async () => {
    const aws = await functionWith(2);
    aws.fault = (operation) =>
      operation === 'DeleteFunction' ? { when: 'after', error: failure('aws.uncertain') } : undefined;
    await deleteVersion('calc', '1', dependencies(aws), options);
    assert.deepEqual(aws.writes, ['DeleteFunction']);
  });
});

describe('pruning versions', () => {
  it('offers what no alias uses, with what the account stores', async () => {
    const aws = await functionWith(3);
    await setAlias(aws, 'PROD', '2');
    const { candidates, published, usage } = await readPrunable(
      'calc',
      undefined,
      dependencies(aws),
      options,
    );
    assert.deepEqual(
      candidates.map(({ summary, old }) => [summary.version, old]),
      [
        ['3', false],
        ['1', true],
      ],
    );
    assert.deepEqual([published, usage?.codeSize], [3, 400]);
    assert.equal(await countOldVersions('calc', 1, dependencies(aws), options), 1);
    assert.equal(await countOldVersions('calc', 3, dependencies(aws), options), 0);
  });

  it('does without the account where that may not be read, not without the versions', async () => {
    const aws = await functionWith(1);
    aws.fault = (operation) =>
      operation === 'GetAccountSettings' ? { when: 'before', error: failure('aws.accessDenied') } : undefined;
    assert.equal((await readPrunable('calc', 1, dependencies(aws), options)).usage, undefined);
    aws.fault = () => ({ when: 'before', error: failure('aws.accessDenied') });
    await assert.rejects(readPrunable('calc', 1, dependencies(aws), options), { code: 'aws.accessDenied' });
  });

  it('deletes the oldest first and tells of each', async () => {
    const aws = await functionWith(3);
    const told: string[] = [];
    const onDeleted = (version: string, done: number, of: number) => told.push(`${version} ${done}/${of}`);
    await pruneVersions('calc', ['3', '1'], dependencies(aws), { ...options, onDeleted });
    assert.deepEqual(told, ['1 1/2', '3 2/2']);
    assert.deepEqual(versions(aws), ['2']);
  });

  it('stops at the first failure, says what was done, and goes on from there', async () => {
    const aws = await functionWith(3);
    aws.fault = (operation, n) =>
      operation === 'DeleteFunction' && n === 2
        ? { when: 'before', error: failure('aws.throttled') }
        : undefined;
    await assert.rejects(
      pruneVersions('calc', ['1', '2', '3'], dependencies(aws), options),
      /^Failure: Could not delete version 2 of calc: .*Deleted before: 1\. Pruning again continues/,
    );
    assert.deepEqual(versions(aws), ['2', '3']);
    await pruneVersions('calc', ['1', '2', '3'], dependencies(aws), options);
    assert.deepEqual(versions(aws), []);
  });

  it('can be cancelled between two', async () => {
    const aws = await functionWith(3);
    const stop = new AbortController();
    const onDeleted = () => stop.abort();
    const pruning = pruneVersions('calc', ['1', '2'], dependencies(aws), { signal: stop.signal, onDeleted });
    await assert.rejects(pruning, { name: 'AbortError' });
    assert.deepEqual(versions(aws), ['2', '3']);
  });
});
