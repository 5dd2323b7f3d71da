import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, readlink, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import JSZip from 'jszip';
import { describe, it } from 'mocha';
import { importLayout, isUsablePath } from '../../src/core/import/unpackedFiles.ts';
import { folderMaker } from '../../src/local/code/folderMaker.ts';
import { openArchive } from '../../src/local/code/openArchive.ts';
import { archiveOf } from '../support/codeArchives.ts';
import { withTemporaryFolder } from '../support/temporaryFolder.ts';

const options = { signal: new AbortController().signal };

type Entry = readonly [name: string, content: string, mode?: number];
const link = 0o120777;

/** Unpacks a zip with these entries into a new folder and finishes it. */
async function make(folder: string, entries: readonly Entry[]): Promise<void> {
  const zip = new JSZip();
  for (const [name, content, unixPermissions = 0o100644] of entries) {
    zip.file(name, content, { unixPermissions, createFolders: false });
  }
  const bytes = await zip.generateAsync({ type: 'uint8array', platform: 'UNIX' });
  const archive = await openArchive(bytes, 'calc');
  const staged = await folderMaker.begin(folder);
  try {
    await staged.unpack({ archive, files: archive.files, below: '.', functionName: 'calc' }, options);
    await staged.finish();
  } finally {
    await staged.discard();
  }
}

const everythingIn = async (folder: string) => (await readdir(folder, { recursive: true })).sort();

describe('making a folder of deployed code', () => {
  it('writes files with their permissions, and lets the person read and change every one', () =>
    withTemporaryFolder(async (root) => {
      const folder = join(root, 'deep/down/calc');
      await make(folder, [
        ['app.py', 'a = 1\n'],
        ['bin/run', '#!/bin/sh', 0o100755],
        ['lib/locked.py', '', 0o100444],
      ]);
      assert.equal(await readFile(join(folder, 'app.py'), 'utf8'), 'a = 1\n');
      const mode = async (path: string) => (await stat(join(folder, path))).mode & 0o777;
      assert.deepEqual(
        [await mode('app.py'), await mode('bin/run'), await mode('lib/locked.py')],
        [0o644, 0o755, 0o644],
      );
      assert.deepEqual(await readdir(dirname(folder)), ['calc']);
    }));

  it('makes links that stay inside, whatever the order', () =>
    withTemporaryFolder(async (root) => {
      const folder = join(root, 'calc');
      await make(folder, [
        ['bin/tool', '../lib/tool.js', link],
        ['latest', 'lib', link],
        ['lib/tool.js', 'x'],
      ]);
      assert.equal(await readlink(join(folder, 'bin/tool')), '../lib/tool.js');
      assert.equal(await readFile(join(folder, 'latest/tool.js'), 'utf8'), 'x');
    }));

  const refused: readonly (readonly [string, readonly Entry[], string])[] = [
    ['a link out of the folder', [['x', '../outside', link]], 'import.unsafeLink'],
    ['an absolute link', [['x', '/etc/passwd', link]], 'import.unsafeLink'],
    ['a link to nothing', [['x', 'y', link]], 'import.unsafeLink'],
    ['a link of a length that no path has', [['x', 'y'.repeat(5000), link]], 'import.unsafeLink'],
    [
      'a link that leads out by way of another',
      [
        ['a/b/c/one', '../../../top', link],
        ['top/file', ''],
        ['two', 'a/b/c/one/../..', link],
      ],
      'import.unsafeLink',
    ],
    [
      'a file through a link',
      [
        ['x', '../outside', link],
        ['x/evil', 'written'],
      ],
      'import.nameTaken',
    ],
    [
      'a link through a link',
      [
        ['x', '../outside', link],
        ['x/evil', 'target', link],
      ],
      'import.nameTaken',
    ],
    [
      'a file that is a folder too',
      [
        ['x', 'file'],
        ['x/y', 'file'],
      ],
      'import.nameTaken',
    ],
  ];
  for (const [title, entries, code] of refused) {
    it(`refuses ${title}, and leaves nothing`, () =>
      withTemporaryFolder(async (root) => {
        await mkdir(join(root, 'outside'));
        await assert.rejects(make(join(root, 'deep/calc'), entries), { code });
        assert.deepEqual(await everythingIn(root), ['outside']);
      }));
  }

  it('writes over nothing: not over a folder that is not empty, a file, or what has come meanwhile', () =>
    withTemporaryFolder(async (root) => {
      const folder = join(root, 'calc');
      await mkdir(folder);
      assert.equal(await folderMaker.isFree(folder), true);
      const staged = await folderMaker.begin(folder);
      await staged.write('lambda.json', '{}');
      await assert.rejects(staged.write('lambda.json', 'again'), { code: 'import.notWritten' });
      await writeFile(join(folder, 'mine.py'), 'mine');
      await assert.rejects(staged.finish(), { code: 'import.folderTaken' });
      await staged.discard();
      assert.deepEqual(await everythingIn(root), ['calc', 'calc/mine.py']);
      assert.equal(await folderMaker.isFree(folder), false);
      await assert.rejects(folderMaker.begin(folder), { code: 'import.folderTaken' });
      await assert.rejects(folderMaker.begin(join(folder, 'mine.py')), { code: 'import.folderTaken' });
    }));

  it('takes the place of an empty folder', () =>
    withTemporaryFolder(async (root) => {
      await mkdir(join(root, 'calc'));
      await make(join(root, 'calc'), [['app.py', '']]);
      assert.deepEqual(await everythingIn(root), ['calc', 'calc/app.py']);
    }));

  it('stops when it is aborted, with an AbortError', () =>
    withTemporaryFolder(async (root) => {
      const { bytes } = await archiveOf({ 'a.py': '', 'b.py': '' });
      const archive = await openArchive(bytes, 'calc');
      const staged = await folderMaker.begin(join(root, 'calc'));
      const controller = new AbortController();
      const request = { archive, files: archive.files, below: '.', functionName: 'calc' };
      const onProgress = () => controller.abort();
      const unpacking = staged.unpack(request, { signal: controller.signal, onProgress });
      await assert.rejects(unpacking, { name: 'AbortError' });
      await staged.discard();
      assert.deepEqual(await everythingIn(root), []);
    }));
});

