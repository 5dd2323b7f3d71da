import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { AwsConnection } from '../../src/workflows/ports.ts';
import { compareVersions } from '../../src/workflows/versions/compareVersions.ts';
import { compareWithWorkspace } from '../../src/workflows/versions/compareWithWorkspace.ts';
import { readCode, readVersion } from '../../src/workflows/versions/readCode.ts';
import { archiveOf, memoryStore } from '../support/codeArchives.ts';
import type { Files, TestArchive } from '../support/codeArchives.ts';
import { FakeAws } from '../support/fakeAws.ts';

const options = { signal: new AbortController().signal };

interface World {
  readonly connection: AwsConnection;
  /** Qualifiers whose code was downloaded. */
  readonly downloads: (string | undefined)[];
}

/** A function whose versions 1, 2, … are these files; `$LATEST` is the last. */
async function deployed(...codes: Files[]): Promise<World> {
  const aws = new FakeAws();
  const { functions } = aws.connection;
  const archives = new Map<string, TestArchive>();
  for (const files of codes) {
    const archive = await archiveOf(files);
    archives.set(archive.sha, archive);
    const facts = { file: '/a.zip', sha256: archive.sha, size: archive.bytes.length, unzippedSize: 1 };
    if (aws.functions.size === 0)
      await functions.createFunction({ functionName: 'calc', archive: facts }, options);
    for (let looks = 0; looks < 2; looks++) await functions.readFunction('calc', undefined, options);
    const live = await functions.readFunction('calc', undefined, options);
    const updated = await functions.updateCode('calc', facts, undefined, live?.revisionId ?? '', options);
    const guard = { codeSha256: archive.sha, revisionId: updated.revisionId };
    await functions.publishVersion('calc', guard, undefined, options);
  }
  const downloads: (string | undefined)[] = [];
  const code: AwsConnection['code'] = {
    async downloadCode(name, qualifier) {
      downloads.push(qualifier);
      const live = await functions.readFunction(name, qualifier, options);
      const archive = archives.get(live?.codeSha256 ?? '') ?? assert.fail('There is no such code.');
      return { bytes: archive.bytes, codeSha256: archive.sha };
    },
  };
  return { connection: { ...aws.connection, code }, downloads };
}

describe('comparing versions', () => {
  it('shows the files that differ, and which of them are for reading', async () => {
    const binary = Uint8Array.of(0x89, 0, 1);
    const { connection } = await deployed(
      { 'app.py': 'x = 1\n', 'old.py': '', 'logo.png': binary, 'same.py': 's' },
      { 'app.py': 'x = 2\n', 'new.py': 'n', 'logo.png': Uint8Array.of(0x89, 0, 2), 'same.py': 's' },
    );
    const store = memoryStore();
    const { code, configuration } = await compareVersions('calc', ['1', '2'], { connection, store }, options);
    assert.equal(configuration.equal, true);
    assert.equal(code.kind, 'files');
    assert.deepEqual(
      code.changes.map(({ change, readable }) => [change.kind, change.path, readable]),
      [
        ['changed', 'app.py', true],
        ['changed', 'logo.png', false],
        ['added', 'new.py', true],
        ['removed', 'old.py', true],
      ],
    );
    assert.deepEqual([code.before.identity.version, code.after.identity.version], ['1', '2']);
  });

  it('downloads nothing where the code is equal, and nothing twice', async () => {
    const { connection, downloads } = await deployed({ 'app.py': '1' }, { 'app.py': '2' });
    const dependencies = { connection, store: memoryStore() };
    const same = await compareVersions('calc', ['2', '$LATEST'], dependencies, options);
    assert.equal(same.code.kind, 'equal');
    assert.deepEqual(downloads, []);
    await compareVersions('calc', ['1', '$LATEST'], dependencies, options);
    await compareVersions('calc', ['1', '2'], dependencies, options);
    assert.deepEqual(downloads, ['1', undefined]);
  });

  it('calls files equal whose archives differ in times only', async () => {
    const { connection } = await deployed({ 'app.py': '1', 'b.py': '' }, { 'b.py': '', 'app.py': '1' });
    const { code } = await compareVersions('calc', ['1', '2'], { connection, store: memoryStore() }, options);
    assert.equal(code.kind, 'files');
    assert.deepEqual(code.changes, []);
  });

  it('does not look into container images', async () => {
    const { connection } = await deployed({ 'app.py': '1' }, { 'app.py': '2' });
    const functions: AwsConnection['functions'] = {
      ...connection.functions,
      readFunction: async (...call) => {
        const live = await connection.functions.readFunction(...call);
        return live && { ...live, packageType: 'Image' };
      },
    };
    const dependencies = { connection: { ...connection, functions }, store: memoryStore() };
    const { code } = await compareVersions('calc', ['1', '2'], dependencies, options);
    assert.equal(code.kind, 'image');
    const live = await readVersion('calc', '1', dependencies, options);
    await assert.rejects(readCode(live, dependencies, options), { code: 'code.image' });
  });

  it('says which version there is not', async () => {
    const { connection } = await deployed({ 'app.py': '1' });
    const comparing = compareVersions('calc', ['1', '9'], { connection, store: memoryStore() }, options);
    await assert.rejects(comparing, /^Failure: calc:9 is not in the account/);
  });
});

