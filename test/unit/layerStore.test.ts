import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmod, lstat, readFile, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import JSZip from 'jszip';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { isFailure } from '../../src/core/failures/failure.ts';
import { createLayerStore } from '../../src/local/code/layerStore.ts';
import { fetchLayer, layerFolders } from '../../src/workflows/local/layerFolders.ts';
import type { FetchOptions } from '../../src/workflows/local/localDependencies.ts';
import type { AwsConnection } from '../../src/workflows/ports.ts';
import { failure, FakeAws } from '../support/fakeAws.ts';
import { fakeLocalWorld } from '../support/fakeContainers.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporaryFolder.ts';

const real = 'arn:aws:lambda:eu-west-1:123456789012:layer:shared:1';
const emulated = 'arn:aws:lambda:us-east-1:000000000000:layer:shared:1';

const zipOf = (text: string) =>
  new JSZip()
    .file('python/shared.py', text)
    .file('bin/tool', '#!/bin/sh\n', { unixPermissions: 0o100755 })
    .file('lib/one.so', '../bin/tool', { unixPermissions: 0o120777 })
    .generateAsync({ type: 'uint8array', platform: 'UNIX' });

describe('deployed layers on this machine', () => {
  let folder: string;
  let aws: FakeAws;
  beforeEach(async () => {
    folder = await createTemporaryFolder();
    aws = new FakeAws();
  });
  afterEach(() => removeFolder(folder));

  const put = async (arn: string, text: string) => {
    const bytes = await zipOf(text);
    aws.layers.archives.set(arn, bytes);
    const codeSha256 = createHash('sha256').update(bytes).digest('base64');
    aws.layers.versions.set(arn, [
      { arn, codeSha256, codeSize: bytes.length, runtimes: [], architectures: [] },
    ]);
  };
  const offline = () => Promise.reject(failure('connection.unreachable'));
  const online = () => Promise.resolve(aws.connection);
  const fetch = (
    arn: string,
    connect: () => Promise<AwsConnection> = online,
    options: Partial<FetchOptions> = {},
  ) =>
    fetchLayer(arn, createLayerStore(folder), connect, { signal: new AbortController().signal, ...options });
  const textIn = (place: string) => readFile(path.join(place, 'python/shared.py'), 'utf8');

  it('are downloaded once, with modes and links, and need no connection afterwards', async () => {
    await put(real, 'one');
    const phases: string[] = [];
    const place = await fetch(real, online, { onPhase: (text) => phases.push(text) });
    assert.equal(await textIn(place), 'one');
    assert.equal((await lstat(path.join(place, 'bin/tool'))).mode & 0o777, 0o755);
    assert.ok((await lstat(path.join(place, 'lib/one.so'))).isSymbolicLink());
    assert.equal(await fetch(real, offline), place);
    const sizes = await Promise.all(
      [real, emulated].map((arn) => createLayerStore(folder).unzippedSize(arn)),
    );
    assert.deepEqual(sizes, ['one#!/bin/sh\n'.length, undefined]);
    assert.equal(aws.reads.length, 1);
  });

  it('are one folder where two have the same content', async () => {
    await put(real, 'one');
    const other = real.replace(':shared:1', ':other:4');
    await put(other, 'one');
    assert.equal(await fetch(real), await fetch(other));
    assert.equal((await readdir(path.join(folder, 'contents'))).length, 1);
  });

  it('are asked for again where an emulator has them, which counts from 1 when it starts anew', async () => {
    await put(emulated, 'one');
    const place = await fetch(emulated);
    assert.equal(await fetch(emulated), place);
    assert.equal(await fetch(emulated, offline), place, 'without the emulator what is known is taken');
    await put(emulated, 'two');
    assert.equal(await textIn(await fetch(emulated)), 'two');
    assert.equal(await textIn(await fetch(emulated, offline)), 'two');
  });

  it('that are not here and cannot be fetched are one sentence, and are fetched the next time', async () => {
    await put(real, 'one');
    const unreachable = (error: unknown) =>
      isFailure(error, 'layer.unreachable') && /shared:1 is not on this machine yet/.test(error.message);
    await assert.rejects(fetch(real, offline), unreachable);
    // Nobody waits, so nothing is fetched.
    await assert.rejects(fetch(real, online, { mayAsk: false }), unreachable);
    const cancelled = AbortSignal.abort();
    await assert.rejects(fetch(real, online, { signal: cancelled }), { name: 'AbortError' });
    aws.layers.archives.set(real, new Uint8Array([1, 2, 3]));
    await assert.rejects(fetch(real), unreachable);
    await put(real, 'one');
    const place = await fetch(real);
    // Removed by a person who wanted room.
    await chmod(place, 0o700);
    await rm(place, { recursive: true });
    assert.equal(await textIn(await fetch(real)), 'one');
  });

  it('lie at /opt in the order of the manifest, with local ones on top', async () => {
    const { source, dependencies } = fakeLocalWorld();
    const manifest = { layers: ['../shared', real], local: { layers: ['mock'] } };
    const found = await layerFolders(source(manifest), dependencies, { signal: AbortSignal.timeout(5000) });
    assert.deepEqual(found.all, ['/code/shared', '/storage/shared-1', '/code/calc/mock']);
    assert.deepEqual(found.fetched, ['/storage/shared-1']);
  });
});
