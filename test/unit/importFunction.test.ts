import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, it } from 'mocha';
import { withImport } from '../../src/workflows/import/importedCode.ts';
import type { ImportedCode } from '../../src/workflows/import/importedCode.ts';
import { importRemarks } from '../../src/workflows/import/reportImport.ts';
import { archiveOf } from '../support/codeArchives.ts';
import type { Files } from '../support/codeArchives.ts';
import { sayHi } from '../support/deploymentFixtures.ts';
import * as fixtures from '../support/deploymentFixtures.ts';
import { FakeAws, fakeClock } from '../support/fakeAws.ts';
import { ImportWorld, readManifestFile } from '../support/importWorld.ts';

const options = { signal: new AbortController().signal };

/** A workspace, and an account in which `say_hi` is deployed with an archive that somebody else made of these files. */
async function withDeployed(
  files: Files,
  use: (world: ImportWorld, aws: FakeAws) => Promise<void>,
  change: { readonly servedSha?: string } = {},
): Promise<void> {
  const aws = new FakeAws();
  const { bytes, sha } = await archiveOf(files);
  await fixtures.deploy(aws, sayHi(), fixtures.archiveOf(sha), fakeClock());
  const code = { downloadCode: () => Promise.resolve({ bytes, codeSha256: change.servedSha ?? sha }) };
  const world = await ImportWorld.create({ ...aws.connection, code }, fakeClock());
  try {
    await use(world, aws);
  } finally {
    await world.dispose();
  }
}

const stepsOf = async (world: ImportWorld, manifestFile: string) =>
  (await world.plan(manifestFile)).plan.steps.map(({ kind }) => kind);

describe('importing a function into a folder', () => {
  it('gives a folder of which the plan has nothing to do', () =>
    withDeployed({ 'say_hi.py': 'x = 1\n', 'lib/b.py': '' }, async (world, aws) => {
      const [alias] = await aws.connection.aliases.listAliases('say_hi', options);
      assert.ok(alias);
      const inStep = { name: alias.name, version: alias.functionVersion, weighted: false, inStep: true };
      const imported = await world.import('say_hi', { alias: inStep });
      assert.deepEqual(await stepsOf(world, imported.manifestFile), []);
      assert.deepEqual(importRemarks(imported), []);
      assert.deepEqual(Object.keys(world.code).length, 1);
      assert.deepEqual((await readdir(dirname(imported.manifestFile))).sort(), [
        'lambda.json',
        'lib',
        'role-policy.json',
        'say_hi.py',
        'trust-policy.json',
      ]);
      // What is known of the code is of this content only.
      world.code = {};
      assert.deepEqual(await stepsOf(world, imported.manifestFile), [
        'updateCode',
        'publishVersion',
        'moveAlias',
      ]);
    }));

  it('keeps in the archive what a deploy leaves out of others, and leaves out what nobody misses', () =>
    withDeployed(
      {
        'say_hi.py': '',
        '.env': 'A=1',
        '.lambdaignore': '*.txt\n',
        'note.txt': '',
        'a[1]!.event.json': '{}',
        'events/x/y.json': '{}',
        'old.zip': 'zip',
        '.vscode/.env.local': '{}',
        'venv/pyvenv.cfg': '',
        '__pycache__/say_hi.pyc': '',
        '.git/config': '[core] fsmonitor = evil',
      },
      async (world) => {
        const imported = await world.import('say_hi');
        const { plan, archive } = await world.plan(imported.manifestFile);
        assert.deepEqual(plan.steps, []);
        assert.deepEqual(
          archive.files.map(({ path }) => path),
          [
            '.env',
            '.lambdaignore',
            '.vscode/.env.local',
            'a[1]!.event.json',
            'events/x/y.json',
            'note.txt',
            'old.zip',
            'say_hi.py',
            'venv/pyvenv.cfg',
          ],
        );
        assert.match(importRemarks(imported).join(), /^Not unpacked: 1 file in which/);
        assert.ok(!(await readdir(dirname(imported.manifestFile))).includes('.git'));
      },
    ));

  it('puts the code into a folder of its own where its names are those of our files', () =>
    withDeployed(
      { 'say_hi.py': '', 'lambda.json': '{"from": "somebody"}', 'role-policy.json': '{}' },
      async (world) => {
        const { manifestFile } = await world.import('say_hi');
        const manifest = await readManifestFile(manifestFile);
        assert.equal(manifest.package?.root, 'code');
        assert.deepEqual(manifest.package.exclude, ['!/lambda.json']);
        const theirs = await readFile(join(dirname(manifestFile), 'code/lambda.json'), 'utf8');
        assert.equal(theirs, '{"from": "somebody"}');
        assert.deepEqual(await stepsOf(world, manifestFile), []);
      },
    ));

  it('leaves nothing when it is cancelled, at whatever moment', () =>
    withDeployed({ 'say_hi.py': '', 'b.py': '', 'c.py': '' }, async (world, aws) => {
      for (let moment = 1; ; moment++) {
        assert.ok(moment < 200);
        const controller = new AbortController();
        let seen = 0;
        // Each look at the signal is a moment in which it may have been aborted.
        const signal = new Proxy(controller.signal, {
          get: (target, name) => {
            if (name === 'aborted' || name === 'throwIfAborted') {
              seen++;
              if (seen === moment) controller.abort();
            }
            const value: unknown = Reflect.get(target, name, target);
            return typeof value === 'function' ? (value.bind(target) as unknown) : value;
          },
        });
        const finished = await world.import('say_hi', {}, { signal }).then(
          () => true,
          (error: unknown) => {
            assert.equal((error as Error).name, 'AbortError');
            return false;
          },
        );
        if (finished) break;
        assert.deepEqual(await readdir(world.workspace), []);
        assert.deepEqual(world.code, {});
      }
      assert.ok((await readdir(world.workspace)).includes('say_hi'));
      assert.ok(aws.reads.length > 0);
    }));

  it('stops when the code was changed while it was imported', () =>
    withDeployed(
      { 'say_hi.py': '' },
      async (world) => {
        await assert.rejects(world.import('say_hi'), { code: 'import.changedMeanwhile' });
        assert.deepEqual(await readdir(world.workspace), []);
      },
      { servedSha: 'of something else' },
    ));

  it('refuses a folder that is there already, and does not touch it', () =>
    withDeployed({ 'say_hi.py': '' }, async (world) => {
      const { manifestFile } = await world.import('say_hi');
      const before = await readFile(manifestFile, 'utf8');
      await assert.rejects(world.import('say_hi', { values: true }), { code: 'import.folderTaken' });
      assert.equal(await readFile(manifestFile, 'utf8'), before);
      assert.deepEqual(await readdir(world.workspace), ['say_hi']);
    }));

  it('remembers several archives of the same content, and not more than there is use for', () => {
    let known: ImportedCode = withImport(withImport({}, 'ours', 'one'), 'ours', 'two');
    assert.deepEqual({ ...known }, { ours: ['one', 'two'] });
    for (let i = 0; i < 300; i++) known = withImport(known, `other-${i}`, 'x');
    assert.equal(Object.keys(known).length, 200);
    assert.equal(known['other-299']?.[0], 'x');
    assert.equal(known['ours'], undefined);
  });
});
