import assert from 'node:assert/strict';
import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, beforeEach, afterEach, before, describe, it } from 'mocha';
import { buildTree, pathsOf, testArchiver, writeTree } from '../support/archiveTree.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporaryFolder.ts';

const fileCount = 60;

describe('an archive built a second time', () => {
  let folder: string;
  let archiver: ReturnType<typeof testArchiver>;
  let other: ReturnType<typeof testArchiver>;
  let root: string;
  let scratch: number;

  before(async () => {
    folder = await createTemporaryFolder();
    archiver = testArchiver(folder);
    other = testArchiver(join(folder, 'other'));
    scratch = 0;
  });
  after(async () => {
    await Promise.all([archiver.dispose(), other.dispose()]);
    await removeFolder(folder);
  });
  beforeEach(() => {
    root = mkdtempSync(join(folder, 'root-'));
    const numbers = Array.from({ length: fileCount }, (_, index) => index);
    writeTree(root, Object.fromEntries(numbers.map((n) => [`f${n}.txt`, `${n} `.repeat(3000)])));
    // Files that changed a moment before the walk are not trusted, so the first build must not be too early.
    const written = Date.now();
    while (Date.now() < written + 25);
  });
  afterEach(() => rmSync(join(folder, 'storage'), { recursive: true, force: true }));

  /** The same tree built with nothing to reuse: other rules that change nothing have a place of their own. */
  const fromScratch = async () => {
    const archive = await buildTree(other, root, { exclude: [`/no-such-file-${++scratch}`] });
    assert.equal(archive.reused, 0);
    return archive;
  };
  const storage = (ending: string) => {
    const name = readdirSync(join(folder, 'storage')).find((each) => each.endsWith(ending));
    return join(folder, 'storage', name ?? assert.fail(`no ${ending}`));
  };

  it('compresses only what changed, and is the same to the byte as one from scratch', async () => {
    assert.equal((await buildTree(archiver, root)).reused, 0);
    writeFileSync(join(root, 'f7.txt'), 'rewritten');
    rmSync(join(root, 'f9.txt'));
    writeTree(root, { 'sub/new.txt': 'new' });
    const again = await buildTree(archiver, root);
    assert.equal(again.reused, fileCount - 2);
    const fresh = await fromScratch();
    assert.deepEqual(readFileSync(again.file), readFileSync(fresh.file));
    assert.deepEqual(again.files, fresh.files);
    assert.equal(again.sha256, fresh.sha256);
  });

  it('notices a file replaced by one of equal size and time', async () => {
    await buildTree(archiver, root);
    writeFileSync(join(root, 'new'), '9 '.repeat(3000));
    renameSync(join(root, 'new'), join(root, 'f8.txt'));
    const again = await buildTree(archiver, root);
    assert.equal(again.reused, fileCount - 1);
    assert.equal(again.sha256, (await fromScratch()).sha256);
  });

  it('does not write the zip again when nothing changed', async () => {
    const first = await buildTree(archiver, root);
    const { ino, ctimeNs } = statSync(first.file, { bigint: true });
    const again = await buildTree(archiver, root);
    assert.deepEqual(again, { ...first, reused: fileCount });
    const after = statSync(first.file, { bigint: true });
    assert.deepEqual([after.ino, after.ctimeNs], [ino, ctimeNs]);
  });

  it('reuses when the zip goes to a place of the caller, which gets the same bytes', async () => {
    const output = join(folder, 'mine.zip');
    const first = await buildTree(archiver, root, { output });
    assert.equal(first.file, output);
    rmSync(output);
    const again = await buildTree(archiver, root, { output });
    assert.equal(again.reused, fileCount);
    assert.deepEqual(readFileSync(output), readFileSync((await fromScratch()).file));
  });

  it('keeps the zips of two sets of rules for one root apart', async () => {
    const all = await buildTree(archiver, root);
    const fewer = await buildTree(archiver, root, { exclude: ['f1*.txt'] });
    assert.notEqual(all.file, fewer.file);
    assert.equal((await buildTree(archiver, root)).reused, fileCount);
    assert.equal(pathsOf(fewer).length, fileCount - 11);
  });

  const damages: Record<string, () => void> = {
    'a flipped byte in the kept zip': () => {
      const zip = readFileSync(storage('.zip'));
      zip[Math.floor(zip.length / 3)] = (zip[Math.floor(zip.length / 3)] ?? 0) ^ 0xff;
      writeFileSync(storage('.zip'), zip);
    },
    'a kept zip cut short': () => truncateSync(storage('.zip'), 1000),
    'a kept zip with other content of the same size': () =>
      writeFileSync(storage('.zip'), Buffer.alloc(readFileSync(storage('.zip')).length, 7)),
    'no kept zip': () => rmSync(storage('.zip')),
    'an index that is not JSON': () => writeFileSync(storage('.index'), '{"recipe'),
    'an index of another shape': () => {
      const index = JSON.parse(readFileSync(storage('.index'), 'utf8')) as { lines: unknown[] };
      writeFileSync(storage('.index'), JSON.stringify({ ...index, lines: [['f0.txt', 7, null]] }));
    },
    'an index whose offsets lie': () => {
      const index = JSON.parse(readFileSync(storage('.index'), 'utf8')) as { lines: unknown[][] };
      const lines = index.lines.map((line) => line.with(2, 1e12));
      writeFileSync(storage('.index'), JSON.stringify({ ...index, lines }));
      // Of an untouched zip nothing is looked up.
      utimesSync(storage('.zip'), new Date(), new Date());
    },
    'an index of another version': () => {
      const index = JSON.parse(readFileSync(storage('.index'), 'utf8')) as object;
      writeFileSync(storage('.index'), JSON.stringify({ ...index, recipe: 'an older one' }));
    },
  };
  for (const [name, damage] of Object.entries(damages)) {
    it(`is whole in spite of ${name}`, async () => {
      await buildTree(archiver, root);
      damage();
      const again = await buildTree(archiver, root);
      assert.equal(again.reused, 0);
      assert.deepEqual(readFileSync(again.file), readFileSync((await fromScratch()).file));
    });
  }

  it('does not grow the storage without end', async () => {
    for (let n = 0; n < 15; n++) await buildTree(archiver, root, { exclude: [`/nothing-${n}`] });
    const names = readdirSync(join(folder, 'storage'));
    assert.equal(names.filter((name) => name.endsWith('.zip')).length, 12);
    assert.equal(names.length, 24);
  });
});
