import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'mocha';
import { root } from '../../scripts/paths.mjs';
import { docker } from '../support/dockerCommand.ts';
import { nodeImage } from '../support/dockerContainers.ts';
import { findOnPath } from '../support/dockerWorld.ts';
import { withTemporaryFolder } from '../support/temporaryFolder.ts';

const script = path.resolve(import.meta.dirname, '../support/invokeUnseen.ts');

const expected = [
  ['[1, "layer"]', 'cold'],
  ['[1, "layer"]', 'warm'],
  ['[2, "layer"]', 'cold'],
];
const socket = (process.env['DOCKER_HOST'] ?? '').replace(/^unix:\/\//, '') || '/var/run/docker.sock';

describe('an engine that does not see the code folder', () => {
  // In a mount namespace of its own, the process has a file system at this place that the engine knows nothing of.
  const rows: [string, string][] = [
    ['because there is none where it runs', 'inner'],
    ['because another one, an empty one, is at its place', '.'],
  ];
  for (const [why, inner] of rows) {
    it(`gets a copy (${why})`, async () => {
      await withTemporaryFolder(async (folder) => {
        const place = path.join(folder, inner);
        // Where the engine finds an empty folder instead.
        if (inner === '.') await mkdir(path.join(folder, 'workspace'));
        const mounted = inner === '.' ? 'mount -t tmpfs none "$0/workspace"' : 'mount -t tmpfs none "$0"';
        const command = `${mounted} && mkdir -p "$1" && exec "$2" "$3" "$1"`;
        const args = ['--mount', 'sh', '-c', command, folder, place, process.execPath, script];
        const child = spawn('unshare', args, { stdio: ['ignore', 'pipe', 'inherit'] });
        let said = '';
        child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
        await once(child, 'close');
        assert.deepEqual(JSON.parse(said), expected);
        await untilNone(`label=lambda-workbench.pid=${child.pid ?? 0}`);
      });
    });
  }

  it('gets a copy, and its container is reached by its own address (from a container beside it, as a Dev Container)', async () => {
    const hostname = `lambda-workbench-inside-${process.pid}`;
    const mount = (source: string, target = source) => ['--volume', `${source}:${target}:ro`];
    const said = docker(
      ...['run', '--rm', '--hostname', hostname, '--tmpfs', '/place', '--volume', `${socket}:/engine.sock`],
      ...['--env', 'DOCKER_HOST=unix:///engine.sock'],
      ...mount(root),
      ...mount(findOnPath('docker'), '/usr/local/bin/docker'),
      // The images are built of the same Debian as the tool, or the tool is linked statically.
      ...['--env', 'PATH=/var/lang/bin:/usr/local/bin:/usr/bin:/bin'],
      ...['--entrypoint', 'node', nodeImage, script, '/place'],
    );
    assert.deepEqual(JSON.parse(said), expected);
    const label = `label=lambda-workbench.host=${hostname}`;
    await untilNone(label);
  }).timeout(180_000);
});

/** The engine may still be removing what it was told to remove, where it has much to do. */
async function untilNone(filter: string): Promise<void> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const left = docker('ps', '--all', '--quiet', '--filter', filter);
    if (left === '' || performance.now() > deadline) {
      assert.equal(left, '', 'containers are left');
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
