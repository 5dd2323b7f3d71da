import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  renameSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { isFailure } from '../../src/core/failures/failure.ts';
import { walkTree } from '../../src/local/archive/treeWalk.ts';
import { buildTree, leftOutOf, pathsOf, testArchiver, writeTree } from '../support/archiveTree.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporaryFolder.ts';

describe('an archive made of several places', () => {
  let folder: string;
  let archiver: ReturnType<typeof testArchiver>;
  const newFolder = () => mkdtempSync(join(folder, 'tree-'));
  const build = (root: string, request: Parameters<typeof buildTree>[2] = {}) =>
    buildTree(archiver, root, request);
  const built = { parts: [], replaces: [], localOnly: [], notes: [] };

  before(async () => {
    folder = await createTemporaryFolder();
    archiver = testArchiver(folder);
  });
  after(async () => {
    await archiver.dispose();
    await removeFolder(folder);
  });

  async function refused(code: string, sentence: RegExp, building: Promise<unknown>, file?: string) {
    await assert.rejects(building, (error) => {
      assert.ok(isFailure(error, code), String(error));
      assert.match(error.message, sentence);
      if (file !== undefined) assert.equal(error.location?.file, file);
      return true;
    });
  }

  function unpack(zip: string): string {
    const target = newFolder();
    const { status, stderr } = spawnSync('unzip', ['-q', zip, '-d', target], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    return target;
  }

  it('takes own files before included ones before built ones, in one order, and says what is hidden', async () => {
    const workspace = newFolder();
    const staging = newFolder();
    writeTree(workspace, {
      'fn/app.py': 'own',
      'fn/zz.py': 'own',
      'fn/shared/own.py': 'own',
      'fn/clash': 'a file where others have a folder',
      'fn/.env': 'SECRET=1',
      'shared/own.py': 'included',
      'shared/util.py': 'included',
      'shared/.env': 'SECRET=1',
      'shared/skip/a.py': 'x',
      'shared/.lambdaignore': 'skip/',
      'one/licence.txt': 'included',
      'package.zip': 'x',
    });
    writeTree(staging, {
      'app.py': 'built',
      'shared/util.py': 'built',
      'shared/more.py': 'built',
      'clash/a.py': 'built',
      'orjson/.cache/a.py': 'built',
      'orjson/skip/tests/a.py': 'built',
      'orjson/__pycache__/a.pyc': 'x',
    });
    const root = join(workspace, 'fn');
    const archive = await build(root, {
      workspaceFolder: workspace,
      exclude: ['tests/'],
      include: [
        { from: join(workspace, 'shared'), to: 'shared/' },
        { from: join(workspace, 'one/licence.txt'), to: 'docs/LICENCE' },
        { from: join(workspace, 'one/licence.txt'), to: 'texts/' },
      ],
      built: { ...built, parts: [{ from: staging, to: '', isStaged: true }] },
    });
    assert.deepEqual(pathsOf(archive), [
      'app.py',
      'clash',
      'docs/LICENCE',
      'orjson/.cache/a.py',
      'shared/more.py',
      'shared/own.py',
      'shared/util.py',
      'texts/licence.txt',
      'zz.py',
    ]);
    assert.deepEqual(leftOutOf(archive), [
      '.env  .env* (default)',
      'app.py  another file has this path',
      'clash/a.py  another file has this path',
      'orjson/__pycache__/  __pycache__/ (default)',
      'orjson/skip/tests/  tests/ (package.exclude)',
      'shared/.env  .env* (default)',
      'shared/.lambdaignore  .lambdaignore (default)',
      'shared/own.py  another file has this path',
      'shared/skip/  skip/ (shared/.lambdaignore)',
      'shared/util.py  another file has this path',
    ]);
    const unpacked = unpack(archive.file);
    const text = (path: string) => readFileSync(join(unpacked, path), 'utf8');
    assert.equal(text('app.py'), 'own');
    assert.equal(text('shared/own.py'), 'own');
    assert.equal(text('shared/util.py'), 'included');
    assert.equal(text('shared/more.py'), 'built');
  });

  it('has what was built in place of what it replaces, live packages as they are, and nothing for local runs only', async () => {
    const workspace = newFolder();
    const staging = newFolder();
    writeTree(workspace, {
      'fn/app.ts': 'source',
      'fn/data.ts': 'source',
      'fn/own.js.map': 'own',
      'fn/node_modules/left-pad/index.js': 'of the host',
      'fn/.lambdaignore': '*\n!node_modules/\n!own.js.map',
      'packages/shared/index.js': 'live',
      'packages/shared/.env': 'SECRET=1',
      'packages/shared/node_modules/nested/index.js': 'of the host',
    });
    writeTree(staging, {
      'node_modules/left-pad/index.js': 'built',
      'node_modules/nested/index.js': 'built',
      'out/app.js': 'built',
      'out/app.js.map': 'map',
    });
    const root = join(workspace, 'fn');
    const request = {
      workspaceFolder: workspace,
      built: {
        parts: [
          { from: join(staging, 'out'), to: '', isStaged: true },
          { from: join(staging, 'node_modules/left-pad'), to: 'node_modules/left-pad', isStaged: true },
          { from: join(workspace, 'packages/shared'), to: 'node_modules/@acme/shared', isStaged: false },
          {
            from: join(staging, 'node_modules/nested'),
            to: 'node_modules/@acme/shared/node_modules/nested',
            isStaged: true,
          },
        ],
        replaces: ['/node_modules/', '*.ts'],
        localOnly: ['app.js.map', 'own.js.map'],
        notes: [],
      },
    };
    const archive = await build(root, request);
    assert.deepEqual(pathsOf(archive), [
      'app.js',
      'node_modules/@acme/shared/index.js',
      'node_modules/@acme/shared/node_modules/nested/index.js',
      'node_modules/left-pad/index.js',
      'own.js.map',
    ]);
    assert.deepEqual(leftOutOf(archive), [
      '.lambdaignore  * (.lambdaignore)',
      'app.js.map  for local runs only',
      'app.ts  *.ts (taken from the build)',
      'data.ts  *.ts (taken from the build)',
      'node_modules/  /node_modules/ (taken from the build)',
      'node_modules/@acme/shared/.env  .env* (default)',
      'node_modules/@acme/shared/node_modules/  /node_modules/ (taken from the build)',
    ]);
    const unpacked = unpack(archive.file);
    const nested = join(unpacked, 'node_modules/@acme/shared/node_modules/nested/index.js');
    assert.equal(readFileSync(nested, 'utf8'), 'built');
    const local = walkTree(
      { root, exclude: [], known: [], ...request, built: { ...request.built, localOnly: [] } },
      () => undefined,
    );
    assert.ok(local.files.some(({ path }) => path === 'app.js.map'));
    assert.ok(local.folders.includes(join(workspace, 'packages/shared')));
  });

  it('takes the output of a build in the workspace with all that it holds but what nobody is to have', async () => {
    const root = newFolder();
    writeTree(root, {
      'app.ts': 'source',
      'dist/app.js': 'built',
      'dist/.env': 'SECRET=1',
      'dist/node_modules/a/index.js': 'put there by the build',
    });
    const parts = [{ from: join(root, 'dist'), to: '', isStaged: false }];
    const archive = await build(root, { built: { ...built, parts, replaces: ['/*'] } });
    assert.deepEqual(pathsOf(archive), ['app.js', 'node_modules/a/index.js']);
  });

  it('tells what was staged from own work by who made it, wherever either lies', async () => {
    const home = newFolder();
    const elsewhere = newFolder();
    const files = { 'lib/.cache/a.py': 'x', 'lib/b.py': 'x', '.env': 'SECRET=1' };
    writeTree(home, { 'fn/app.py': 'x' });
    writeTree(join(home, '.config/storage'), files);
    writeTree(elsewhere, files);
    const pathsFrom = async (from: string, isStaged: boolean) => {
      const parts = [{ from, to: '', isStaged }];
      const request = { workspaceFolder: home, built: { ...built, parts } };
      return pathsOf(await build(join(home, 'fn'), request));
    };
    const whole = ['.env', 'app.py', 'lib/.cache/a.py', 'lib/b.py'];
    assert.deepEqual(await pathsFrom(join(home, '.config/storage'), true), whole);
    assert.deepEqual(await pathsFrom(elsewhere, false), ['app.py', 'lib/b.py']);
  });

  it('takes up where the last build left, also when what was built lies elsewhere now', async () => {
    const root = newFolder();
    const staging = newFolder();
    writeTree(root, { 'app.py': 'x'.repeat(100) });
    writeTree(join(staging, 'a'), { 'lib/a.py': 'a', 'lib/b.py': 'b' });
    const settled = Date.now();
    while (Date.now() < settled + 30);
    const from = (name: string) => ({
      built: { ...built, parts: [{ from: join(staging, name), to: '', isStaged: true }] },
    });
    const first = await build(root, from('a'));
    assert.deepEqual([first.reused, (await build(root, from('a'))).reused], [0, 3]);
    renameSync(join(staging, 'a'), join(staging, 'b'));
    const moved = await build(root, from('b'));
    assert.equal(moved.reused, 3);
    assert.equal(moved.file, first.file);
    assert.equal(moved.sha256, first.sha256);
  });

  it('names what is included and is not there or leads out of the workspace, and what was built and is gone', async () => {
    const workspace = newFolder();
    writeTree(workspace, { 'fn/app.py': 'x', 'shared/a.py': 'x' });
    const outside = newFolder();
    const root = join(workspace, 'fn');
    const include = (from: string) =>
      build(root, { workspaceFolder: workspace, include: [{ from, to: 'lib' }] });
    const gone = join(workspace, 'gone');
    await refused(
      'archive.includeMissing',
      /\/gone does not exist, and package\.include takes it/,
      include(gone),
    );
    await refused('archive.includeOutside', /takes into the archive as lib, leads to/, include(outside));
    symlinkSync(outside, join(workspace, 'link'));
    await refused('archive.includeOutside', /outside of the workspace/, include(join(workspace, 'link')));
    symlinkSync(outside, join(workspace, 'shared/inner'));
    const inner = join(workspace, 'shared/inner');
    await refused(
      'archive.outsideLink',
      /The link lib\/inner points/,
      include(join(workspace, 'shared')),
      inner,
    );
    const parts = [{ from: join(outside, 'x'), to: 'node_modules', isStaged: true }];
    await refused(
      'archive.builtMissing',
      /node_modules is not there any more/,
      build(root, { built: { ...built, parts } }),
    );
  });

  describe('that keeps links', () => {
    const keep = { symlinks: 'keep' } as const;

    it('stores relative ones as links, which unpack as such', async () => {
      const root = newFolder();
      writeTree(root, { 'app.py': 'x', 'lib/real/a.py': 'a', 'big.bin': 'x'.repeat(200_000), '.env': 'S=1' });
      symlinkSync('real', join(root, 'lib/alias'));
      symlinkSync('../app.py', join(root, 'lib/über.py'));
      symlinkSync('alias/a.py', join(root, 'lib/through.py'));
      symlinkSync('.', join(root, 'lib/self'));
      symlinkSync('.env', join(root, 'secret'));
      const archive = await build(root, keep);
      assert.deepEqual(
        archive.files.filter(({ mode }) => mode === 0o120777).map(({ path }) => path),
        ['lib/alias', 'lib/self', 'lib/through.py', 'lib/über.py'],
      );
      assert.deepEqual(leftOutOf(archive), ['.env  .env* (default)', 'secret  what it leads to is left out']);
      const unpacked = unpack(archive.file);
      assert.equal(readlinkSync(join(unpacked, 'lib/alias')), 'real');
      assert.ok(lstatSync(join(unpacked, 'lib/über.py')).isSymbolicLink());
      assert.equal(readFileSync(join(unpacked, 'lib/through.py'), 'utf8'), 'a');
      const followed = await build(root, { exclude: ['secret', 'self'] });
      assert.ok(pathsOf(followed).includes('lib/alias/a.py'));
      assert.ok(followed.files.every(({ mode }) => mode === 0o644));
    });

    it('refuses by name those that lead out or nowhere', async () => {
      const workspace = newFolder();
      writeTree(workspace, { 'fn/app.py': 'x', 'shared/a.py': 'x' });
      mkdirSync(join(workspace, 'fn/lib'));
      const root = join(workspace, 'fn');
      const cases = [
        [
          '../../shared',
          'archive.leadingOut',
          /lib\/link points to \.\.\/\.\.\/shared\. With package\.symlinks/,
        ],
        [join(root, 'app.py'), 'archive.leadingOut', /has to be relative/],
        ['../gone.py', 'archive.danglingLink', /lib\/link points to \.\.\/gone\.py, which does not exist/],
      ] as const;
      for (const [target, code, sentence] of cases) {
        const link = join(root, 'lib/link');
        symlinkSync(target, link);
        await refused(code, sentence, build(root, { workspaceFolder: workspace, ...keep }), link);
        const without = await build(root, { workspaceFolder: workspace, ...keep, exclude: ['link'] });
        assert.deepEqual(pathsOf(without), ['app.py']);
        await removeFolder(link);
      }
    });
  });
});
