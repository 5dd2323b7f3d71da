import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { isFailure } from '../../src/core/failures/failure.ts';
import type { FunctionManifest } from '../../src/core/manifest/functionManifest.ts';
import { createCodeBuilder } from '../../src/local/build/codeBuilder.ts';
import { writeTree } from '../support/archiveTree.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporaryFolder.ts';

describe('the architecture of the deployed function', () => {
  let folder: string;
  before(async () => {
    folder = await createTemporaryFolder();
  });
  after(() => removeFolder(folder));

  /** How often a build of these files asks for it. */
  const asked = async (files: Record<string, string>, manifest: Partial<FunctionManifest>) => {
    const root = path.join(folder, String(Math.random()));
    writeTree(root, files);
    let times = 0;
    const whole = { functionName: 'one', runtime: 'python3.13', handler: 'app.handler', ...manifest };
    const liveArchitecture = () => {
      times++;
      return Promise.resolve('arm64' as const);
    };
    await createCodeBuilder({ storageFolder: path.join(folder, 'builds') })
      .build(
        { manifest: whole, folder: root, root, workspaceFolder: root, liveArchitecture },
        { signal: new AbortController().signal, onlyMade: true },
      )
      .catch((error: unknown) => assert.ok(isFailure(error, 'build.notMade'), String(error)));
    return times;
  };
  const python = { 'app.py': '', 'requirements.txt': 'idna\n' };
  const node = { 'app.js': '', 'package.json': '{ "dependencies": { "ms": "2" } }' };

  it('is asked for packages whose manifest names none', async () => {
    assert.equal(await asked(python, {}), 1);
    assert.equal(await asked(node, { runtime: 'nodejs24.x' }), 1);
  });

  it('is not waited for where nothing depends on it', async () => {
    assert.equal(await asked(python, { architecture: 'x86_64' }), 0);
    assert.equal(await asked({ 'app.py': '' }, {}), 0);
    assert.equal(await asked({ 'app.ts': '', 'package.json': '{}' }, { runtime: 'nodejs24.x' }), 0);
  });
});