describe('comparing with the workspace', () => {
  const target = {
    manifest: { functionName: 'calc', runtime: 'python3.13', handler: 'app.main', package: { root: 'src' } },
    folder: '/w/calc',
    workspaceFolder: '/w',
    knownFiles: ['/w/calc/lambda.json'],
  };

  async function compare(files: Files, version = '$LATEST', change: object = {}) {
    const built = await archiveOf(files);
    const { connection } = await deployed({ 'app.py': 'x = 1\n' }, { 'app.py': 'x = 2\n' });
    const facts = { sha256: built.sha, size: 1, unzippedSize: 1, files: [], leftOut: [], reused: 0 };
    const requests: unknown[] = [];
    const archiver = {
      build: (request: unknown) => {
        requests.push(request);
        return Promise.resolve({ ...facts, file: '/built.zip' });
      },
    };
    const store = memoryStore({ '/built.zip': built.bytes });
    const changed = { ...target, manifest: { ...target.manifest, ...change } };
    const comparison = await compareWithWorkspace(
      changed,
      version,
      {
        ...{ connection, store, archiver },
        files: { exists: (path) => Promise.resolve(!path.includes('/src/shared/')) },
      },
      options,
    );
    return { ...comparison, requests };
  }

  it('finds what is included where it lies', async () => {
    const include = [{ from: '../shared', to: 'shared' }];
    const { code } = await compare({ 'app.py': 'x = 3\n', 'shared/new.py': '' }, '$LATEST', {
      package: { root: 'src', include },
    });
    assert.deepEqual(
      code?.changes.map(({ change }) => code.source(change.path)),
      ['/w/calc/src/app.py', '/w/shared/new.py'],
    );
  });

  it('takes what a deploy would upload', async () => {
    const { code, root, version, requests } = await compare({ 'app.py': 'x = 3\n', 'new.py': '' });
    assert.deepEqual(
      code?.changes.map(({ change }) => `${change.kind} ${change.path}`),
      ['changed app.py', 'added new.py'],
    );
    assert.deepEqual([root, version], ['/w/calc/src', '$LATEST']);
    assert.deepEqual(requests, [
      {
        root: '/w/calc/src',
        workspaceFolder: '/w',
        exclude: [],
        known: ['/w/calc/lambda.json'],
        anySize: true,
      },
    ]);
  });

  it('finds nothing where a deploy would upload nothing', async () => {
    assert.equal((await compare({ 'app.py': 'x = 2\n' })).code, undefined);
    assert.ok((await compare({ 'app.py': 'x = 2\n' }, '1')).code);
  });

  it('does not compare with another account or region, and says when there is nothing there', async () => {
    await assert.rejects(compare({}, '$LATEST', { region: 'us-east-1' }), { code: 'deploy.wrongRegion' });
    await assert.rejects(compare({}, '$LATEST', { accountId: '999999999999' }), {
      code: 'deploy.wrongAccount',
    });
    await assert.rejects(compare({}, '$LATEST', { functionName: 'other' }), { code: 'version.notDeployed' });
    await assert.rejects(compare({}, 'PROD'), /calc has no version or alias PROD/);
  });
});
