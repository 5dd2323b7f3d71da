import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, it } from 'mocha';
import { root as project } from '../../scripts/paths.mjs';
import { isFailure } from '../../src/core/failures/failure.ts';
import type { FunctionManifest } from '../../src/core/manifest/functionManifest.ts';
import type { BuildWorld } from '../../src/local/build/buildWorld.ts';
import { compileCode } from '../../src/local/build/compileCode.ts';
import { originalPlace } from '../../src/local/build/originalPlace.ts';
import { StagingStore } from '../../src/local/build/stagingStore.ts';
import type { BuildOptions, CodePlace, FramePlace } from '../../src/workflows/portsForBuild.ts';
import { withTemporaryFolder } from '../support/temporaryFolder.ts';

interface Place {
  readonly folder: string;
  readonly write: (file: string, text: string) => Promise<void>;
  readonly build: (manifest?: Partial<FunctionManifest>, options?: Partial<BuildOptions>) => Promise<Built>;
  readonly originalPlace: (path: string, place: FramePlace) => Promise<CodePlace | undefined>;
}

interface Built {
  readonly files: Readonly<Record<string, string>>;
  readonly localOnly: readonly string[];
  readonly replaces: readonly string[];
  readonly notes: readonly string[];
  /** What was said to be done. */
  readonly progress: readonly string[];
}

/** A workspace with the project's own esbuild, and a builder with a storage of its own. */
async function withPlace(work: (place: Place) => Promise<void>): Promise<void> {
  await withTemporaryFolder(async (temporary) => {
    const workspaceFolder = path.join(temporary, 'workspace');
    const folder = path.join(workspaceFolder, 'fn');
    await mkdir(path.join(workspaceFolder, 'node_modules'), { recursive: true });
    await symlink(
      path.join(project, 'node_modules', 'esbuild'),
      path.join(workspaceFolder, 'node_modules', 'esbuild'),
    );
    const storage = path.join(temporary, 'storage');
    const world: BuildWorld = {
      staging: new StagingStore(path.join(storage, 'staging')),
      containers: () => ({ tool: 'docker', images: {} }),
      compiledFolder: path.join(storage, 'compiled'),
      environment: process.env,
    };
    await work({
      folder,
      originalPlace: (file, place) => originalPlace(folder, file, place, world),
      write: async (file, text) => {
        const target = path.join(folder, file);
        await mkdir(path.dirname(target), { recursive: true });
        await writeFile(target, text);
      },
      build: async (more = {}, options = {}) => {
        const progress: string[] = [];
        const manifest: FunctionManifest = {
          functionName: 'fn',
          runtime: 'nodejs24.x',
          handler: 'app.handler',
          ...more,
        };
        const built = await compileCode({ manifest, folder, root: folder, workspaceFolder }, world, {
          signal: new AbortController().signal,
          onProgress: (text) => progress.push(text),
          ...options,
        });
        const { parts = [], localOnly = [], replaces = [], notes = [] } = built ?? {};
        const files = parts.map(async ({ from, to }) => [to, await textOf(from)] as const);
        return { files: Object.fromEntries(await Promise.all(files)), localOnly, replaces, notes, progress };
      },
    });
  });
}

const textOf = async (file: string) =>
  readFile(file, 'utf8').catch(async () => (await readdir(file)).sort().join(' '));

const handler = `import { greet } from './lib/greet';
interface Event { readonly name: string }
export const handler = async (event: Event): Promise<string> => greet(event.name);
`;
const greet = 'export const greet = (name: string): string => `Hello ${name}`;\n';

