import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import JSZip from 'jszip';
import { after, before, describe, it } from 'mocha';
import { buildTree, pathsOf, testArchiver, writeTree } from '../support/archiveTree.ts';
import type { Tree } from '../support/archiveTree.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporaryFolder.ts';

const noise = randomBytes(5 * 1024 * 1024);
const tree: Tree = {
  'app.py': 'def handler(event, context): pass\n'.repeat(50),
  'bin/run.sh': ['#!/bin/sh\n' + 'echo hi\n'.repeat(20)],
  'data/über – 雪.txt': 'snow',
  'data/\u{1f600}': 'astral',
  'data/\uff5e': 'above the surrogates',
  empty: '',
  tiny: 'x',
  'large.json': JSON.stringify(Array.from({ length: 400_000 }, (_, index) => `item ${index}`)),
  'large.bin': noise,
  'medium.bin': noise.subarray(0, 1_500_000),
};

const python = (script: string, ...args: string[]) => {
  const result = spawnSync('python3', ['-c', script, ...args], { encoding: 'utf8' });
  assert.equal(result.status, 0, result.stderr);
  return result.stdout;
};
const describeZip = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    print(json.dumps([[i.filename, oct(i.external_attr >> 16), i.create_system, i.date_time[0], i.compress_type,
        i.file_size, i.compress_size, i.flag_bits] for i in z.infolist()]))
`;

describe('the bytes of an archive', () => {
  let folder: string;
  let archiver: ReturnType<typeof testArchiver>;
  let root: string;
  const newRoot = () => mkdtempSync(join(folder, 'root-'));

  before(async () => {
    folder = await createTemporaryFolder();
    archiver = testArchiver(folder);
    root = newRoot();
    writeTree(root, tree);
  });
  after(async () => {
    await archiver.dispose();
    await removeFolder(folder);
  });

  it('are what unzip and Python read back, with the content of every file', async () => {
    const archive = await buildTree(archiver, root);
    const tested = spawnSync('unzip', ['-tq', archive.file], { encoding: 'utf8' });
    assert.equal(tested.status, 0, tested.stdout + tested.stderr);
    const zip = await JSZip.loadAsync(readFileSync(archive.file), { checkCRC32: true });
    assert.equal(Object.keys(zip.files).length, Object.keys(tree).length);
    for (const path of Object.keys(tree)) {
      const stored = await zip.file(path)?.async('nodebuffer');
      assert.ok(stored?.equals(readFileSync(join(root, path))), path);
    }
    assert.equal(archive.sha256, createHash('sha256').update(readFileSync(archive.file)).digest('base64'));
    assert.equal(archive.size, readFileSync(archive.file).length);
    assert.equal(
      archive.unzippedSize,
      Object.keys(tree).reduce((sum, path) => sum + readFileSync(join(root, path)).length, 0),
    );
  });

  it('carry order, mode and a fixed date as Python sees them', async () => {
    const archive = await buildTree(archiver, root);
    const entries = JSON.parse(python(describeZip, archive.file)) as (string | number)[][];
    const ordered = Object.keys(tree).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    assert.deepEqual(
      entries.map(([name]) => name),
      ordered,
    );
    for (const [name, mode, system, year, method, size, packed, flags] of entries) {
      assert.equal(mode, name === 'bin/run.sh' ? '0o100755' : '0o100644');
      assert.deepEqual([system, year, flags], [3, 1980, 0x800]);
      const isStored = Number(size) < 30 || String(name).endsWith('.bin');
      assert.equal(method, isStored ? 0 : 8, String(name));
      assert.ok(Number(packed) <= Number(size), 'deflate made it longer');
    }
    assert.deepEqual(
      archive.files.map(({ path, mode, size, compressedSize }) => [
        path,
        `0o100${mode.toString(8)}`,
        size,
        compressedSize,
      ]),
      entries.map(([name, mode, , , , size, packed]) => [name, mode, size, packed]),
    );
    assert.deepEqual(pathsOf(archive), ordered);
  });

  it('are the same on a machine with another time zone, umask, age and order of files', async function () {
    this.timeout(20_000);
    const here = await buildTree(archiver, root);
    const elsewhere = newRoot();
    const umask = process.umask(0o077);
    try {
      writeTree(elsewhere, Object.fromEntries(Object.entries(tree).reverse()));
    } finally {
      process.umask(umask);
    }
    chmodSync(join(elsewhere, 'bin/run.sh'), 0o700);
    Object.keys(tree).forEach((path, index) => utimesSync(join(elsewhere, path), index, 1e9 + index));
    const script = fileURLToPath(new URL('../support/buildArchiveOnce.ts', import.meta.url));
    const child = spawnSync(process.execPath, [script, elsewhere, join(folder, 'elsewhere')], {
      encoding: 'utf8',
      env: { TZ: 'Pacific/Kiritimati' },
    });
    assert.deepEqual(JSON.parse(child.stdout), { sha256: here.sha256, timeZoneOffset: 640 }, child.stderr);
  });
});