describe('where imported files lie', () => {
  const file = (path: string) => ({ path, size: 1, crc32: 0, mode: 0o644, link: false });
  const layout = (paths: readonly string[], ours: readonly string[] = ['lambda.json']) => {
    const { root, files } = importLayout(paths.map(file), ours);
    return [root, ...files.map(({ path }) => path)];
  };

  it('is beside the manifest, or below it where names would meet', () => {
    assert.deepEqual(layout(['app.py']), ['.', 'app.py']);
    assert.deepEqual(layout(['app.py', 'lib/lambda.json']), ['.', 'app.py', 'lib/lambda.json']);
    assert.deepEqual(layout(['app.py', 'Lambda.JSON']), ['code', 'app.py', 'Lambda.JSON']);
    assert.deepEqual(layout(['lambda.json/x']), ['code', 'lambda.json/x']);
  });

  it('is nowhere for the state of a version control: its settings name programs to run', () => {
    assert.deepEqual(
      layout(['.git/config', 'a/.GIT/config', 'b/.git. /x', 'GIT~1/x', '.hg/x', '.gitignore']),
      ['.', '.gitignore'],
    );
  });

  it('is nowhere on Windows for names that it has not', () => {
    for (const path of ['a:b', 'a/con.txt', 'x.', 'a /b', 'what?', 'a\u0001', 'LPT1']) {
      assert.equal(isUsablePath(path, 'win32'), false, path);
      assert.equal(isUsablePath(path, 'linux'), true, path);
    }
    assert.equal(isUsablePath('lib/console.py', 'win32'), true);
  });
});
