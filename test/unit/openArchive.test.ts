import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import JSZip from 'jszip';
import { describe, it } from 'mocha';
import { isFailure } from '../../src/core/failures/failure.ts';
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

  it('reads what others write: with 64-bit sizes, from a pipe, behind a script, with a comment', async () => {
    const script = `
import io, sys, zipfile
class Pipe(io.BytesIO):
    def seekable(self): return False
    def seek(self, *_): raise io.UnsupportedOperation()
out = Pipe() if sys.argv[1] == "pipe" else io.BytesIO()
if sys.argv[1] == "script": out.write(b"#!/usr/bin/env python3\\n")
with zipfile.ZipFile(out, "a" if sys.argv[1] == "script" else "w", zipfile.ZIP_DEFLATED) as zip:
    with zip.open("a/ä.txt", "w", force_zip64=True) as file: file.write(b"text " * 1000)
    zip.writestr("empty", b"")
    if sys.argv[1] == "comment": zip.comment = b"PK" * 300
sys.stdout.buffer.write(out.getvalue())`;
    for (const kind of ['plain', 'pipe', 'script', 'comment']) {
      const bytes = execFileSync('python3', ['-c', script, kind]);
      const archive = await openArchive(bytes, 'calc');
      assert.deepEqual(
        archive.files.map(({ path, size }) => `${path} ${size}`),
        ['a/ä.txt 5000', 'empty 0'],
        kind,
      );
      assert.equal(
        Buffer.from((await archive.read('a/ä.txt', options)) ?? []).toString(),
        'text '.repeat(1000),
      );
    }
  });

  it('reads sizes that are in a field for 64 bits', async () => {
    const zip = await zipOf({ 'app.py': 'x = 1\n'.repeat(9) });
    const at = zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    const field = Buffer.alloc(28);
    field.writeUInt16LE(1, 0);
    field.writeUInt16LE(24, 2);
    for (const [place, from] of [24, 20, 42].entries()) {
      field.writeBigUInt64LE(BigInt(zip.readUInt32LE(at + from)), 4 + place * 8);
      zip.writeUInt32LE(0xffffffff, at + from);
    }
    zip.writeUInt16LE(field.length, at + 30);
    const end = zip.indexOf(Buffer.from([0x50, 0x4b, 5, 6]));
    zip.writeUInt32LE(zip.readUInt32LE(end + 12) + field.length, end + 12);
    const nameEnd = at + 46 + zip.readUInt16LE(at + 28);
    const wide = Buffer.concat([zip.subarray(0, nameEnd), field, zip.subarray(nameEnd)]);
    const archive = await openArchive(wide, 'calc');
    assert.equal((await archive.read('app.py', options))?.length, 54);
  });

  it('ends with a failure of ours, whatever is wrong with an archive', async () => {
    const zip = await zipOf({ 'app.py': 'x = 1\n'.repeat(50), 'lib/a.py': 'a' });
    const damage = fc.array(fc.tuple(fc.nat(zip.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(damage, fc.nat(zip.length), async (changes, length) => {
        const bytes = Buffer.from(zip).subarray(0, length < 20 ? length : zip.length);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        try {
          const archive = await openArchive(bytes, 'calc');
          for (const { path } of archive.files) await archive.read(path, options);
        } catch (error) {
          assert.ok(isFailure(error, 'code.unreadable', 'code.unsafeName', 'code.tooLarge'), String(error));
        }
      }),
      { numRuns: 2000 },
    );
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
