import assert from 'node:assert/strict';
import { link, mkdir, realpath, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { CodeTree } from '../../src/core/archive/codeTree.ts';
import { isFailure } from '../../src/core/failures/failure.ts';
import { createCodeScanner } from '../../src/local/code/codeScanner.ts';
import type { CodeScanner, CodeState } from '../../src/workflows/portsForContainers.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporaryFolder.ts';

const workerFile = path.resolve(import.meta.dirname, '../../src/local/code/codeScanWorker.ts');

describe('the look at a code folder', () => {
  let workspace: string;
  let root: string;
  let storage: string;
  let scanner: CodeScanner;
  beforeEach(async () => {
    workspace = await createTemporaryFolder();
    root = path.join(workspace, 'calc');
    await mkdir(path.join(root, 'lib'), { recursive: true });
    await writeFile(path.join(root, 'app.py'), 'one');
    await writeFile(path.join(root, 'lib', 'dependency.py'), 'two');
    storage = await createTemporaryFolder();
    scanner = createCodeScanner({ workerFile, copyFolder: storage });
  });
  afterEach(async () => {
    await scanner.dispose();
    await Promise.all([workspace, storage].map(removeFolder));
  });

  const treeOf = (): CodeTree => ({ root, workspaceFolder: workspace, exclude: [], known: [] });
  const scan = (layers: readonly string[] = [], allowed: readonly string[] = []): Promise<CodeState> =>
    scanner.scan(
      { name: 'calc', tree: treeOf(), layers, mounts: [] },
      { signal: new AbortController().signal, allowed },
    );
  const inRoot = (...parts: string[]) => path.join(root, ...parts);

  it('finds nothing changed when nothing has', async () => {
    const { revision } = await scan();
    assert.equal((await scan()).revision, revision);
    // Long enough for the files to be no longer young.
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.equal((await scan()).revision, revision);
    assert.equal((await scan()).revision, revision);
  });

  it('finds a change of the same size and the same times, right after the one before', async () => {
    const time = new Date('2026-01-01T00:00:00Z');
    let last = (await scan()).revision;
    for (let n = 0; n < 100; n++) {
      await writeFile(inRoot('app.py'), String(100 + n));
      await utimes(inRoot('app.py'), time, time);
      const { revision } = await scan();
      assert.notEqual(revision, last, `change ${n}`);
      last = revision;
    }
  });

  describe('of a folder with many files', () => {
    beforeEach(async () => {
      for (let n = 0; n < 300; n++) {
        await mkdir(inRoot('many', String(n % 10)), { recursive: true });
        await writeFile(inRoot('many', String(n % 10), `${n}.py`), 'x');
      }
      // Until it is watched: a look, the watchers, another look.
      await scan();
      await new Promise((resolve) => setTimeout(resolve, 100));
    });

    it('finds each of many changes at once, and nothing when nothing has changed', async () => {
      let last = (await scan()).revision;
      for (let n = 0; n < 100; n++) {
        await writeFile(inRoot('many', '3', '3.py'), String(100 + n));
        const { revision } = await scan();
        assert.notEqual(revision, last, `change ${n}`);
        assert.equal((await scan()).revision, revision);
        last = revision;
      }
    });

    it('finds a change in a folder that is new', async () => {
      await mkdir(inRoot('many', 'new'));
      await writeFile(inRoot('many', 'new', 'a.py'), 'one');
      const { revision } = await scan();
      await writeFile(inRoot('many', 'new', 'a.py'), 'two');
      const next = (await scan()).revision;
      assert.notEqual(next, revision);
      await writeFile(inRoot('many', 'new', 'a.py'), 'six');
      assert.notEqual((await scan()).revision, next);
    });

    it('finds, a moment later, a change by another name of the same file', async () => {
      await writeFile(path.join(workspace, 'original'), 'one');
      await link(path.join(workspace, 'original'), inRoot('many', 'hard.py'));
      const { revision } = await scan();
      await new Promise((resolve) => setTimeout(resolve, 100));
      await writeFile(path.join(workspace, 'original'), 'two');
      await scan();
      await new Promise((resolve) => setTimeout(resolve, 800));
      assert.notEqual((await scan()).revision, revision);
    });
  });

  const changes: [string, () => Promise<unknown>][] = [
    ['a new file', () => writeFile(inRoot('lib', 'new.py'), '')],
    ['a removed file', () => rm(inRoot('lib', 'dependency.py'))],
    ['a renamed file', () => rename(inRoot('lib', 'dependency.py'), inRoot('lib', 'other.py'))],
    [
      'a file in its place',
      () => writeFile(inRoot('x'), 'two').then(() => rename(inRoot('x'), inRoot('app.py'))),
    ],
    ['a dependency', () => writeFile(inRoot('lib', 'dependency.py'), 'six')],
    ['where a link leads', () => rm(inRoot('link')).then(() => symlink('app.py', inRoot('link')))],
    ['the target of a link', () => writeFile(path.join(workspace, 'shared', 'a.py'), 'new')],
    ['a layer', () => writeFile(path.join(workspace, 'layer', 'b.py'), 'new')],
  ];
  for (const [what, change] of changes) {
    it(`finds ${what}`, async () => {
      for (const folder of ['shared', 'layer']) {
        await mkdir(path.join(workspace, folder));
        await writeFile(path.join(workspace, folder, `${folder === 'shared' ? 'a' : 'b'}.py`), 'old');
      }
      await symlink('../shared', inRoot('shared'));
      await symlink('lib', inRoot('link'));
      const layers = [path.join(workspace, 'layer')];
      const { revision } = await scan(layers);
      await change();
      assert.notEqual((await scan(layers)).revision, revision);
    });
  }

  it('lays layers over one another, the later over the earlier', async () => {
    const files = [
      'one/python/a.py',
      'one/python/b/c.py',
      'one/bin',
      'two/python/b/d.py',
      'two/python/a.py',
      'two/x',
    ];
    for (const file of files) {
      await mkdir(path.dirname(path.join(workspace, file)), { recursive: true });
      await writeFile(path.join(workspace, file), '');
    }
    const { layers } = await scan([path.join(workspace, 'one'), path.join(workspace, 'two')]);
    assert.deepEqual(
      layers.map(({ source, target }) => `${path.relative(workspace, source)} ${target}`).sort(),
      [
        'one/bin /opt/bin',
        'one/python/b/c.py /opt/python/b/c.py',
        'two/python/a.py /opt/python/a.py',
        'two/python/b/d.py /opt/python/b/d.py',
        'two/x /opt/x',
      ],
    );
    assert.equal((await scan([path.join(workspace, 'one')])).layers[0]?.target, '/opt');
  });

  it('does not mind what version control writes', async () => {
    await mkdir(inRoot('.git'));
    const { revision } = await scan();
    await writeFile(inRoot('.git', 'index'), 'x');
    assert.equal((await scan()).revision, revision);
  });

  it('tells which links lead out of the folder, nested ones too', async () => {
    await mkdir(path.join(workspace, 'modules', 'store'), { recursive: true });
    await mkdir(path.join(workspace, 'far'));
    await symlink('../modules', inRoot('node_modules'));
    await symlink('../far', path.join(workspace, 'modules', 'far'));
    await symlink('store', path.join(workspace, 'modules', 'within'));
    await symlink('../../lonely.py', inRoot('lib', 'one.py'));
    for (const file of ['modules/store/a.js', 'modules/b.js', 'far/c.js', 'lonely.py']) {
      await writeFile(path.join(workspace, file), '');
    }
    assert.deepEqual((await scan()).places, [
      { path: 'lib/one.py', source: path.join(workspace, 'lonely.py') },
      { path: 'node_modules', source: path.join(workspace, 'modules') },
      { path: 'node_modules/far', source: path.join(workspace, 'far') },
      { path: 'node_modules/within', source: path.join(workspace, 'modules', 'store') },
    ]);
  });

  it('refuses links that lead in a circle or nowhere by name, as an archive does', async () => {
    await symlink('..', inRoot('lib', 'up'));
    await assert.rejects(
      scan(),
      (error) => isFailure(error, 'archive.linkCycle') && /lib\/up/.test(error.message),
    );
    await rm(inRoot('lib', 'up'));
    await symlink('nowhere', inRoot('dangling'));
    await assert.rejects(scan(), (error) => isFailure(error, 'archive.danglingLink'));
  });

  it('refuses a link out of the workspace folder by name, and none of a virtual environment', async () => {
    await mkdir(inRoot('.venv', 'bin'), { recursive: true });
    await writeFile(inRoot('.venv', 'pyvenv.cfg'), '');
    await symlink('/usr', inRoot('.venv', 'bin', 'python3'));
    await scan();
    await symlink('/usr', inRoot('lib', 'out'));
    await assert.rejects(scan(), (error) => {
      assert.ok(isFailure(error, 'local.linkOutside'));
      assert.match(error.message, /lib\/out points to \/usr/);
      return true;
    });
    await rm(inRoot('lib', 'out'));
    await scan();
  });

  it('reads nothing outside of the workspace folder that was not allowed, by a path or by a link', async () => {
    const outside = await realpath(await createTemporaryFolder());
    await symlink(outside, path.join(workspace, 'link'));
    try {
      for (const named of [outside, path.join(workspace, 'link')]) {
        await assert.rejects(scan([named]), (error) => {
          assert.ok(isFailure(error, 'local.folderOutside'));
          assert.equal(error.location?.file, outside);
          return true;
        });
      }
      await writeFile(path.join(outside, 'one.py'), '1');
      const { revision, layers } = await scan([path.join(workspace, 'link')], [outside]);
      assert.deepEqual(layers, [{ source: path.join(workspace, 'link'), target: '/opt' }]);
      await writeFile(path.join(outside, 'one.py'), '2');
      assert.notEqual((await scan([path.join(workspace, 'link')], [outside])).revision, revision);
      await assert.rejects(scan([path.join(workspace, 'link')]), (error) =>
        isFailure(error, 'local.folderOutside'),
      );
    } finally {
      await removeFolder(outside);
    }
  });

  it('says that the folder, or one that the manifest names, does not exist', async () => {
    await assert.rejects(scan([path.join(workspace, 'gone')]), (error) =>
      isFailure(error, 'local.mountMissing'),
    );
    await rm(root, { recursive: true });
    await assert.rejects(scan(), (error) => isFailure(error, 'local.codeMissing'));
  });

  it('answers each of many questions at once', async () => {
    const states = await Promise.all(Array.from({ length: 20 }, () => scan()));
    assert.equal(new Set(states.map(({ revision }) => revision)).size, 1);
  });
});
