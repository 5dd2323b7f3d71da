import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { isCancellation, isFailure } from '../../src/core/failures/failure.ts';
import { createCodeBuilder } from '../../src/local/build/codeBuilder.ts';
import type { BuildOptions } from '../../src/workflows/portsForBuild.ts';
import { writeTree } from '../support/archiveTree.ts';
import { lock, nodeToolEnvironment } from '../support/nodeWorkspace.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporaryFolder.ts';

const image = 'public.ecr.aws/lambda/nodejs:24';
const token = 's3cret-t0ken';

/** Writes down where it runs, and a setting of the person's own. */
const script = `
const { platform, arch, version, execPath, getuid } = process;
const settings = require('fs').readFileSync(require('os').homedir() + '/.npmrc', 'utf8');
const certificates = require('fs').readFileSync(process.env.NODE_EXTRA_CA_CERTS, 'utf8');
const seen = { platform, arch, version, execPath, uid: getuid(), named: process.env.OWN_TOKEN, certificates, settings };
require('fs').writeFileSync('made.json', JSON.stringify({ ...seen, settings: settings.length }));
console.log('made by ' + execPath);
`;

describe('packages of Node.js with install scripts, made in the local image', function () {
  this.timeout(120_000);
  let folder: string;
  let env: Record<string, string>;
  before(async () => {
    folder = await createTemporaryFolder();
    env = await nodeToolEnvironment();
    const settings = path.join(folder, 'settings');
    writeTree(folder, { settings: `//registry.invalid/:_authToken=\${OWN_TOKEN}\ncache=${folder}/cache\n` });
    writeTree(folder, { 'own.pem': 'of the network' });
    env = {
      ...{ ...env, npm_config_userconfig: settings, OWN_TOKEN: token },
      NODE_EXTRA_CA_CERTS: path.join(folder, 'own.pem'),
    };
  });
  after(() => removeFolder(folder));

  /** A function with one package, whose install script is `install`. */
  const write = async (name: string, install: string) => {
    const root = path.join(folder, name);
    const own = { name: 'own', version: '1.0.0', scripts: { install } };
    writeTree(path.join(folder, `${name} own`), {
      'package.json': JSON.stringify(own),
      'script.js': script,
    });
    writeTree(root, { 'package.json': '{ "dependencies": { "own": "file:vendor/own-1.0.0.tgz" } }' });
    writeTree(path.join(root, 'vendor'), { '.keep': '' });
    const pack = ['pack', '--silent', '--pack-destination', path.join(root, 'vendor')];
    execFileSync('npm', pack, { cwd: path.join(folder, `${name} own`), env });
    await lock(root, 'npm', env);
    return root;
  };
  const build = (root: string, options: Partial<BuildOptions> & { image?: string } = {}) => {
    const builder = createCodeBuilder({ storageFolder: path.join(folder, 'builds'), environment: env });
    const manifest = {
      ...{ functionName: 'one', runtime: 'nodejs24.x', handler: 'index.handler' },
      ...({ architecture: process.arch === 'arm64' ? 'arm64' : 'x86_64' } as const),
      ...{ build: { inContainer: true }, local: { image: options.image ?? image } },
    };
    return builder.build(
      { manifest, folder: root, root, workspaceFolder: root },
      { signal: new AbortController().signal, ...options },
    );
  };
  const containers = () =>
    execFileSync('docker', ['ps', '--all', '--quiet', '--filter', 'name=lambda-workbench-build-']).toString();

  it('are the image’s own work, belong to the person, hold no log-in and are found again', async () => {
    const root = await write('function', 'node script.js');
    const lines: string[] = [];
    const built = await build(root, { onOutput: (line) => lines.push(line) });
    const staged = path.join(built?.parts[0]?.from ?? '', 'own');
    const made = JSON.parse(await readFile(path.join(staged, 'made.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    const version = execFileSync('docker', ['run', '--rm', '--entrypoint', 'node', image, '--version']);
    const uid = process.getuid?.();
    const { settings, ...seen } = made;
    assert.deepEqual(seen, {
      ...{ platform: 'linux', arch: process.arch, version: version.toString().trim() },
      ...{ execPath: '/var/lang/bin/node', uid, named: token, certificates: 'of the network' },
    });
    assert.ok(Number(settings) > 0, 'the person’s own settings are there');
    assert.equal((await stat(path.join(staged, 'made.json'))).uid, uid);
    assert.match(
      built?.notes.join() ?? '',
      /^package-lock\.json by npm in public\.ecr.*nodejs:24 for nodejs24/,
    );
    assert.ok(lines.includes('made by /var/lang/bin/node'), lines.join('\n'));
    assert.doesNotMatch(lines.join('\n'), new RegExp(token));
    const storage = path.join(folder, 'builds');
    for (const name of await readdir(storage, { recursive: true })) {
      const file = path.join(storage, name);
      // What the script itself has written down is its own.
      if (name.endsWith('made.json') || !(await stat(file)).isFile()) continue;
      assert.ok(!(await readFile(file, 'latin1')).includes(token), name);
    }
    assert.deepEqual(await build(root, { onlyMade: true }), built);
    assert.equal(containers(), '');
  });

  it('whose script fails are named, and what an image lacks', async () => {
    const fails = (code: string, text: RegExp, made: Promise<unknown>) =>
      assert.rejects(made, (error) => {
        assert.ok(isFailure(error, code), String(error));
        assert.match(error.message, text);
        return true;
      });
    // npm ends with the script's code, which is the one of an engine that could not start it.
    const failing = await write('failing', 'no-such-compiler');
    await fails('build.notMadeInContainer', /^own could not be had or compiled in .* of npm/, build(failing));
    const python = build(failing, { image: 'public.ecr.aws/lambda/python:3.11' });
    await fails('build.notInImage', /needs npm in public\.ecr.*python/, python);
    await fails('build.containerFailed', /no-such/, build(failing, { image: 'no-such.invalid/one:1' }));
  });

  it('leave no container behind when they are cancelled', async () => {
    const root = await write('slow', 'echo started && sleep 600');
    const cancel = new AbortController();
    const onOutput = (line: string) => {
      if (line === 'started') cancel.abort();
    };
    await assert.rejects(build(root, { signal: cancel.signal, onOutput }), isCancellation);
    assert.equal(containers(), '');
  });
});
