import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { BuiltCode } from '../../src/core/archive/codeTree.ts';
import type { FunctionManifest } from '../../src/core/manifest/functionManifest.ts';
import { framePlaces } from '../../src/workflows/local/framePlaces.ts';
import type { CodeBuilder, CodePlace } from '../../src/workflows/portsForBuild.ts';

interface World {
  readonly manifest?: Partial<FunctionManifest>;
  readonly files: readonly string[];
  readonly parts?: BuiltCode['parts'];
  /** Of `path@file:line`. */
  readonly originals?: Readonly<Record<string, CodePlace>>;
}

/** `file:line` of where each frame leads. */
async function placesOf(paths: readonly string[], { manifest, files, parts, originals = {} }: World) {
  let builds = 0;
  const builder: CodeBuilder = {
    build: (_request, { onlyMade }) => {
      builds++;
      assert.equal(onlyMade, true, 'nothing is built for a link');
      return parts === undefined
        ? Promise.reject(new Error('not made'))
        : Promise.resolve({ parts, replaces: [], localOnly: [], notes: [] });
    },
    reinstall: () => Promise.reject(new Error('nothing is installed for a link')),
    originalPlace: (root, path, { file, line }) => {
      assert.equal(root, '/w/fn');
      return Promise.resolve(originals[`${path}@${file ?? ''}:${line}`]);
    },
  };
  const source = {
    manifest: { functionName: 'fn', runtime: 'nodejs24.x', handler: 'app.handler', ...manifest },
    ...{ folder: '/w/fn', workspaceFolder: '/w' },
  };
  const exists = (file: string) =>
    file.includes('locked') ? Promise.reject(new Error('EACCES')) : Promise.resolve(files.includes(file));
  const found = await framePlaces(
    source,
    paths.map((path) => ({ path, line: 7 })),
    { builder: () => Promise.resolve(builder), files: { exists } },
    { signal: new AbortController().signal },
  );
  assert.ok(builds <= 1);
  return found.map((place) => place && `${place.file}:${place.line}`);
}

describe('a stack frame', () => {
  it('leads to the own file, to the one that is included, or to none', async () => {
    const include = [{ from: '../shared', to: 'lib/shared' }];
    const paths = ['app.py', 'lib/shared/a.py', 'lib/shared/gone.py', 'locked.py'];
    const places = await placesOf(
      paths.map((path) => `/var/task/${path}`),
      { manifest: { package: { include } }, files: ['/w/fn/app.py', '/w/shared/a.py'] },
    );
    assert.deepEqual(places, ['/w/fn/app.py:7', '/w/shared/a.py:7', undefined, undefined]);
  });

  it('of a layer leads to its folder, the last one first', async () => {
    const layers = ['../one', 'arn:aws:lambda:eu-west-1:123456789012:layer:tracing:3', { folder: '../two' }];
    const places = await placesOf(['/opt/python/both.py', '/opt/python/one.py', '/opt/python/traced.py'], {
      manifest: { layers },
      files: ['/w/one/python/both.py', '/w/one/python/one.py', '/w/two/python/both.py'],
    });
    assert.deepEqual(places, ['/w/two/python/both.py:7', '/w/one/python/one.py:7', undefined]);
    const local = { layers: ['../three'] };
    const files = ['/w/two/python/both.py', '/w/three/python/both.py'];
    assert.deepEqual(await placesOf(['/opt/python/both.py'], { manifest: { layers, local }, files }), [
      '/w/three/python/both.py:7',
    ]);
  });

  it('of a package of the workspace leads there, of what was installed nowhere', async () => {
    const parts = [
      { from: '/storage/staging/node_modules', to: 'node_modules', isStaged: true },
      { from: '/w/packages/shared', to: 'node_modules/@scope/shared', isStaged: false },
    ];
    const files = ['/w/packages/shared/index.js', '/storage/staging/node_modules/left-pad/index.js'];
    const paths = ['@scope/shared/index.js', 'left-pad/index.js'].map(
      (path) => `/var/task/node_modules/${path}`,
    );
    assert.deepEqual(await placesOf(paths, { parts, files }), ['/w/packages/shared/index.js:7', undefined]);
    assert.deepEqual(await placesOf(paths, { files }), [undefined, undefined], 'nothing was built yet');
  });

  it('of compiled code leads to what it was compiled from, where that is there', async () => {
    const places = await placesOf(['/var/task/app.js', '/var/task/gone.js', '/var/task/a.py'], {
      files: ['/w/fn/src/app.ts', '/w/fn/gone.js', '/w/fn/a.py'],
      originals: {
        'app.js@:7': { file: '/w/fn/src/app.ts', line: 3 },
        'gone.js@/w/fn/gone.js:7': { file: '/w/fn/gone.ts', line: 3 },
        'a.py@/w/fn/a.py:7': { file: '/w/fn/src/app.ts', line: 3 },
      },
    });
    assert.deepEqual(places, ['/w/fn/src/app.ts:3', '/w/fn/gone.js:7', '/w/fn/a.py:7']);
  });

  it('of a build of a person’s own leads to what that wrote, or to its source', async () => {
    const build = { command: ['make'], output: 'dist' };
    const places = await placesOf(['/var/task/app.js', '/var/task/other.js', '/var/src/app.ts'], {
      manifest: { build },
      files: [
        '/w/fn/app.js',
        '/w/fn/dist/app.js',
        '/w/fn/dist/other.js',
        '/w/fn/src/other.ts',
        '/w/fn/src/app.ts',
      ],
      originals: { 'other.js@/w/fn/dist/other.js:7': { file: '/w/fn/src/other.ts', line: 3 } },
    });
    assert.deepEqual(places, ['/w/fn/dist/app.js:7', '/w/fn/src/other.ts:3', '/w/fn/src/app.ts:7']);
  });
});
