import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { isFailure } from '../../src/core/failures/failure.ts';
import { buildTree, leftOutOf, pathsOf, testArchiver, writeTree } from '../support/archiveTree.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporaryFolder.ts';

describe('what goes into an archive', () => {
  let folder: string;
  let archiver: ReturnType<typeof testArchiver>;
  const newRoot = () => mkdtempSync(join(folder, 'root-'));
  const build = (root: string, request: Parameters<typeof buildTree>[2] = {}) =>
    buildTree(archiver, root, request);

  before(async () => {
    folder = await createTemporaryFolder();
    archiver = testArchiver(folder);
  });
  after(async () => {
    await archiver.dispose();
    await removeFolder(folder);
  });

  it('is everything of the root but what only the workspace needs, and that is listed', async () => {
    const root = newRoot();
    writeTree(root, {
      'app.py': 'x',
      'app.pyc': 'compiled',
      'alone.pyc': 'a module without its source',
      'empty/': '',
      'lib/tests/test_a.py': 'x',
      'lib/.git/config': 'x',
      'lib/.env.local': 'SECRET=1',
      'lib/say-hi.lambda.json': '{}',
      'lib/inner.zip': 'data',
      '.git/HEAD': 'x',
      '.vscode/settings.json': '{}',
      '.mypy_cache/x': 'x',
      '.env': 'SECRET=1',
      '.gitignore': 'app.py',
      'lambda.json': '{}',
      'package.zip': 'an earlier one',
      '.DS_Store': 'x',
      '__pycache__/app.cpython-313.pyc': 'x',
      'tools/env/pyvenv.cfg': 'home = /usr/bin',
      'tools/env/lib/site-packages/pip/a.py': 'x',
      'venv/handler.py': 'not a virtual environment',
    });
    const archive = await build(root);
    assert.deepEqual(pathsOf(archive), [
      'alone.pyc',
      'app.py',
      'lib/inner.zip',
      'lib/tests/test_a.py',
      'venv/handler.py',
    ]);
    assert.deepEqual(leftOutOf(archive), [
      '.DS_Store  .DS_Store (default)',
      '.env  .env* (default)',
      '.git/  .git/ (default)',
      '.gitignore  .gitignore (default)',
      '.mypy_cache/  .mypy_cache/ (default)',
      '.vscode/  .vscode/ (default)',
      '__pycache__/  __pycache__/ (default)',
      'app.pyc  *.pyc (default)',
      'lambda.json  lambda.json (default)',
      'lib/.env.local  .env* (default)',
      'lib/.git/  .git/ (default)',
      'lib/say-hi.lambda.json  *.lambda.json (default)',
      'package.zip  /*.zip (default)',
      'tools/env/  virtual environment (default)',
    ]);
  });

  it('leaves dependency folders as their package managers made them', async () => {
    const root = newRoot();
    const odd = {
      'tests/a.py': 'x',
      '.env': 'x',
      '.git/x': 'x',
      'lambda.json': '{}',
      '.lambdaignore': '*',
      '.cache/x': 'x',
      '.DS_Store': 'x',
    };
    const inside = (prefix: string) =>
      Object.fromEntries(Object.entries(odd).map(([path, content]) => [prefix + path, content]));
    writeTree(root, {
      ...inside('node_modules/a/'),
      ...inside('python/'),
      'python/six-1.17.0.dist-info/RECORD': 'six.py,,\n',
      ...inside('installed/'),
      ...inside('own/'),
      'own/code.py': 'x',
      'yaml-6.dist-info/RECORD': 'installed/__init__.py,,\nyaml-6.dist-info/RECORD,,\n',
    });
    const archive = await build(root);
    const expected = (prefix: string) => Object.keys(odd).map((path) => prefix + path);
    assert.deepEqual(
      pathsOf(archive),
      [
        ...expected('node_modules/a/'),
        ...expected('python/'),
        'python/six-1.17.0.dist-info/RECORD',
        // pip put it beside the handler, and its record in the root says so; `own` is not in the record.
        ...expected('installed/'),
        'yaml-6.dist-info/RECORD',
      ].sort(),
    );
    assert.ok(leftOutOf(archive).includes('own/code.py  * (own/.lambdaignore)'));
  });

  it('obeys package.exclude and .lambdaignore, also inside dependencies, and says which line it was', async () => {
    const root = newRoot();
    writeTree(root, {
      'a.md': 'x',
      'keep.md': 'x',
      'docs/a.txt': 'x',
      'node_modules/p/README.md': 'x',
      'node_modules/p/index.js': 'x',
      '.lambdaignore': '# documentation\n*.md\n!keep.md\n',
      'lib/.lambdaignore': '/generated\n',
      'lib/generated/x': 'x',
      'lib/a/generated': 'x',
    });
    const archive = await build(root, { exclude: ['docs/'] });
    assert.deepEqual(pathsOf(archive), ['keep.md', 'lib/a/generated', 'node_modules/p/index.js']);
    assert.deepEqual(leftOutOf(archive), [
      '.lambdaignore  .lambdaignore (default)',
      'a.md  *.md (.lambdaignore)',
      'docs/  docs/ (package.exclude)',
      'lib/.lambdaignore  .lambdaignore (default)',
      'lib/generated/  /generated (lib/.lambdaignore)',
      'node_modules/p/README.md  *.md (.lambdaignore)',
    ]);
  });

  it('takes back what is left out by default when a rule says so', async () => {
    const root = newRoot();
    writeTree(root, {
      '.env': 'x',
      'events/a.json': '{}',
      '.vscode/a': 'x',
      'own.zip': 'x',
      'venv/pyvenv.cfg': 'x',
      '.idea/x': 'x',
    });
    const archive = await build(root, {
      known: [join(root, 'events/a.json')],
      exclude: ['!.env', '!a.json', '!.vscode/', '!/own.zip', '!venv/', '!.idea/x'],
    });
    assert.deepEqual(pathsOf(archive), ['.env', '.vscode/a', 'events/a.json', 'own.zip', 'venv/pyvenv.cfg']);
    assert.deepEqual(leftOutOf(archive), ['.idea/  .idea/ (default)'], 'nothing below a folder that is out');
  });

  it('leaves out the files that manifests know, and its own output', async () => {
    const root = newRoot();
    writeTree(root, { 'app.py': 'x', 'role-policy.json': '{}', 'out/function.zip': 'old', 'out/data': 'x' });
    const archive = await build(root, {
      known: [join(root, 'role-policy.json')],
      output: join(root, 'out/function.zip'),
    });
    assert.deepEqual(pathsOf(archive), ['app.py', 'out/data']);
    assert.deepEqual(leftOutOf(archive), [
      'out/function.zip  the archive itself',
      'role-policy.json  used by the manifest (default)',
    ]);
  });

  it('stores links as what they point to while that is in the workspace', async () => {
    const workspace = newRoot();
    writeTree(workspace, {
      'fn/app.py': 'x',
      'shared/util.py': 'u',
      'shared/deep/d.py': 'd',
      'one.txt': 'one',
    });
    const root = join(workspace, 'fn');
    symlinkSync('../shared', join(root, 'shared'));
    symlinkSync(join(workspace, 'one.txt'), join(root, 'link.txt'));
    symlinkSync('../shared/deep', join(root, 'again'));
    const archive = await build(root, { workspaceFolder: workspace });
    assert.deepEqual(pathsOf(archive), [
      'again/d.py',
      'app.py',
      'link.txt',
      'shared/deep/d.py',
      'shared/util.py',
    ]);
    assert.deepEqual(
      pathsOf(await build(root, { workspaceFolder: workspace, exclude: ['again/'] })).length,
      4,
    );
  });

  const refused = async (
    root: string,
    request: Parameters<typeof build>[1],
    code: string,
    sentence: RegExp,
  ) => {
    const error: unknown = await build(root, request).then(
      () => assert.fail('it was packaged'),
      (reason: unknown) => reason,
    );
    assert.ok(isFailure(error, code), String(error));
    assert.match(error.message, sentence);
  };

  it('refuses links that lead out, nowhere or in a circle, by name, unless they are left out', async () => {
    const workspace = newRoot();
    const root = join(workspace, 'fn');
    writeTree(workspace, { 'fn/app.py': 'x', 'fn/lib/a.py': 'a' });
    writeTree(folder, { 'secret/key': 'k' });
    const cases: [string, string, string, RegExp][] = [
      ['lib/out', join(folder, 'secret'), 'archive.outsideLink', /lib\/out points to .*secret, outside/],
      ['out.txt', join(folder, 'secret/key'), 'archive.outsideLink', /out\.txt points to .*key, outside/],
      ['gone', './nothing', 'archive.danglingLink', /gone points to \.\/nothing, which does not exist/],
      ['self', './self', 'archive.linkCycle', /self leads to \.\/self/],
      ['lib/up', '..', 'archive.linkCycle', /lib\/up leads to .*fn, a folder that contains it/],
      ['lib/top', '../..', 'archive.linkCycle', /lib\/top leads to .*fn, a folder/],
    ];
    for (const [path, target, code, sentence] of cases) {
      const link = join(root, path);
      symlinkSync(target, link);
      await refused(root, { workspaceFolder: workspace }, code, sentence);
      const archive = await build(root, { workspaceFolder: workspace, exclude: [path] });
      assert.deepEqual(pathsOf(archive), ['app.py', 'lib/a.py'], path);
      await removeFolder(link);
    }
  });

  it('takes a root that is a link into the workspace, and refuses one that leads out of it', async () => {
    const workspace = newRoot();
    writeTree(workspace, { 'fn/app.py': 'x', 'shared/util.py': 'u' });
    symlinkSync('../shared', join(workspace, 'fn/inside'));
    symlinkSync(newRoot(), join(workspace, 'fn/outside'));
    const at = (name: string) => join(workspace, 'fn', name);
    const archive = await build(at('inside'), { workspaceFolder: workspace });
    assert.deepEqual(pathsOf(archive), ['util.py']);
    const request = { workspaceFolder: workspace };
    await refused(at('outside'), request, 'archive.rootOutside', /fn\/outside, leads to .*outside of the/);
  });

  it('leaves out what has no content, and says so', async () => {
    const root = newRoot();
    writeTree(root, { 'app.py': 'x' });
    assert.equal(spawnSync('mkfifo', [join(root, 'pipe')]).status, 0);
    const archive = await build(root);
    assert.deepEqual(leftOutOf(archive), ['pipe  not a regular file']);
  });

  it('refuses a root that is missing and one with nothing left in it', async () => {
    const root = newRoot();
    await refused(join(root, 'no'), {}, 'archive.rootMissing', /\/no, does not exist.*package\.root/);
    writeTree(root, { 'a.md': 'x' });
    await refused(root, { exclude: ['*'] }, 'archive.empty', /nothing to package in .*package\.exclude/);
  });

  it('refuses a name that is not UTF-8 by name', async function () {
    const root = newRoot();
    writeTree(root, { 'app.py': 'x' });
    if (process.platform !== 'linux') return this.skip(); // other systems refuse such a name themselves
    mkdirSync(Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9])]));
    await refused(root, {}, 'archive.badName', /caf\ufffd is not valid UTF-8/);
  });
});
