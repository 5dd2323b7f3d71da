import assert from 'node:assert/strict';
import { isBuiltin } from 'node:module';
import { basename } from 'node:path';
import type { Metafile } from 'esbuild';
import { before, describe, it } from 'mocha';
import { analyseBundle } from '../../scripts/build.mjs';
import { productBundles } from '../../scripts/bundles.mjs';

const inputsOf = (metafile: Metafile, pattern: RegExp) =>
  Object.keys(metafile.inputs).filter((file) => pattern.test(file));

const externalsOf = (metafile: Metafile) =>
  Object.values(metafile.outputs)
    .flatMap(({ imports }) => imports)
    .filter(({ external }) => external)
    .map(({ path }) => path);

const sizeOf = (metafile: Metafile) =>
  Object.values(metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0);

describe('the bundles', () => {
  const metafiles = new Map<string, Metafile>();
  before(async () => {
    const made = productBundles.map(async ({ output }) => {
      metafiles.set(basename(output), await analyseBundle(output));
    });
    await Promise.all(made);
  });
  const bundle = (name: string): Metafile => {
    const metafile = metafiles.get(name);
    assert.ok(metafile, `${name} is no bundle`);
    return metafile;
  };

  it('load the SDK apart from all others', () => {
    for (const [name, metafile] of metafiles) {
      const sdk = inputsOf(metafile, /node_modules\/@(aws-sdk|smithy|aws-crypto)\/|^src\/aws\//);
      assert.equal(sdk.length > 0, name === 'aws.cjs', name);
    }
    assert.ok(externalsOf(bundle('extension.cjs')).includes('./aws.cjs'), 'the entry reaches it at run time');
  });

  it('keep the entry small: what activation does not run is in other bundles', () => {
    const entry = bundle('extension.cjs');
    assert.deepEqual(inputsOf(entry, /node_modules\/|archiveWorker\.ts$/), []);
    assert.deepEqual(inputsOf(entry, /^src\/local\/(containers|code|archive)\//), []);
    assert.deepEqual(inputsOf(entry, /^src\/commands\/.+\/(?!planDocuments|functionSources)/), []);
    assert.ok(sizeOf(entry) < 64 * 1024, `${sizeOf(entry)} bytes`);
  });

  it('need nothing that is not packaged: only VS Code, Node and each other', () => {
    const ours = new Set(['vscode', ...[...metafiles.keys()].map((name) => `./${name}`)]);
    for (const [name, metafile] of metafiles) {
      const foreign = externalsOf(metafile).filter((path) => !ours.has(path) && !isBuiltin(path));
      assert.deepEqual(foreign, [], name);
    }
  });

  it('share one copy of the translations', () => {
    for (const [name, metafile] of metafiles) {
      assert.equal(inputsOf(metafile, /@vscode\/l10n\//).length > 0, name === 'l10n.cjs', name);
    }
  });

  it('bind the names of VS Code that they use, and not its whole API', () => {
    for (const name of ['commands.cjs', 'extension.cjs']) {
      const outputs = Object.values(bundle(name).outputs);
      const bytes = outputs.reduce(
        (sum, { inputs }) => sum + (inputs['vscode-api:vscode']?.bytesInOutput ?? 0),
        0,
      );
      // All names take 10 KB: something like `const { window } = vscode` takes the API as an object.
      assert.ok(bytes > 0 && bytes < 3000, `${name}: ${bytes} bytes`);
    }
  });

  it('ask for VS Code only where its API exists', () => {
    const asking = [...metafiles].filter(([, metafile]) => externalsOf(metafile).includes('vscode'));
    assert.deepEqual(asking.map(([name]) => name).sort(), ['commands.cjs', 'extension.cjs', 'functions.cjs']);
  });
});
