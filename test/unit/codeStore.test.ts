import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import JSZip from 'jszip';
import { describe, it } from 'mocha';
import { createCodeStore } from '../../src/local/code/codeStore.ts';
import { temporaryFolder } from '../support/testEnvironment.ts';

const options = { signal: new AbortController().signal };

async function code(text: string): Promise<{ bytes: Buffer; sha: string; file: string }> {
  const bytes = await new JSZip()
    .file('app.py', text, { date: new Date(0) })
    .generateAsync({ type: 'nodebuffer' });
  const hash = createHash('sha256').update(bytes);
  const sha = hash.copy().digest('base64');
  return { bytes, sha, file: `${hash.digest('hex')}.zip` };
}

describe('the store of deployed code', () => {
  it('gives back what it keeps, in this window and in the next, to nobody else', async () => {
    await using folder = await temporaryFolder('code');
    const kept = path.join(folder.path, 'code');
    const { bytes, sha, file } = await code('x = 1');
    const store = createCodeStore({ folder: kept });
    assert.equal(await store.get(sha), undefined);
    const archive = await store.keep(sha, bytes, 'calc');
    assert.equal(await store.get(sha), archive);
    const again = await createCodeStore({ folder: kept }).get(sha);
    assert.equal(Buffer.from((await again?.read('app.py', options)) ?? []).toString(), 'x = 1');
    assert.deepEqual(await readdir(kept), [file]);
    assert.equal((await stat(path.join(kept, file))).mode & 0o777, 0o600);
    assert.equal((await stat(kept)).mode & 0o777, 0o700);
  });

  it('does not trust what is on disk: other bytes are forgotten', async () => {
    await using folder = await temporaryFolder('code');
    const { bytes, sha, file } = await code('x = 1');
    await createCodeStore({ folder: folder.path }).keep(sha, bytes, 'calc');
    await writeFile(path.join(folder.path, file), (await code('evil = 1')).bytes);
    assert.equal(await createCodeStore({ folder: folder.path }).get(sha), undefined);
    assert.deepEqual(await readdir(folder.path), []);
  });

  it('removes what was not used for longest when there is no room, never what just came', async () => {
    await using folder = await temporaryFolder('code');
    const made = await Promise.all(['a', 'b', 'c'].map((text) => code(text)));
    const [a, b, c] = made;
    assert.ok(a && b && c);
    const limit = a.bytes.length * 2;
    const store = createCodeStore({ folder: folder.path, limit });
    await store.keep(a.sha, a.bytes, 'a');
    await store.keep(b.sha, b.bytes, 'b');
    await utimes(path.join(folder.path, a.file), 1, 1);
    await utimes(path.join(folder.path, b.file), 2, 2);
    // Used in another window: it is the youngest now.
    await createCodeStore({ folder: folder.path }).get(a.sha);
    await store.keep(c.sha, c.bytes, 'c');
    assert.deepEqual((await readdir(folder.path)).sort(), [a.file, c.file].sort());
    await createCodeStore({ folder: folder.path, limit: 1 }).keep(b.sha, b.bytes, 'b');
    assert.deepEqual(await readdir(folder.path), [b.file]);
  });

  it('opens what it cannot keep, and refuses to keep what is unsafe', async () => {
    await using folder = await temporaryFolder('code');
    const { bytes, sha } = await code('x = 1');
    const occupied = path.join(folder.path, 'a file');
    await writeFile(occupied, '');
    const archive = await createCodeStore({ folder: occupied }).keep(sha, bytes, 'calc');
    assert.equal(archive.files.length, 1);
    const store = createCodeStore({ folder: path.join(folder.path, 'code') });
    const unsafe = Buffer.from(bytes.toString('latin1').replaceAll('app.py', '/pp.py'), 'latin1');
    await assert.rejects(store.keep(sha, unsafe, 'calc'), { code: 'code.unsafeName' });
    assert.deepEqual(await readdir(folder.path), ['a file']);
  });

  it('copies what was uploaded, and notices when it was replaced meanwhile', async () => {
    await using folder = await temporaryFolder('code');
    const built = path.join(folder.path, 'built.zip');
    const { bytes, sha, file } = await code('x = 1');
    await writeFile(built, bytes, { mode: 0o644 });
    const kept = path.join(folder.path, 'code');
    const store = createCodeStore({ folder: kept });
    await store.adopt(sha, built);
    assert.equal((await stat(path.join(kept, file))).mode & 0o777, 0o600);
    assert.equal((await store.get(sha))?.files.length, 1);
    const other = await code('x = 2');
    await store.adopt(other.sha, built);
    assert.equal(await store.get(other.sha), undefined);
    await store.adopt(other.sha, `${built}.gone`);
    assert.deepEqual(await readdir(kept), [file]);
  });

  it('opens archives that lie elsewhere, and says which it cannot', async () => {
    await using folder = await temporaryFolder('code');
    const file = path.join(folder.path, 'built.zip');
    await writeFile(file, (await code('x = 1')).bytes);
    const store = createCodeStore({ folder: path.join(folder.path, 'code') });
    assert.deepEqual(
      (await store.open(file)).files.map((one) => one.path),
      ['app.py'],
    );
    await assert.rejects(store.open(`${file}.gone`), /built\.zip\.gone cannot be read/);
  });
});
