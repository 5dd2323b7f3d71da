import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, readFile, readdir, readlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { GetFunctionCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import JSZip from 'jszip';
import { after, before, describe, it } from 'mocha';
import { ensureUv } from '../../scripts/uv.mjs';
import type { BuiltCode } from '../../src/core/archive/codeTree.ts';
import { isCancellation, isFailure } from '../../src/core/failures/failure.ts';
import type { FunctionManifest } from '../../src/core/manifest/functionManifest.ts';
import { createCodeBuilder } from '../../src/local/build/codeBuilder.ts';
import type { BuildOptions } from '../../src/workflows/portsForBuild.ts';
import { writeTree } from '../support/archiveTree.ts';
import { DeployWorld } from '../support/deployWorld.ts';
import { poetryLock } from '../support/poetryLock.ts';
import { useStrictProxy } from '../support/strictProxy.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporaryFolder.ts';

/** ELF: the machine at byte 18. */
const machines = { x86_64: 62, arm64: 183 } as const;

type Request = Partial<BuildOptions> & {
  readonly manifest?: Partial<FunctionManifest>;
  readonly workspaceFolder?: string;
  readonly env?: NodeJS.ProcessEnv;
};

describe('packages of Python functions', function () {
  this.timeout(180_000);
  let folder: string;
  let env: NodeJS.ProcessEnv;
  let uv: string;
  before(async () => {
    folder = await createTemporaryFolder();
    const programs = await ensureUv();
    uv = path.join(programs, 'uv');
    env = { ...process.env, PATH: `${programs}${path.delimiter}${process.env['PATH'] ?? ''}` };
  });
  after(() => removeFolder(folder));

  const ask = (root: string, request: Request) => {
    const { manifest, workspaceFolder = root, env: environment = env, ...options } = request;
    const whole = { functionName: 'one', runtime: 'python3.13', handler: 'app.handler', ...manifest };
    return {
      builder: createCodeBuilder({ storageFolder: path.join(folder, 'builds'), environment }),
      asked: { manifest: whole, folder: root, root, workspaceFolder },
      options: { signal: new AbortController().signal, ...options },
    };
  };
  const build = (root: string, request: Request = {}): Promise<BuiltCode | undefined> => {
    const { builder, asked, options } = ask(root, request);
    return builder.build(asked, options);
  };
  const reinstall = (root: string, request: Request = {}) => {
    const { builder, asked, options } = ask(root, request);
    return builder.reinstall(asked, options);
  };
  const write = (name: string, files: Record<string, string>) => {
    const root = path.join(folder, name);
    writeTree(root, { 'app.py': '', ...files });
    return root;
  };
  const namesIn = async (built: BuiltCode | undefined) => readdir(built?.parts[0]?.from ?? '');

  for (const tool of ['uv', 'pip'] as const) {
    it(`are for the function’s runtime and processor by ${tool}, whatever this machine’s are, and leave the workspace alone`, async () => {
      const root = write(`native-${tool}`, {
        'requirements.txt': '-r more.txt\n',
        'more.txt': 'orjson==3.11.3\n',
      });
      execFileSync(uv, ['venv', '--quiet', '.venv'], { cwd: root, env });
      execFileSync(uv, ['pip', 'install', '--quiet', 'orjson'], { cwd: root, env });
      const untouched = await fingerprint(root);
      for (const architecture of ['x86_64', 'arm64'] as const) {
        for (const runtime of ['python3.11', 'python3.13']) {
          const built = await build(root, { manifest: { architecture, runtime, build: { tool } } });
          const staged = built?.parts[0]?.from ?? '';
          assert.deepEqual((await readdir(staged)).sort(), ['orjson', 'orjson-3.11.3.dist-info']);
          const [native, ...others] = (await readdir(path.join(staged, 'orjson'))).filter((file) =>
            file.endsWith('.so'),
          );
          assert.deepEqual(others, []);
          assert.match(native ?? '', new RegExp(`cpython-${runtime.replace(/\D/g, '')}-`));
          const bytes = await readFile(path.join(staged, 'orjson', native ?? ''));
          assert.equal(bytes.toString('latin1', 1, 4), 'ELF');
          assert.equal(bytes.readUInt16LE(18), machines[architecture]);
          assert.deepEqual(built?.notes, [`requirements.txt by ${tool} for ${runtime} on ${architecture}`]);
        }
      }
      assert.deepEqual(await fingerprint(root), untouched);
    });
  }

  it('are the same bytes from uv and from pip, on each run', async () => {
    const root = write('same', {
      'requirements.txt':
        'click==8.1.8\npyyaml==6.0.2\nhttpx==0.28.1\nidna==3.10\nanyio==4.9.0\ncertifi==2025.8.3\nhttpcore==1.0.9\nh11==0.16.0\nsniffio==1.3.1\n',
    });
    const stagedBy = async (tool: 'uv' | 'pip', storage: string) => {
      const builder = createCodeBuilder({ storageFolder: path.join(folder, storage), environment: env });
      const manifest = {
        functionName: 'one',
        runtime: 'python3.13',
        handler: 'app.handler',
        build: { tool },
      };
      const request = { manifest, folder: root, root, workspaceFolder: root };
      const built = await builder.build(request, { signal: new AbortController().signal });
      return fingerprint(built?.parts[0]?.from ?? '');
    };
    const first = await stagedBy('uv', 'first');
    assert.ok([...first.keys()].some((name) => name.endsWith('dist-info/RECORD')));
    assert.deepEqual(await stagedBy('uv', 'second'), first);
    assert.deepEqual(await stagedBy('pip', 'third'), first);
  });

  it('come from the lock of a uv workspace, with its packages as they are', async () => {
    const workspaceFolder = path.join(folder, 'uv-workspace');
    const toml = (name: string, more: string) =>
      `[project]\nname = "${name}"\nversion = "0.1.0"\nrequires-python = ">=3.11"\n${more}`;
    writeTree(workspaceFolder, {
      'pyproject.toml': toml('whole', '[tool.uv.workspace]\nmembers = ["packages/*", "api"]\n'),
      'api/app.py': 'import shared_things',
      'api/pyproject.toml': toml(
        'api',
        'dependencies = ["shared-things", "orjson"]\n[tool.uv.sources]\nshared-things = { workspace = true }\n[dependency-groups]\ndev = ["iniconfig"]\n',
      ),
      'packages/things/src/shared_things/__init__.py': 'THINGS = 1\n',
      'packages/things/pyproject.toml': toml(
        'shared-things',
        'dependencies = ["idna"]\n[build-system]\nrequires = ["uv_build"]\nbuild-backend = "uv_build"\n',
      ),
    });
    execFileSync(uv, ['lock', '--quiet'], { cwd: workspaceFolder, env });
    const untouched = await fingerprint(workspaceFolder);
    const root = path.join(workspaceFolder, 'api');
    const built = await build(root, { workspaceFolder });
    const names = (await namesIn(built)).filter((name) => !name.endsWith('.dist-info'));
    assert.deepEqual(names.sort(), ['idna', 'orjson']);
    const live = path.join(workspaceFolder, 'packages/things/src/shared_things');
    assert.deepEqual(built?.parts.slice(1), [{ from: live, to: 'shared_things', isStaged: false }]);
    assert.deepEqual(await build(root, { workspaceFolder, onlyMade: true }), built);
    assert.deepEqual(await fingerprint(workspaceFolder), untouched);
  });

  it('come from the main group of a poetry.lock of either format, by uv and by pip', async () => {
    for (const { name, files, expected } of poetryLock) {
      const root = write(name, files);
      for (const tool of ['uv', 'pip'] as const) {
        const names = await namesIn(await build(root, { manifest: { build: { tool } } }));
        assert.deepEqual(names.sort(), expected);
      }
    }
  });

  it('come in the version that a poetry.lock holds for the function’s own Python', async () => {
    const root = path.join(folder, 'poetry-1-versions');
    for (const tool of ['uv', 'pip'] as const) {
      const names = await namesIn(
        await build(root, { manifest: { runtime: 'python3.11', build: { tool } } }),
      );
      const versions = names.filter((name) => /^(?:click|idna)-/.test(name)).sort();
      assert.deepEqual(versions, ['click-8.1.7.dist-info', 'idna-3.9.dist-info']);
    }
  });

  it('come from pyproject.toml, and are none where it names none or another language is meant', async () => {
    const named = write('pyproject', {
      'pyproject.toml': '[project]\nname = "a"\nversion = "1"\ndependencies = ["idna==3.10"]\n',
    });
    assert.deepEqual((await namesIn(await build(named))).sort(), ['idna', 'idna-3.10.dist-info']);
    const none = write('none', {
      'pyproject.toml': '[tool.ruff]\nline-length = 100\n',
      'package.json': '{"dependencies":{"a":"1"}}',
    });
    assert.equal(await build(none), undefined);
  });

  it('leave what was made before in place when they cannot be installed, are cancelled or lose the network', async () => {
    const root = write('kept', { 'requirements.txt': 'idna==3.10\n' });
    const good = await build(root);
    const staged = await fingerprint(good?.parts[0]?.from ?? '');
    const requirements = path.join(root, 'requirements.txt');
    const stagings = async () => (await readdir(path.join(folder, 'builds', 'staging'))).sort();
    const kept = await stagings();
    const failsWith = (code: string, text: RegExp, request: Request = {}) =>
      assert.rejects(build(root, request), (error) => {
        assert.ok(isFailure(error, code), String(error));
        assert.match(error.message, text);
        return true;
      });

    await writeFile(requirements, '# ours\nidna==3.10\norjson==3.6.0\n');
    for (const tool of ['uv', 'pip'] as const) {
      const manifest = { architecture: 'arm64', build: { tool } } as const;
      await failsWith('build.noWheel', /^orjson==3\.6\.0 has no wheel for python3\.13 on arm64/, {
        manifest,
      });
      const error: unknown = await build(root, { manifest }).catch((one: unknown) => one);
      assert.ok(isFailure(error));
      assert.deepEqual(error.location, { file: requirements, line: 3 });
    }
    await failsWith('build.notMade', /not built/, { onlyMade: true });

    await writeFile(requirements, '--index-url http://person:secret@127.0.0.1:9/simple\nidna==3.9\n');
    const lines: string[] = [];
    const offline = {
      ...env,
      UV_HTTP_RETRIES: '0',
      UV_NO_CACHE: '1',
      PIP_RETRIES: '1',
      PIP_NO_CACHE_DIR: '1',
    };
    for (const tool of ['uv', 'pip'] as const) {
      const request = {
        manifest: { build: { tool } },
        env: offline,
        onOutput: (line: string) => lines.push(line),
      };
      await failsWith('build.registryUnreachable', new RegExp(`^${tool} could not reach`), request);
    }
    assert.ok(lines.length > 0);
    assert.ok(!lines.join('\n').includes('secret'), lines.join('\n'));

    // A tool that never ends: what it started ends with it.
    const slow = path.join(folder, 'slow');
    await mkdir(slow, { recursive: true });
    await writeFile(path.join(slow, 'uv'), '#!/bin/sh\necho started\nsleep 600\n');
    await chmod(path.join(slow, 'uv'), 0o755);
    const cancel = new AbortController();
    const cancelled = build(root, {
      env: { ...env, PATH: `${slow}${path.delimiter}${env['PATH'] ?? ''}` },
      signal: cancel.signal,
      onOutput: () => cancel.abort(),
    });
    await assert.rejects(cancelled, isCancellation);

    await writeFile(requirements, 'idna==3.10\n');
    assert.deepEqual(await stagings(), kept);
    assert.deepEqual(await build(root, { onlyMade: true }), good);
    assert.deepEqual(await fingerprint(good?.parts[0]?.from ?? ''), staged);
  });

  it('can be installed anew, which changes nothing where it fails', async () => {
    const root = write('anew', { 'requirements.txt': 'idna\n' });
    const built = await build(root);
    assert.deepEqual(await reinstall(root), built?.notes);
    const anew = await build(root, { onlyMade: true });
    assert.notEqual(anew?.parts[0]?.from, built?.parts[0]?.from);
    assert.deepEqual(await namesIn(anew), await namesIn(built));
    const broken = path.join(folder, 'broken');
    writeTree(broken, { uv: '#!/bin/sh\nexit 1\n' });
    await chmod(path.join(broken, 'uv'), 0o755);
    const failing = { env: { ...env, PATH: `${broken}${path.delimiter}${env['PATH'] ?? ''}` } };
    await assert.rejects(reinstall(root, failing), (error) => isFailure(error, 'build.toolFailed'));
    assert.deepEqual(await build(root, { onlyMade: true }), anew);
    assert.equal(await reinstall(write('nothing', {})), undefined);
  });

  describe('deployed', () => {
    const sandbox = useStrictProxy({ createMs: 20, updateMs: 20 });
    let world: DeployWorld;
    after(() => world.dispose());

    it('are imported where the function runs, in place of those that lie beside its handler', async () => {
      world = await DeployWorld.create('packed', sandbox.proxy.url);
      const put = async (name: string, text: string) => {
        await mkdir(path.dirname(path.join(world.folder, name)), { recursive: true });
        await writeFile(path.join(world.folder, name), text);
      };
      await put(
        'app.py',
        'import orjson\n\ndef handler(event, context):\n    return orjson.dumps(event).decode()\n',
      );
      await put('requirements.txt', 'orjson==3.11.3\n');
      // As `pip install --target .` on another machine has left it.
      await put('orjson/__init__.py', 'raise ImportError("of another machine")\n');
      await put('orjson-3.11.0.dist-info/RECORD', 'orjson/__init__.py,,\n');
      // The emulator runs functions by this machine's own Python, whatever the runtime is.
      const version = execFileSync('python3', ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])']);
      const architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';
      world.setManifest({ runtime: `python${version.toString().trim()}`, architecture });
      await world.deploy();
      const answer = await sandbox.clients.lambda.send(
        new InvokeCommand({ FunctionName: 'packed', Payload: '{"a": [1, 2]}' }),
      );
      assert.equal(answer.Payload?.transformToString(), String.raw`"{\"a\":[1,2]}"`);
      assert.deepEqual((await world.plan()).plan.steps, [], 'a second deploy changes nothing');
    });

    it('are for the processor that the function has where its manifest names none', async () => {
      const arm = await DeployWorld.create('kept-arm', sandbox.proxy.url);
      try {
        arm.setManifest({ architecture: 'arm64' });
        await arm.deploy();
        writeTree(arm.folder, { 'requirements.txt': 'orjson==3.11.3\n' });
        arm.setManifest({ architecture: undefined });
        await arm.deploy();
        const live = await sandbox.clients.lambda.send(new GetFunctionCommand({ FunctionName: 'kept-arm' }));
        assert.deepEqual(live.Configuration?.Architectures, ['arm64']);
        const code = await fetch(live.Code?.Location ?? '');
        const zip = await JSZip.loadAsync(await code.arrayBuffer());
        const [native] = zip.file(/orjson\.cpython-.*\.so$/);
        const bytes = await native?.async('nodebuffer');
        assert.equal(bytes?.readUInt16LE(18), machines.arm64);
        assert.deepEqual((await arm.plan()).plan.steps, [], 'a second deploy changes nothing');
      } finally {
        await arm.dispose();
      }
    });
  });
});

/** Every file and link below a folder, with what a write would change. */
async function fingerprint(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const facts = await lstat(file);
    const content = entry.isSymbolicLink()
      ? await readlink(file)
      : entry.isFile()
        ? createHash('sha256')
            .update(await readFile(file))
            .digest('hex')
        : undefined;
    if (content !== undefined) found.set(path.relative(folder, file), `${facts.mode.toString(8)} ${content}`);
  }
  return new Map([...found].sort());
}
