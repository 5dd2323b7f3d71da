import assert from 'node:assert/strict';
import { isBuiltin } from 'node:module';
import type { Metafile } from 'esbuild';
import { before, describe, it } from 'mocha';
import { analyseBundle } from '../../scripts/build.mjs';

const inputsOf = (metafile: Metafile, pattern: RegExp) =>
  Object.keys(metafile.inputs).filter((file) => pattern.test(file));

const externalsOf = (metafile: Metafile) =>
  Object.values(metafile.outputs)
    .flatMap(({ imports }) => imports)
    .filter(({ external }) => external)
    .map(({ path }) => path);

describe('the bundles', () => {
  let entry: Metafile;
  let aws: Metafile;
  let worker: Metafile;
  let containers: Metafile;
  let scanWorker: Metafile;
  before(async () => {
    [entry, aws, worker, containers, scanWorker] = await Promise.all([
      analyseBundle('dist/extension.cjs'),
      analyseBundle('dist/aws.cjs'),
      analyseBundle('dist/archiveWorker.cjs'),
      analyseBundle('dist/containers.cjs'),
      analyseBundle('dist/codeScanWorker.cjs'),
    ]);
  });

  it('load the SDK apart from the entry', () => {
    assert.deepEqual(inputsOf(entry, /node_modules\/@(aws-sdk|smithy|aws-crypto)\/|^src\/aws\//), []);
    assert.ok(inputsOf(aws, /node_modules\/@aws-sdk\/client-lambda\//).length > 0);
    assert.ok(externalsOf(entry).includes('./aws.cjs'), 'the entry reaches the AWS bundle at run time');
  });

  it('keep the archive worker apart from the entry', () => {
    assert.deepEqual(inputsOf(entry, /archiveWorker\.ts$/), []);
    assert.equal(inputsOf(worker, /archiveWorker\.ts$/).length, 1);
  });

  it('load what runs containers apart from the entry', () => {
    assert.deepEqual(inputsOf(entry, /^src\/local\/(containers|code)\//), []);
    assert.ok(externalsOf(entry).includes('./containers.cjs'), 'the entry reaches it at run time');
    assert.equal(inputsOf(containers, /containerEngine\.ts$/).length, 1);
    assert.equal(inputsOf(scanWorker, /folderState\.ts$/).length, 1);
    assert.deepEqual(inputsOf(scanWorker, /^src\/local\/containers\//), []);
  });

  it('need nothing that is not packaged: only VS Code, Node and each other', () => {
    const ours = new Set(['vscode', './aws.cjs', './archiveWorker.cjs', './containers.cjs']);
    for (const bundle of [entry, aws, worker, containers, scanWorker]) {
      const foreign = externalsOf(bundle).filter((name) => !ours.has(name) && !isBuiltin(name));
      assert.deepEqual(foreign, []);
    }
  });

  it('ask for VS Code only where its API exists', () => {
    assert.ok(externalsOf(entry).includes('vscode'));
    assert.ok(!externalsOf(worker).includes('vscode'), 'a worker thread has no vscode module');
    for (const bundle of [aws, containers, scanWorker]) assert.ok(!externalsOf(bundle).includes('vscode'));
  });
});
