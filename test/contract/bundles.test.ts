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
  before(async () => {
    const outputs = ['dist/extension.cjs', 'dist/aws.cjs', 'dist/archiveWorker.cjs'];
    const [first, second, third] = await Promise.all(outputs.map((output) => analyseBundle(output)));
    assert.ok(first && second && third);
    [entry, aws, worker] = [first, second, third];
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

  it('need nothing that is not packaged: only VS Code, Node and each other', () => {
    const ours = new Set(['vscode', './aws.cjs', './archiveWorker.cjs']);
    for (const bundle of [entry, aws, worker]) {
      const foreign = externalsOf(bundle).filter((name) => !ours.has(name) && !isBuiltin(name));
      assert.deepEqual(foreign, []);
    }
  });

  it('ask for VS Code only where its API exists', () => {
    assert.ok(externalsOf(entry).includes('vscode'));
    assert.ok(!externalsOf(worker).includes('vscode'), 'a worker thread has no vscode module');
    assert.ok(!externalsOf(aws).includes('vscode'));
  });
});
