import assert from 'node:assert/strict';
import {
  chmodSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  closeSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { isCancellation, isFailure } from '../../src/core/failures/failure.ts';
import type { BuiltArchive } from '../../src/workflows/ports.ts';
import { buildTree, testArchiver, writeTree } from '../support/archiveTree.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporaryFolder.ts';

describe('how packaging ends', () => {
  let folder: string;
  let archiver: ReturnType<typeof testArchiver>;
  let big: string;
  const newRoot = () => mkdtempSync(join(folder, 'root-'));

  before(async () => {
    folder = await createTemporaryFolder();
    archiver = testArchiver(folder);
    big = newRoot();
    const content = randomBytes(30_000).toString('hex');
    const numbers = Array.from({ length: 300 }, (_, index) => index);
    writeTree(big, Object.fromEntries(numbers.map((n) => [`d${n % 7}/f${n}.txt`, `${n}${content}`])));
    writeTree(big, { 'z-large.bin': Buffer.alloc(9_000_000, content) });
  });
  after(async () => {
    await archiver.dispose();
    await removeFolder(folder);
  });

  const failureOf = async (building: Promise<BuiltArchive>) => {
    const error: unknown = await building.then(
      () => assert.fail('it was built'),
      (reason: unknown) => reason,
    );
    return error;
  };
  const filesIn = (place: string) => readdirSync(place, { recursive: true }).map(String).sort();
  const request = (output?: string) => ({ root: big, workspaceFolder: big, exclude: [], known: [], output });

  it('after a cancel at any moment with an AbortError and no file', async function () {
    this.timeout(30_000);
    const output = join(newRoot(), 'out.zip');
    const total = 301;
    for (const moment of [0, 1, 100, 200, total - 1]) {
      const controller = new AbortController();
      rmSync(join(folder, 'storage'), { recursive: true, force: true });
      const building = archiver.build(request(output), {
        signal: controller.signal,
        onProgress: (done) => {
          if (done >= moment) controller.abort();
        },
      });
      if (moment === 0) controller.abort();
      if (moment === total - 1 && (await building.catch(() => undefined)) !== undefined) {
        // The word that one file is left may come when none is.
        rmSync(output);
        continue;
      }
      assert.ok(isCancellation(await failureOf(building)), `at ${moment} of ${total}`);
      const left = filesIn(folder).filter((name) => /part-|out\.zip/.test(name));
      assert.deepEqual(left, [], `at ${moment} of ${total}`);
    }
  });

  it('at once for a build that waits for its turn, which then does not run', async () => {
    const first = buildTree(archiver, big);
    const controller = new AbortController();
    const output = join(newRoot(), 'second.zip');
    const second = archiver.build(request(output), { signal: controller.signal });
    let firstDone = false;
    void first.then(() => (firstDone = true));
    controller.abort();
    assert.ok(isCancellation(await failureOf(second)));
    assert.equal(firstDone, false);
    await first;
    await buildTree(archiver, big);
    assert.ok(!filesIn(folder).some((name) => name.includes('second.zip')));
  });

  it('with an AbortError when the archiver is disposed of', async () => {
    const short = testArchiver(join(folder, 'short'));
    const { signal } = new AbortController();
    let building: Promise<unknown> | undefined;
    await new Promise<void>((started) => {
      building = failureOf(short.build(request(), { signal, onProgress: () => started() }));
    });
    await short.dispose();
    assert.ok(isCancellation(await building));
    assert.ok(isCancellation(await failureOf(buildTree(short, big))));
    assert.deepEqual(
      filesIn(join(folder, 'short')).filter((name) => name.includes('part-')),
      [],
    );
  });

  it('with one failure that names a file which grows, shrinks or vanishes under way', async function () {
    this.timeout(30_000);
    const last = join(big, 'd5/f299.txt');
    const changes = {
      vanish: () => rmSync(last),
      grow: () => writeFileSync(last, 'y'.repeat(90_000)),
      shrink: () => writeFileSync(last, 'x'),
    };
    for (const [name, change] of Object.entries(changes)) {
      writeFileSync(last, 'z'.repeat(60_000));
      rmSync(join(folder, 'storage'), { recursive: true, force: true });
      let changed = false;
      const building = archiver.build(request(), {
        signal: new AbortController().signal,
        onProgress: () => {
          if (!changed) change();
          changed = true;
        },
      });
      const error = await failureOf(building);
      assert.ok(isFailure(error, 'archive.changed'), `${name}: ${String(error)}`);
      assert.match(error.message, /^d5\/f299\.txt changed or vanished while it was being packaged/);
      assert.deepEqual(filesIn(join(folder, 'storage')), [], name);
    }
    writeFileSync(last, 'whole again');
    assert.equal((await buildTree(archiver, big)).files.length, 301);
  });

  it('before anything is compressed when the files are too large for Lambda', async () => {
    const root = newRoot();
    for (const [name, size] of [
      ['a.bin', 200_000_000],
      ['b.bin', 62_144_001],
    ] as const) {
      const descriptor = openSync(join(root, name), 'w');
      ftruncateSync(descriptor, size);
      closeSync(descriptor);
    }
    const started = performance.now();
    const error = await failureOf(buildTree(archiver, root));
    assert.ok(isFailure(error, 'archive.unzippedTooLarge'), String(error));
    assert.match(error.message, /262,144,001 bytes.*a\.bin \(200,000,000\), b\.bin \(62,144,001\)/);
    assert.ok(performance.now() - started < 1000, 'it compressed 250 MB first');
  });

  it('with the limit of direct upload only when the zip is meant for that', async function () {
    this.timeout(30_000);
    const root = newRoot();
    const noise = randomBytes(26_500_000);
    writeTree(root, { 'a.bin': noise, 'b.bin': noise, 'c.txt': 'x' });
    const error = await failureOf(buildTree(archiver, root));
    assert.ok(isFailure(error, 'archive.zipTooLarge'), String(error));
    assert.match(error.message, /a\.bin \(26,500,000\), b\.bin \(26,500,000\), c\.txt \(1\)/);
    const output = join(newRoot(), 'for-s3.zip');
    assert.ok((await buildTree(archiver, root, { output })).size > 52_428_800);
  });

  it('with a sentence about the place that cannot be written to', async () => {
    const root = newRoot();
    writeTree(root, { 'app.py': 'x' });
    const error = await failureOf(buildTree(archiver, root, { output: join(root, 'no/such/folder/a.zip') }));
    assert.ok(isFailure(error, 'archive.notWritable'), String(error));
    assert.match(error.message, /no\/such\/folder\/a\.zip could not be written \(ENOENT\)/);
  });

  it('with a sentence about a file that may not be read', async function () {
    if (process.getuid?.() === 0) process.seteuid?.(65534); // root may read everything
    try {
      const place = await createTemporaryFolder();
      const own = testArchiver(place);
      writeTree(place, { 'fn/app.py': 'x', 'fn/locked.py': 'x' });
      chmodSync(join(place, 'fn/locked.py'), 0);
      const error = await failureOf(buildTree(own, join(place, 'fn')));
      assert.ok(isFailure(error, 'archive.unreadable'), String(error));
      assert.match(error.message, /locked\.py could not be read \(EACCES\)/);
      await own.dispose();
      await removeFolder(place);
    } finally {
      if (process.getuid?.() === 0) process.seteuid?.(0);
    }
  });

  it('by ending its threads when nobody needs them, and starting new ones when somebody does', async () => {
    const root = newRoot();
    writeTree(root, { 'app.py': 'x' });
    const threads = () => (process.platform === 'linux' ? readdirSync('/proc/self/task').length : 0);
    const before = threads();
    const idle = testArchiver(join(folder, 'idle'), 1);
    const { sha256 } = await buildTree(idle, root);
    assert.ok(process.platform !== 'linux' || threads() > before, 'it ran in a thread');
    const deadline = Date.now() + 5000;
    while (threads() > before && Date.now() < deadline) await new Promise((done) => setImmediate(done));
    assert.equal(threads(), before);
    assert.equal((await buildTree(idle, root)).sha256, sha256);
    await idle.dispose();
  });
});
