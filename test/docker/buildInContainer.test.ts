import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { isCancellation, isFailure } from '../../src/core/failures/failure.ts';
import { createCodeBuilder } from '../../src/local/build/codeBuilder.ts';
import type { BuildOptions } from '../../src/workflows/portsForBuild.ts';
import { writeTree } from '../support/archiveTree.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporaryFolder.ts';

const withPip = 'lambda-workbench-test/python-with-pip:3.11';

/** A package that comes as sources alone; what it compiles tells by what. */
const backend = `
import os, sys, time, zipfile
def get_requires_for_build_wheel(settings=None): return []
def build_wheel(folder, settings=None, metadata=None):
    if os.path.exists("/tmp/../sdists/slow"): time.sleep(600)
    tag = "cp%d%d" % sys.version_info[:2]
    name = "made_here-1.0-%s-%s-linux_%s.whl" % (tag, tag, os.uname().machine)
    info = "made_here-1.0.dist-info/"
    with zipfile.ZipFile(os.path.join(folder, name), "w") as wheel:
        wheel.writestr("made_here.py", "by = %r\\n" % (tag + " as " + str(os.getuid())))
        wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: made-here\\nVersion: 1.0\\n")
        wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: false\\nTag: %s-%s-linux_%s\\n" % (tag, tag, os.uname().machine))
        wheel.writestr(info + "RECORD", "")
    return name
`;

describe('packages without a wheel, built in the local image', function () {
  this.timeout(180_000);
  let folder: string;
  before(async () => {
    folder = await createTemporaryFolder();
    const image = path.join(folder, 'image');
    writeTree(image, {
      'made_here-1.0/pyproject.toml':
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n[project]\nname = "made-here"\nversion = "1.0"\n',
      'made_here-1.0/backend.py': backend,
      'made_here-1.0/PKG-INFO': 'Metadata-Version: 2.1\nName: made-here\nVersion: 1.0\n',
      Dockerfile:
        'FROM public.ecr.aws/lambda/python:3.11\nCOPY made_here-1.0.tar.gz /sdists/\nCOPY pip-25.3-py3-none-any.whl /\nENV PYTHONPATH=/pip-25.3-py3-none-any.whl\n',
    });
    await mkdir(path.join(folder, 'function'));
    const run = (file: string, ...args: string[]) => execFileSync(file, args, { cwd: image, stdio: 'pipe' });
    run('tar', 'czf', 'made_here-1.0.tar.gz', 'made_here-1.0');
    run('python3', '-m', 'pip', 'download', '--quiet', '--no-deps', 'pip==25.3');
    run('docker', 'build', '--quiet', '--tag', withPip, '.');
  });
  after(async () => {
    execFileSync('docker', ['image', 'rm', '--force', withPip], { stdio: 'pipe' });
    await removeFolder(folder);
  });

  const build = (image: string, inContainer: boolean, options: Partial<BuildOptions> = {}) => {
    const root = path.join(folder, 'function');
    writeTree(root, { 'requirements.txt': '--find-links /sdists\nmade-here==1.0\n' });
    const environment = { ...process.env, PIP_NO_INDEX: '1' };
    const builder = createCodeBuilder({ storageFolder: path.join(folder, 'builds'), environment });
    const manifest = {
      ...{ functionName: 'one', runtime: 'python3.11', handler: 'app.handler', local: { image } },
      ...({ architecture: process.arch === 'arm64' ? 'arm64' : 'x86_64' } as const),
      build: { tool: 'pip', inContainer } as const,
    };
    return builder.build(
      { manifest, folder: root, root, workspaceFolder: root },
      { signal: new AbortController().signal, ...options },
    );
  };
  const fails = async (code: string, text: RegExp, made: Promise<unknown>) => {
    const error: unknown = await made.then(
      () => undefined,
      (one: unknown) => one,
    );
    assert.ok(isFailure(error, code), String(error));
    assert.match(error.message, text);
  };

  it('is offered where there is no wheel, made on request, belongs to the person and is found again', async () => {
    await fails('build.noWheel', /"inContainer": true/, build(withPip, false));
    const built = await build(withPip, true);
    const staged = built?.parts[0]?.from ?? '';
    assert.deepEqual((await readdir(staged)).sort(), ['made_here-1.0.dist-info', 'made_here.py']);
    const uid = process.getuid?.() ?? 0;
    assert.match(await readFile(path.join(staged, 'made_here.py'), 'utf8'), new RegExp(`cp311 as ${uid}`));
    assert.equal((await stat(path.join(staged, 'made_here.py'))).uid, uid);
    assert.match(
      built?.notes[0] ?? '',
      /^requirements\.txt by pip in lambda-workbench-test\/python-with-pip:3\.11 for/,
    );
    assert.deepEqual(await build(withPip, true, { onlyMade: true }), built);
  });

  it('says what an image lacks', async () => {
    await fails(
      'build.notInImage',
      /needs pip in public\.ecr/,
      build('public.ecr.aws/lambda/python:3.11', true),
    );
    await fails('build.containerFailed', /no-such-image/, build('no-such-image.invalid/one:1', true));
  });

  it('leaves no container behind when it is cancelled', async () => {
    execFileSync('docker', ['build', '--quiet', '--tag', `${withPip}-slow`, '-'], {
      input: `FROM ${withPip}\nRUN touch /sdists/slow\n`,
    });
    try {
      const cancel = new AbortController();
      const cancelled = build(`${withPip}-slow`, true, {
        signal: cancel.signal,
        onOutput: (line) => {
          if (/Preparing metadata|Building wheel/.test(line)) cancel.abort();
        },
      });
      await assert.rejects(cancelled, isCancellation);
      const left = execFileSync('docker', [
        'ps',
        '--all',
        '--quiet',
        '--filter',
        'name=lambda-workbench-build-',
      ]);
      assert.equal(left.toString(), '');
    } finally {
      execFileSync('docker', ['image', 'rm', '--force', `${withPip}-slow`], { stdio: 'pipe' });
    }
  });
});