describe('a TypeScript handler', () => {
  it('becomes one file where the runtime looks for it, with a source map for local runs', () =>
    withPlace(async ({ folder, write, build }) => {
      await write('src/app.ts', handler);
      await write('src/lib/greet.ts', greet);
      const made = await build({ handler: 'src/app.handler' });
      assert.deepEqual(Object.keys(made.files), ['src/app.js', 'src/app.js.map']);
      assert.deepEqual(made.localOnly, ['src/app.js.map']);
      assert.deepEqual(made.progress, ['compiling app.ts…']);
      assert.match(made.notes[0] ?? '', /^src\/app\.ts compiled to src\/app\.js by esbuild 0\.\d+\.\d+$/);
      const code = made.files['src/app.js'] ?? '';
      assert.ok(!code.includes(folder), 'no path of this machine is in the code');
      const map = JSON.parse(made.files['src/app.js.map'] ?? '') as { sources: string[] };
      assert.deepEqual(map.sources.sort(), [
        path.join(folder, 'src/app.ts'),
        path.join(folder, 'src/lib/greet.ts'),
      ]);
      await write('run.cjs', code);
      const loaded = (await import(pathToFileURL(path.join(folder, 'run.cjs')).href)) as {
        handler: (event: unknown) => Promise<string>;
      };
      assert.equal(await loaded.handler({ name: 'Ada' }), 'Hello Ada');
      assert.deepEqual((await readdir(path.join(folder, 'src'))).sort(), ['app.ts', 'lib']);
    }));

  it('is found where package.include takes it from', () =>
    withPlace(async ({ write, build }) => {
      await write('lambda.json', '{}');
      await write('../shared/app.ts', handler);
      await write('../shared/lib/greet.ts', greet);
      const included = { include: [{ from: '../shared', to: 'src' }] };
      const made = await build({ handler: 'src/app.handler', package: included });
      assert.deepEqual(Object.keys(made.files), ['src/app.js', 'src/app.js.map']);
      assert.match(made.notes[0] ?? '', /^\.\.\/shared\/app\.ts compiled to src\/app\.js/);
      await write('../shared/app.js', 'exports.handler = async () => 1;\n');
      assert.deepEqual((await build({ handler: 'src/app.handler', package: included })).files, {});
    }));

  it('is compiled again when anything that it is made of changes, and only then', () =>
    withPlace(async ({ write, build }) => {
      await write('app.ts', handler);
      await write('lib/greet.ts', greet);
      const first = await build();
      assert.deepEqual((await build()).progress, [], 'nothing has changed');
      assert.deepEqual((await build({}, { onlyMade: true })).files, first.files);
      await write('lib/greet.ts', greet.replace('Hello', 'Salve'));
      await assert.rejects(build({}, { onlyMade: true }), (error) => isFailure(error, 'build.notMade'));
      const changed = await build();
      assert.match(changed.files['app.js'] ?? '', /Salve/);
      // Found before greet.ts would be, had it been there.
      await write('lib/greet.tsx', greet.replace('Hello', 'Bonjour'));
      assert.match((await build()).files['app.js'] ?? '', /Bonjour/);
      await write(
        'tsconfig.json',
        '{ "compilerOptions": { "target": "es5", "useDefineForClassFields": false } }',
      );
      assert.deepEqual((await build()).progress, ['compiling app.ts…']);
      assert.deepEqual((await build({ runtime: 'nodejs22.x' })).progress, ['compiling app.ts…']);
    }));

  it('keeps the form of its module: as package.json, .mts and .cts say', () =>
    withPlace(async ({ write, build }) => {
      await write('lib/greet.ts', greet);
      await write('app.mts', handler.replace('./lib/greet', './lib/greet.ts'));
      assert.match((await build()).files['app.mjs'] ?? '', /export \{/);
      await write('package.json', '{ "type": "module" }');
      await write('other.ts', handler);
      assert.match((await build({ handler: 'other.handler' })).files['other.js'] ?? '', /export \{/);
      await write('third.cts', handler);
      assert.match((await build({ handler: 'third.handler' })).files['third.cjs'] ?? '', /module\.exports/);
    }));

  it('takes linked packages of the workspace in, and leaves installed ones outside', () =>
    withPlace(async ({ folder, write, build }) => {
      await write('package.json', '{ "dependencies": { "@scope/shared": "*", "left-pad": "1" } }');
      await write('../shared/package.json', '{ "name": "@scope/shared", "main": "index.ts" }');
      await write('../shared/index.ts', 'export const shared = (): string => "from the workspace";\n');
      await write('node_modules/@scope/.keep', '');
      await symlink('../../../shared', path.join(folder, 'node_modules/@scope/shared'));
      const imports = "import { shared } from '@scope/shared';\nimport pad from 'left-pad';\n";
      await write('app.ts', `${imports}export const handler = () => pad(shared(), 3);\n`);
      const code = (await build()).files['app.js'] ?? '';
      assert.match(code, /from the workspace/);
      assert.match(code, /require\("left-pad"\)/);
    }));

  it('has its source map in the archive when that is wanted, with paths that hold there', () =>
    withPlace(async ({ write, build }) => {
      await write('app.ts', handler);
      await write('lib/greet.ts', greet);
      const { files, localOnly } = await build({ build: { sourceMaps: true } });
      assert.deepEqual(localOnly, []);
      const map = JSON.parse(files['app.js.map'] ?? '') as { sources: string[] };
      assert.deepEqual(map.sources.sort(), ['app.ts', 'lib/greet.ts']);
    }));

  it('is named with its line when it cannot be compiled, and what was made before stays', () =>
    withPlace(async ({ folder, write, build }) => {
      await write('app.ts', handler);
      await write('lib/greet.ts', greet);
      await build();
      await write('lib/greet.ts', 'export const greet = (name: string =>\n  `Hello`;\nimport "./gone";\n');
      await assert.rejects(build(), (error) => {
        assert.ok(isFailure(error, 'build.notCompiled'));
        assert.match(error.message, /greet\.ts cannot be compiled: Expected "\)" but found "=>"/);
        const { file, line, column } = error.location ?? {};
        assert.deepEqual([file, line, column], [path.join(folder, 'lib/greet.ts'), 1, 36]);
        return true;
      });
      await write('lib/greet.ts', greet);
      assert.deepEqual((await build()).progress, [], 'what was made before is still there');
      await assert.rejects(build({ build: { entry: 'gone.ts' } }), (error) =>
        isFailure(error, 'build.entryMissing'),
      );
    }));

  it('is where frames of the compiled code lead to', () =>
    withPlace(async ({ folder, write, build, originalPlace }) => {
      await write('app.ts', handler);
      await write('lib/greet.ts', `// first\n\n${greet}`);
      const lines = ((await build()).files['app.js'] ?? '').split('\n');
      const line = lines.findIndex((text) => text.includes('Hello')) + 1;
      const column = (lines[line - 1] ?? '').indexOf('`Hello') + 1;
      const place = await originalPlace('app.js', { file: undefined, line, column });
      assert.deepEqual(place, {
        file: path.join(folder, 'lib/greet.ts'),
        line: 3,
        column: greet.indexOf('`') + 1,
      });
      assert.equal(await originalPlace('other.js', { file: undefined, line: 1 }), undefined);
    }));

  it('may be compiled by something else, whose map is beside it or in it', () =>
    withPlace(async ({ folder, write, originalPlace }) => {
      const map = (source: string, more = {}) =>
        JSON.stringify({ version: 3, sources: [source], names: [], mappings: ';AAEA', ...more });
      const data = `data:application/json;base64,${Buffer.from(map('../src/c.ts')).toString('base64')}`;
      const named = { a: 'maps/a.map', b: 'b.js.map', c: data, d: 'gone.map' };
      for (const [name, url] of Object.entries(named))
        await write(`dist/${name}.js`, `"use strict";\nrun();\n//# sourceMappingURL=${url}\n`);
      await write('dist/maps/a.map', map('src/a.ts', { sourceRoot: '../..' }));
      await write('dist/b.js.map', map('webpack://fn/./src/b.ts'));
      await write('dist/plain.js', 'run();\n');
      const places = ['a', 'b', 'c', 'd', 'plain'].map(async (name) => {
        const file = path.join(folder, 'dist', `${name}.js`);
        return originalPlace(`${name}.js`, { file, line: 2, column: 4 });
      });
      const sources = ['a', 'b', 'c'].map((name) => ({
        ...{ file: path.join(folder, 'src', `${name}.ts`), line: 3, column: 1 },
      }));
      assert.deepEqual(await Promise.all(places), [...sources, undefined, undefined]);
    }));

  it('is no matter where the handler can run as it is, or nothing is to be built', () =>
    withPlace(async ({ write, build }) => {
      await write('app.ts', handler);
      await write('app.js', 'exports.handler = () => 1;\n');
      assert.deepEqual((await build()).files, {});
      assert.deepEqual((await build({ runtime: 'python3.13' })).files, {});
    }));
});

describe('a build of a person’s own', () => {
  const writes = (text: string) =>
    `const fs = require('node:fs'); fs.mkdirSync('dist', { recursive: true }); fs.writeFileSync('dist/app.js', ${JSON.stringify(text)}); console.log('built', process.env.AWS_SECRET_ACCESS_KEY ?? 'without credentials');\n`;
  const build = { command: ['node', 'make.js', '$HOME; exit 1'], output: 'dist' };

  it('gives the folder that it writes, and its arguments are no shell’s', () =>
    withPlace(async ({ write, build: run }) => {
      await write('make.js', `if (process.argv[2] !== '$HOME; exit 1') process.exit(9);\n${writes('1')}`);
      const lines: string[] = [];
      process.env['AWS_SECRET_ACCESS_KEY'] = 'planted';
      const made = await run({ build }, { onOutput: (line) => lines.push(line) });
      delete process.env['AWS_SECRET_ACCESS_KEY'];
      assert.deepEqual(made.files, { '': 'app.js' });
      assert.deepEqual(made.replaces, ['/*']);
      assert.deepEqual(made.progress, ['running node…']);
      assert.deepEqual(lines, ['built without credentials']);
      assert.deepEqual((await run({ build })).progress, ['running node…'], 'nobody knows what it reads');
      assert.deepEqual((await run({ build }, { whenChanged: true })).progress, []);
      await write('source.txt', 'new');
      assert.deepEqual((await run({ build }, { whenChanged: true })).progress, ['running node…']);
    }));

  it('may be a script of package.json', () =>
    withPlace(async ({ write, build: run }) => {
      await write('package.json', '{ "scripts": { "bundle": "node make.js" } }');
      await write('make.js', writes('1'));
      const made = await run({ build: { script: 'bundle', output: 'dist' } });
      assert.deepEqual(made.files, { '': 'app.js' });
      assert.deepEqual(made.notes, ['dist by npm run bundle']);
    })).timeout(60_000);

  const failures: [string, string, string][] = [
    ['ends with a code', 'process.exit(3);\n', 'build.ownBuildFailed'],
    ['writes nothing', ';\n', 'build.noOutput'],
  ];
  for (const [what, text, code] of failures) {
    it(`that ${what} says so`, () =>
      withPlace(async ({ write, build: run }) => {
        await write('make.js', text);
        await assert.rejects(run({ build }), (error) => isFailure(error, code));
      }));
  }

  it('that names no output, or no program, says so', () =>
    withPlace(async ({ write, build: run }) => {
      await write('make.js', writes('1'));
      await assert.rejects(run({ build: { command: ['node'] } }), (error) =>
        isFailure(error, 'build.outputNotNamed'),
      );
      await assert.rejects(run({ build: { command: ['no-such-program-here'], output: 'dist' } }), (error) =>
        isFailure(error, 'build.programMissing'),
      );
    }));

  it('ends at once when it is cancelled, with all that it started', () =>
    withPlace(async ({ write, build: run }) => {
      await write('make.js', "require('node:child_process').spawnSync('sleep', ['60']);\n");
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 300);
      const began = performance.now();
      await assert.rejects(run({ build }, { signal: controller.signal }), { name: 'AbortError' });
      assert.ok(performance.now() - began < 20_000);
    })).timeout(60_000);
});
