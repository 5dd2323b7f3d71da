import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  lstat,
  mkdir,
  readFile,
  readdir,
  readlink,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { CodeTree } from '../../src/core/archive/codeTree.ts';
import { isCancellation, isFailure } from '../../src/core/failures/failure.ts';
import { createCodeScanner } from '../../src/local/code/codeScanner.ts';
import type { CodeScanner, CodeState } from '../../src/workflows/portsForContainers.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporaryFolder.ts';

const workerFile = path.resolve(import.meta.dirname, '../../src/local/code/codeScanWorker.ts');

describe('the copy of a function’s code', () => {
  let workspace: string;
  let storage: string;
  let scanner: CodeScanner;
  beforeEach(async () => {
    [workspace, storage] = [await createTemporaryFolder(), await createTemporaryFolder()];
    scanner = createCodeScanner({ workerFile, copyFolder: path.join(storage, 'running') });
    await write('calc/app.py', 'one');
    await write('calc/lib/dependency.py', 'two');
  });
  afterEach(async () => {
    await scanner.dispose();
    await Promise.all([workspace, storage].map(removeFolder));
  });

  const at = (file: string) => path.join(workspace, file);
  const write = async (file: string, text: string, base = workspace) => {
    await mkdir(path.dirname(path.join(base, file)), { recursive: true });
    await writeFile(path.join(base, file), text);
  };
  type Choice = Partial<CodeTree> & { readonly signal?: AbortSignal; readonly onProgress?: () => void };
  const scan = (
    { signal = new AbortController().signal, onProgress, ...more }: Choice = {},
    by = scanner,
  ): Promise<CodeState> => {
    const tree = { root: at('calc'), workspaceFolder: workspace, exclude: [], known: [], ...more };
    return by.scan({ name: 'calc', tree, layers: [], mounts: [] }, { signal, onProgress });
  };
  /** Path → content of what a container would see. */
  const seen = async ({ folder }: CodeState) => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const texts = entries.map(async (entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const name = path.relative(folder, file);
      if (entry.isDirectory()) return [`${name}/`, ''] as const;
      if (entry.isSymbolicLink()) return [name, `-> ${await readlink(file)}`] as const;
      return [name, await readFile(file, 'utf8')] as const;
    });
    return Object.fromEntries((await Promise.all(texts)).sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  const inodes = async ({ folder }: CodeState) =>
    Promise.all(
      ['app.py', 'lib/dependency.py'].map(async (file) => (await lstat(path.join(folder, file))).ino),
    );

  it('holds what the archive would hold, and what is for local runs only', async () => {
    await write('calc/.env', 'SECRET=1');
    await write('calc/.venv/pyvenv.cfg', '');
    await write('calc/notes.md', '');
    await write('calc/app.ts', '');
    await write('calc/events/one.json', '');
    await write('shared/common.py', 'shared');
    await symlink('../../shared/common.py', at('calc/lib/linked.py'));
    await write('site/requests/__init__.py', 'built', storage);
    await write('site/app.js', 'compiled', storage);
    await write('site/app.js.map', 'map', storage);
    const state = await scan({
      exclude: ['*.md'],
      known: [at('calc/events/one.json')],
      include: [{ from: at('shared'), to: 'vendor/shared' }],
      built: {
        parts: [{ from: path.join(storage, 'site'), to: '', isStaged: true }],
        replaces: ['*.ts'],
        localOnly: ['app.js.map'],
        notes: [],
      },
    });
    assert.deepEqual(await seen(state), {
      'app.js': 'compiled',
      'app.js.map': 'map',
      'app.py': 'one',
      'lib/': '',
      'lib/dependency.py': 'two',
      'lib/linked.py': 'shared',
      'requests/': '',
      'requests/__init__.py': 'built',
      'vendor/': '',
      'vendor/shared/': '',
      'vendor/shared/common.py': 'shared',
    });
    assert.deepEqual(state.places, [
      { path: 'lib/linked.py', source: at('shared/common.py') },
      { path: 'vendor/shared', source: at('shared') },
    ]);
  });

  it('has links as links where the manifest keeps them', async () => {
    await symlink('lib/dependency.py', at('calc/link.py'));
    assert.equal((await seen(await scan({ symlinks: 'keep' })))['link.py'], '-> lib/dependency.py');
    await rm(at('calc/link.py'));
    await symlink('app.py', at('calc/link.py'));
    const state = await scan({ symlinks: 'keep' });
    assert.equal((await seen(state))['link.py'], '-> app.py');
    assert.equal((await seen(await scan()))['link.py'], 'one');
  });

  it('changes by the file: a new one in its place, and nothing else', async () => {
    const first = await scan();
    const [app, dependency] = await inodes(first);
    await write('calc/app.py', 'new');
    const second = await scan();
    const [newApp, sameDependency] = await inodes(second);
    assert.notEqual(newApp, app);
    assert.equal(sameDependency, dependency);
    assert.notEqual(second.revision, first.revision);
    await rm(at('calc/lib'), { recursive: true });
    await write('calc/lib', 'a file now');
    assert.deepEqual(await seen(await scan()), { 'app.py': 'new', lib: 'a file now' });
    await rm(at('calc/lib'));
    await write('calc/lib/deep/er.py', 'x');
    await scan();
    await rm(at('calc/lib'), { recursive: true });
    assert.deepEqual(await seen(await scan()), { 'app.py': 'new' });
  });

  it('is no other one when a file was written with the same content, or only a rule has changed', async () => {
    const { revision } = await scan();
    await write('calc/app.py', 'one');
    await utimes(at('calc/app.py'), new Date(), new Date('2026-01-01'));
    assert.equal((await scan()).revision, revision);
    assert.equal((await scan({ exclude: ['*.md'] })).revision, revision);
    assert.notEqual((await scan({ exclude: ['lib'] })).revision, revision);
  });

  it('has modes as Lambda has them', async () => {
    await chmod(at('calc/app.py'), 0o700);
    await chmod(at('calc/lib/dependency.py'), 0o600);
    const { folder, revision } = await scan();
    const modes = async () =>
      Promise.all(
        ['app.py', 'lib/dependency.py', 'lib'].map(
          async (file) => (await lstat(path.join(folder, file))).mode & 0o777,
        ),
      );
    assert.deepEqual(await modes(), [0o755, 0o644, 0o755]);
    await chmod(at('calc/app.py'), 0o600);
    assert.notEqual((await scan()).revision, revision);
    assert.deepEqual(await modes(), [0o644, 0o644, 0o755]);
  });

  it('is not made again by a new window, which mends what somebody has changed in it', async () => {
    for (let n = 0; n < 60; n++) await write(`calc/many/${n}.py`, 'x');
    await new Promise((resolve) => setTimeout(resolve, 60));
    const first = await scan();
    const before = await inodes(first);
    await scanner.dispose();
    await rm(path.join(first.folder, 'many', '7.py'));
    await writeFile(path.join(first.folder, 'many', '8.py'), 'not mine');
    await writeFile(path.join(first.folder, 'stray.py'), 'not mine');
    await mkdir(path.join(first.folder, 'empty'));
    scanner = createCodeScanner({ workerFile, copyFolder: path.join(storage, 'running') });
    const second = await scan();
    assert.equal(second.folder, first.folder);
    assert.deepEqual(await inodes(second), before);
    const files = await seen(second);
    assert.deepEqual([files['many/7.py'], files['many/8.py']], ['x', 'x']);
    assert.ok(!('stray.py' in files) && !('empty/' in files));
  });

  it('is made again when it was removed', async () => {
    const { folder, revision } = await scan();
    await rm(folder, { recursive: true });
    const again = await scan();
    assert.deepEqual(Object.keys(await seen(again)), ['app.py', 'lib/', 'lib/dependency.py']);
    assert.notEqual(again.revision, revision);
  });

  it('belongs to one window: another one that runs has its own', async () => {
    const { folder } = await scan();
    const place = path.dirname(folder);
    await scanner.dispose();
    const other = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
    try {
      await writeFile(path.join(place, 'owner'), String(other.pid));
      scanner = createCodeScanner({ workerFile, copyFolder: path.join(storage, 'running') });
      assert.equal((await scan()).folder, path.join(`${place}-2`, 'task'));
    } finally {
      other.kill('SIGKILL');
      await once(other, 'close');
    }
    await scanner.dispose();
    scanner = createCodeScanner({ workerFile, copyFolder: path.join(storage, 'running') });
    assert.equal((await scan()).folder, folder);
  });

  it('tells how far it is, can be cancelled, and goes on where it was', async () => {
    const content = 'x'.repeat(200_000);
    for (let n = 0; n < 3_000; n++) await write(`calc/many/${n % 30}/${n}.txt`, content);
    const cancel = new AbortController();
    await assert.rejects(scan({ signal: cancel.signal, onProgress: () => cancel.abort() }), isCancellation);
    const [place = ''] = await readdir(path.join(storage, 'running'));
    const folder = path.join(storage, 'running', place, 'task');
    const copied = await readdir(path.join(folder, 'many'), { recursive: true, withFileTypes: true });
    const there = copied.filter((entry) => entry.isFile());
    assert.ok(there.length > 0 && there.length < 3_000, `${there.length} files`);
    const [one] = there;
    const file = path.join(one?.parentPath ?? '', one?.name ?? '');
    const { ino } = await lstat(file);
    const state = await scan();
    assert.equal(Object.keys(await seen(state)).length, 3_000 + 30 + 4);
    assert.equal((await lstat(file)).ino, ino);
  }).timeout(60_000);

  it('says in one sentence which file could not be copied', async () => {
    await mkdir(storage, { recursive: true });
    await writeFile(path.join(storage, 'running'), 'a file where the folder would be');
    await assert.rejects(scan(), (error) => isFailure(error, 'local.codeNotCopied'));
  });

  it('is removed when many others were used since, a day later', async () => {
    const { folder } = await scan();
    await scanner.dispose();
    const old = new Date(Date.now() - 3 * 24 * 60 * 60 * 1000);
    for (let n = 0; n < 25; n++) {
      await mkdir(path.join(storage, 'running', `other${n}`));
      await utimes(path.join(storage, 'running', `other${n}`), old, new Date(old.getTime() - n * 1000));
    }
    scanner = createCodeScanner({ workerFile, copyFolder: path.join(storage, 'running') });
    await scan();
    const left = await readdir(path.join(storage, 'running'));
    assert.equal(left.length, 20);
    assert.ok(left.includes(path.basename(path.dirname(folder))) && left.includes('other0'));
  });
});
