import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import JSZip from 'jszip';
import { describe, it } from 'mocha';
import { entryPath } from '../../src/core/versions/codeFile.ts';
import { openArchive } from '../../src/local/code/openArchive.ts';

const options = { signal: new AbortController().signal };

/** A zip as it would come from anybody: names are written as they are given. */
async function zipOf(files: Readonly<Record<string, string>>, unixPermissions = 0o100644): Promise<Buffer> {
  const zip = new JSZip();
  for (const [name, text] of Object.entries(files)) {
    zip.file(name, text, { unixPermissions, createFolders: false });
  }
  return zip.generateAsync({ type: 'nodebuffer', platform: 'UNIX', compression: 'DEFLATE' });
}

/** Replaces a name of the same length everywhere: jszip would not write some of them. */
function renamed(zip: Buffer, from: string, to: string): Buffer {
  assert.equal(from.length, to.length);
  return Buffer.from(zip.toString('latin1').replaceAll(from, to), 'latin1');
}

describe('opening an archive of code', () => {
  it('lists files with size, mode and checksum, and unpacks them', async () => {
    const archive = await openArchive(await zipOf({ 'lib/a.py': 'a = 1\n', 'app.py': '' }, 0o100755), 'calc');
    assert.deepEqual(
      archive.files.map(({ path, size, mode, link }) => ({ path, size, mode, link })),
      [
        { path: 'app.py', size: 0, mode: 0o755, link: false },
        { path: 'lib/a.py', size: 6, mode: 0o755, link: false },
      ],
    );
    assert.equal(archive.files[1]?.crc32, crc32('a = 1\n'));
    const content = await archive.read('lib/a.py', options);
    assert.equal(Buffer.from(content ?? []).toString(), 'a = 1\n');
    assert.deepEqual([...((await archive.read('app.py', options)) ?? [1])], []);
    assert.equal(await archive.read('lib', options), undefined);
  });

  it('knows symbolic links, and gives files without permissions those of a file', async () => {
    const linked = await openArchive(await zipOf({ 'node_modules/.bin/x': '../x.js' }, 0o120777), 'calc');
    assert.equal(linked.files[0]?.link, true);
    const plain = await openArchive(
      await new JSZip().file('a', 'b').generateAsync({ type: 'nodebuffer' }),
      'c',
    );
    assert.deepEqual([plain.files[0]?.mode, plain.files[0]?.link], [0o644, false]);
  });

  it('refuses an archive with a name that leads out of its folder', async () => {
    const zip = await zipOf({ 'xxx/evil.py': 'x', 'app.py': '' });
    for (const name of [
      '../evil.pyc',
      '/xxx/evil.p',
      'xxx/../../e',
      'C:/evil.pyc',
      '..\\evil.pyc',
      'xxx\\evil.py',
    ]) {
      const bytes = renamed(zip, 'xxx/evil.py', name);
      await assert.rejects(openArchive(bytes, 'calc'), { code: 'code.unsafeName' }, name);
    }
  });

  it('takes names for what they mean, and none for what leads elsewhere', () => {
    assert.equal(entryPath('./a//b/./c.py'), 'a/b/c.py');
    assert.equal(entryPath('a..b/..c'), 'a..b/..c');
    for (const name of ['', '.', '/', '..', 'a/..', '../a', 'a/../b', '/etc/passwd', 'c:x', 'a\\b', 'a\0b']) {
      assert.equal(entryPath(name), undefined, JSON.stringify(name));
    }
  });

  it('refuses what is no zip, and what is cut off', async () => {
    await assert.rejects(openArchive(Buffer.from('no zip'), 'calc'), { code: 'code.unreadable' });
    const zip = await zipOf({ 'app.py': 'x = 1\n'.repeat(1000) });
    await assert.rejects(openArchive(zip.subarray(0, zip.length - 30), 'calc'), { code: 'code.unreadable' });
  });

  it('refuses an archive that says it would unpack to more than Lambda takes', async () => {
    const zip = await zipOf({ 'app.py': 'x'.repeat(1000) });
    const directory = zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    zip.writeUInt32LE(262_144_001, directory + 24);
    await assert.rejects(openArchive(zip, 'calc'), { code: 'code.tooLarge' });
  });

  it('gives up unpacking a file that is larger than it is said to be', async () => {
    const zip = await zipOf({ 'app.py': 'x'.repeat(1_000_000) });
    const directory = zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    zip.writeUInt32LE(10, directory + 24);
    const archive = await openArchive(zip, 'calc');
    await assert.rejects(archive.read('app.py', options), { code: 'code.unreadable' });
  });

  it('can be cancelled while it unpacks', async () => {
    const archive = await openArchive(await zipOf({ 'app.py': 'x'.repeat(1_000_000) }), 'calc');
    const stop = new AbortController();
    const reading = archive.read('app.py', { signal: stop.signal });
    stop.abort();
    await assert.rejects(reading, { name: 'AbortError' });
    await assert.rejects(archive.read('app.py', { signal: stop.signal }), { name: 'AbortError' });
  });
});
