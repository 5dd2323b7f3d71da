import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstat, readFile, readdir, readlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import JSZip from 'jszip';
import { after, before, describe, it } from 'mocha';
import type { BuiltCode } from '../../src/core/archive/codeTree.ts';
import { isFailure } from '../../src/core/failures/failure.ts';
import type { FunctionManifest } from '../../src/core/manifest/functionManifest.ts';
import { createCodeBuilder } from '../../src/local/build/codeBuilder.ts';
import type { BuildOptions } from '../../src/workflows/portsForBuild.ts';
import { buildTree, pathsOf, testArchiver, writeTree } from '../support/archiveTree.ts';
import { DeployWorld } from '../support/deployWorld.ts';
import { lock, nodeToolEnvironment, useLaterYarn, writeNodeWorkspace } from '../support/nodeWorkspace.ts';
import type { PackageTool } from '../support/nodeWorkspace.ts';
import { useStrictProxy } from '../support/strictProxy.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporaryFolder.ts';

/** ELF: the machine at byte 18. */
const machines = { x86_64: 62, arm64: 183 } as const;
const crcOfHello = 907060870;

describe('packages of Node.js functions', function () {
  this.timeout(180_000);
  let folder: string;
  let env: Record<string, string>;
  before(async () => {
    folder = await createTemporaryFolder();
    env = await nodeToolEnvironment();
  });
  after(() => removeFolder(folder));

  const builder = (environment: NodeJS.ProcessEnv = env) =>
    createCodeBuilder({ storageFolder: path.join(folder, 'builds'), environment });
  const build = (
    root: string,
    {
      manifest,
      workspaceFolder = root,
      ...options
    }: Partial<BuildOptions> & {
      manifest?: Partial<FunctionManifest>;
      workspaceFolder?: string;
    } = {},
    environment: NodeJS.ProcessEnv = env,
  ): Promise<BuiltCode | undefined> => {
    const whole = { functionName: 'one', runtime: 'nodejs24.x', handler: 'index.handler', ...manifest };
    const request = { manifest: whole, folder: root, root, workspaceFolder };
    return builder(environment).build(request, { signal: new AbortController().signal, ...options });
  };
  const write = async (name: string, packageJson: object, tool: PackageTool = 'npm') => {
    const root = path.join(folder, name);
    writeTree(root, { 'package.json': JSON.stringify(packageJson), 'index.js': '' });
    await lock(root, tool, env);
    return root;
  };

  /** What the function answers from its unpacked archive, and the paths in there. */
  const answerOf = async (
    root: string,
    built: BuiltCode | undefined,
    workspaceFolder: string,
    name: string,
  ): Promise<unknown> => {
    const archiver = testArchiver(folder);
    const archive = await buildTree(archiver, root, { workspaceFolder, built });
    const paths = pathsOf(archive);
    assert.ok(!paths.some((file) => /left-pad|is-odd|lock|\.yarn|\.env/.test(file)), paths.join(' '));
    const place = path.join(folder, `unpacked ${name}`);
    const zip = await JSZip.loadAsync(await readFile(archive.file));
    for (const file of Object.values(zip.files)) {
      if (!file.dir) writeTree(place, { [file.name]: await file.async('nodebuffer') });
    }
    await archiver.dispose();
    const call = "require('./index.js').handler().then((one) => console.log(JSON.stringify(one)))";
    const { stdout } = await promisify(execFile)('node', ['-e', call], { cwd: place, env });
    return JSON.parse(stdout) as unknown;
  };

  it('have their binaries for the function’s processor, whatever this machine’s is, and leave the workspace alone', async () => {
    const root = await write('native', { dependencies: { '@node-rs/crc32': '1.10.6' } });
    await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund'], { cwd: root, env });
    const before = await fingerprint(root);
    for (const architecture of ['x86_64', 'arm64'] as const) {
      const built = await build(root, { manifest: { architecture } });
      const [part] = built?.parts ?? [];
      const files = await readdir(part?.from ?? '', { recursive: true });
      const binaries = files.filter((file) => file.endsWith('.node'));
      assert.equal(binaries.length, 1, binaries.join(' '));
      const bytes = await readFile(path.join(part?.from ?? '', binaries[0] ?? ''));
      assert.equal(bytes.toString('latin1', 1, 4), 'ELF');
      assert.equal(bytes.readUInt16LE(18), machines[architecture]);
      assert.match(built?.notes[0] ?? '', /^package-lock\.json by npm \d+\.\S+ for nodejs24\.x on/);
    }
    assert.deepEqual(await fingerprint(root), before);
    // No tool can be found here: what was made is found.
    const found = await build(root, { onlyMade: true }, { PATH: '' });
    assert.equal(found?.parts[0]?.to, 'node_modules');
    const other = { onlyMade: true, manifest: { runtime: 'nodejs22.x' } };
    await assert.rejects(build(root, other), (error) => isFailure(error, 'build.notMade'));
  });

  for (const tool of ['npm', 'pnpm', 'yarn', 'yarn berry'] as const) {
    it(`of a workspace lie where the function finds them, its own packages live (${tool})`, async () => {
      const workspaceFolder = path.join(folder, `${tool} workspace`);
      await writeNodeWorkspace(workspaceFolder, tool, env);
      const before = await fingerprint(workspaceFolder);
      const root = path.join(workspaceFolder, 'functions/one');
      const built = await build(root, { workspaceFolder });
      assert.deepEqual(await fingerprint(workspaceFolder), before);
      const answer = (name: string) => answerOf(root, built, workspaceFolder, `${tool} ${name}`);
      const expected = { crc: crcOfHello, greeting: 'hello', versions: ['2.0.0', '2.1.2'] };
      assert.deepEqual(await answer('first'), expected);
      const file = path.join(workspaceFolder, 'packages/shared/index.js');
      await writeFile(file, (await readFile(file, 'utf8')).replace("'hello'", "'good day'"));
      assert.deepEqual(await build(root, { workspaceFolder, onlyMade: true }), built);
      assert.deepEqual(await answer('second'), { ...expected, greeting: 'good day' });
    });
  }

  for (const tool of ['npm', 'pnpm', 'yarn', 'yarn berry'] as const) {
    it(`of a folder that "file:" names go in as they are, with what they need (${tool})`, async () => {
      const workspaceFolder = path.join(folder, `${tool} file`);
      const root = path.join(workspaceFolder, 'one');
      const json = (value: object) => JSON.stringify({ version: '1.0.0', ...value });
      const version = "require('ms/package.json').version";
      writeTree(workspaceFolder, {
        'one/package.json': json({ name: 'one', dependencies: { lib: 'file:../lib', ms: '2.1.3' } }),
        'one/index.js': `exports.handler = async () => [${version}, ...require('lib').all()];`,
        'lib/package.json': json({ name: 'lib', dependencies: { ms: '2.0.0', 'is-number': '7.0.0' } }),
        'lib/index.js': `exports.all = () => [${version}, require('is-number')(1), require('./more.js')];`,
        'lib/more.js': 'module.exports = "more";',
        'lib/.env': 'SECRET=1',
      });
      if (tool === 'yarn berry') await useLaterYarn(root);
      await lock(root, tool, env);
      const before = await fingerprint(workspaceFolder);
      const built = await build(root, { workspaceFolder });
      assert.deepEqual(await fingerprint(workspaceFolder), before);
      const answer = (name: string) => answerOf(root, built, workspaceFolder, `${tool} file ${name}`);
      assert.deepEqual(await answer('first'), ['2.1.3', '2.0.0', true, 'more']);
      await writeFile(path.join(workspaceFolder, 'lib/more.js'), 'module.exports = "changed";');
      assert.deepEqual(await build(root, { workspaceFolder, onlyMade: true }), built);
      assert.deepEqual(await answer('second'), ['2.1.3', '2.0.0', true, 'changed']);
    });
  }

  const troubles = [
    ['build.noBinary', /@node-rs\/crc32-darwin-arm64.1\.10\.6 has no binary for nodejs24\.x on x86_64/],
    ['build.lockOutOfDate', /package-lock\.json does not fit/],
    ['build.packageNotFound', /left-pad@99\.0\.0/],
    ['build.brokenPackageJson', /from line 3 on/],
  ] as const;
  for (const [code, sentence] of troubles) {
    it(`that cannot be installed are named (${code})`, async () => {
      const root = await write(code, { dependencies: { ms: '2.1.3' } });
      const file = path.join(root, 'package.json');
      if (code === 'build.lockOutOfDate') await writeFile(file, '{ "dependencies": { "ms": "2.0.0" } }');
      else if (code === 'build.brokenPackageJson') await writeFile(file, '{\n "dependencies": {\n  }}}');
      else {
        const dependencies =
          code === 'build.noBinary' ? { '@node-rs/crc32-darwin-arm64': '1.10.6' } : { 'left-pad': '99.0.0' };
        const other = path.join(root, 'without lock');
        writeTree(other, { 'package.json': JSON.stringify({ dependencies }) });
        return assert.rejects(
          build(other),
          (error) => isFailure(error, code) && sentence.test(error.message),
        );
      }
      return assert.rejects(build(root), (error) => isFailure(error, code) && sentence.test(error.message));
    });
  }

  it('stay as they were built when a later build is cancelled or the registry is gone', async () => {
    const root = await write('kept', { dependencies: { ms: '2.1.3' } });
    const built = await build(root);
    const kept = await readdir(path.join(folder, 'builds/staging'));
    const next = { ...{ manifest: { architecture: 'arm64' as const } } };
    const nowhere = {
      ...env,
      npm_config_registry: 'http://me:pa55@127.0.0.1:9/',
      npm_config_cache: path.join(folder, 'cold'),
    };
    const lines: string[] = [];
    const offline = build(root, { ...next, onOutput: (line) => lines.push(line) }, nowhere);
    await assert.rejects(offline, (error) => isFailure(error, 'build.registryUnreachable'));
    assert.ok(!lines.join('\n').includes('pa55'));
    const abort = new AbortController();
    const cancelled = build(root, { ...next, signal: abort.signal, onProgress: () => abort.abort() });
    await assert.rejects(cancelled, { name: 'AbortError' });
    assert.deepEqual(await readdir(path.join(folder, 'builds/staging')), kept);
    assert.deepEqual(await build(root, { onlyMade: true }), built);
    assert.ok(await build(root, next), 'and can be built afterwards');
  });

  const hasScript = async (name: string) => {
    const own = { name: 'own', version: '1.0.0', scripts: { install: 'node -p process.platform > ran.txt' } };
    const root = path.join(folder, name);
    writeTree(root, {
      'own/package.json': JSON.stringify(own),
      'package.json': '{ "dependencies": { "own": "file:own-1.0.0.tgz" } }',
    });
    const pack = ['pack', '--pack-destination', root];
    await promisify(execFile)('npm', pack, { cwd: path.join(root, 'own'), env });
    return root;
  };
  const filesOfOwn = async (made: BuiltCode | undefined) =>
    (await readdir(path.join(made?.parts[0]?.from ?? '', 'own'))).sort();
  const withScripts = { manifest: { build: { installScripts: true } } };

  it('run their install scripts when that is wanted, and are named otherwise', async () => {
    const root = await hasScript('scripts');
    const built = await build(root);
    assert.match(built?.notes[1] ?? '', /install scripts not run .*: own 1\.0\.0$/);
    assert.deepEqual(await filesOfOwn(built), ['package.json']);
    assert.deepEqual(await filesOfOwn(await build(root, withScripts)), ['package.json', 'ran.txt']);
    writeTree(root, { 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" });
    const inContainer = build(root, { manifest: { build: { inContainer: true } } });
    await assert.rejects(inContainer, (error) => {
      assert.ok(isFailure(error, 'build.notInContainer'), String(error));
      assert.match(error.message, /runs npm alone for Node\.js, and pnpm-lock\.yaml is for pnpm/);
      return true;
    });
  });

  for (const tool of ['npm', 'pnpm'] as const) {
    it(`run them by the newest ${tool} too, but where the project says whose`, async () => {
      const newest = await nodeToolEnvironment({ isNewest: true });
      const root = await hasScript(`newest-${tool}`);
      if (tool === 'pnpm') await lock(root, tool, newest);
      assert.deepEqual(await filesOfOwn(await build(root, withScripts, newest)), ['package.json', 'ran.txt']);
      if (tool === 'npm') {
        const policy =
          '{ "dependencies": { "own": "file:own-1.0.0.tgz" }, "allowScripts": { "other": true } }';
        writeTree(root, { 'package.json': policy });
        assert.deepEqual(await filesOfOwn(await build(root, withScripts, newest)), ['package.json']);
      } else {
        writeTree(root, { 'pnpm-workspace.yaml': 'allowBuilds:\n  other: true\n' });
        await assert.rejects(build(root, withScripts, newest), (error) => {
          assert.ok(isFailure(error, 'build.scriptNotAllowed'), String(error));
          assert.match(
            error.message,
            /install scripts of own@file:own-1\.0\.0\.tgz\. Run pnpm approve-builds/,
          );
          return true;
        });
      }
    });
  }

  it('whose script fails are named', async () => {
    const root = path.join(folder, 'failing');
    const own = { name: '@top/own', version: '1.0.0', scripts: { postinstall: 'exit 3' } };
    writeTree(root, {
      'own/package.json': JSON.stringify(own),
      'package.json': '{\n "dependencies": {\n "@top/own": "file:top-own-1.0.0.tgz" } }',
    });
    const pack = ['pack', '--pack-destination', root];
    await promisify(execFile)('npm', pack, { cwd: path.join(root, 'own'), env });
    await assert.rejects(build(root, { manifest: { build: { installScripts: true } } }), (error) => {
      assert.ok(isFailure(error, 'build.scriptFailed'), String(error));
      assert.match(error.message, /script of @top\/own failed.*"inContainer": true/);
      assert.equal(error.location?.line, 3);
      return true;
    });
  });
});

describe('a Node.js function with a native package', function () {
  this.timeout(180_000);
  const sandbox = useStrictProxy({ createMs: 20, updateMs: 20 });
  let world: DeployWorld;
  before(async () => {
    world = await DeployWorld.create('crc', sandbox.proxy.url);
    writeTree(world.folder, {
      'package.json': JSON.stringify({ dependencies: { '@node-rs/crc32': '1.10.6' } }),
      'index.js':
        "const { crc32 } = require('@node-rs/crc32');\nexports.handler = async () => crc32('hello');\n",
    });
    world.setManifest({ runtime: 'nodejs24.x', handler: 'index.handler' });
  });
  after(() => world.dispose());

  it('runs where it is deployed to', async () => {
    await world.deploy();
    const answer = await sandbox.clients.lambda.send(new InvokeCommand({ FunctionName: 'crc' }));
    assert.equal(answer.Payload?.transformToString(), String(crcOfHello));
    assert.deepEqual((await world.plan()).plan.steps, [], 'a second deploy changes nothing');
  });
});

/** Path → what is there, of all that lies below a folder. */
async function fingerprint(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    const place = path.join(folder, name);
    const facts = await lstat(place);
    const content = facts.isFile()
      ? createHash('sha256')
          .update(await readFile(place))
          .digest('hex')
      : facts.isSymbolicLink()
        ? await readlink(place)
        : '';
    found[name] = `${facts.mode} ${facts.mtimeMs} ${content}`;
  }
  return found;
}
