import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { writeDebugScripts } from '../../src/local/debug/writeDebugScripts.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporaryFolder.ts';

/** Prints its arguments and what it can see of the wrappers, one a line. */
const shown =
  '#!/bin/sh\nfor one in "$0" "$@"; do echo "$one"; done\nenv | grep -E "WORKBENCH|WRAPPER" | sort\n';

describe('the scripts that start a runtime under a debugger', () => {
  let folder: string;
  let program: string;
  before(async () => {
    folder = await createTemporaryFolder();
    await writeDebugScripts(path.join(folder, 'bin'));
    program = path.join(folder, 'runtime');
    await writeFile(program, shown, { mode: 0o755 });
  });
  after(() => removeFolder(folder));

  const run = (name: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    execFileSync(path.join(folder, 'bin', name), [program, ...args], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], LAMBDA_WORKBENCH_LISTEN: '127.0.0.1:1', ...env },
    })
      .trim()
      .split('\n');

  it('put the start script before what the runtime is given', () => {
    const env = { AWS_LAMBDA_EXEC_WRAPPER: '/lambda-workbench/bin/node' };
    assert.deepEqual(run('node', ['--expose-gc', '/var/runtime/two words.mjs'], env), [
      program,
      ...['--require', '/lambda-workbench/bin/startNode.cjs', '--expose-gc', '/var/runtime/two words.mjs'],
      'LAMBDA_WORKBENCH_LISTEN=127.0.0.1:1',
    ]);
    assert.deepEqual(run('python', ['/var/runtime/bootstrap.py'], env).slice(1, -1), [
      ...['-X', 'frozen_modules=off', '/lambda-workbench/bin/startPython.py', '/var/runtime/bootstrap.py'],
    ]);
  });

  it('go through the wrapper of the function, which then sees itself as in Lambda', async () => {
    const own = path.join(folder, 'own');
    await writeFile(own, shown, { mode: 0o755 });
    const lines = run('python', ['bootstrap.py'], { LAMBDA_WORKBENCH_OWN_WRAPPER: own });
    assert.deepEqual(lines, [
      ...[own, program, '-X', 'frozen_modules=off', '/lambda-workbench/bin/startPython.py', 'bootstrap.py'],
      `AWS_LAMBDA_EXEC_WRAPPER=${own}`,
      'LAMBDA_WORKBENCH_LISTEN=127.0.0.1:1',
    ]);
  });

  it('are readable for whoever the function runs as, also where an older version was', async () => {
    const old = path.join(folder, 'old');
    await mkdir(old, { mode: 0o700 });
    await writeFile(path.join(old, 'node'), 'old', { mode: 0o600 });
    await writeDebugScripts(old);
    for (const name of ['.', 'node', 'startNode.cjs', 'python', 'startPython.py']) {
      assert.equal((await stat(path.join(old, name))).mode & 0o777, 0o755, name);
    }
    assert.match(await readFile(path.join(old, 'node'), 'utf8'), /^#!\/bin\/sh\n/);
  });
});
