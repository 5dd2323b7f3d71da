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

  it('give Node the places of code that lies elsewhere, as source maps, and leave its files and variables alone', async () => {
    const { mappings, ...map } = { version: 3, sources: ['../src/c.ts'], names: [], mappings: ';;;AACA' };
    const inline = Buffer.from(JSON.stringify({ ...map, mappings })).toString('base64');
    const throws = 'exports.thrown = () =>\n\n\n  new Error().stack;\n';
    const modules = {
      'a.js': throws,
      'b.js': `${throws}//# sourceMappingURL=maps/b.map\n`,
      'c.js': `${throws}//# sourceMappingURL=data:application/json;base64,${inline}\n`,
      'd.js': `${throws}//# sourceMappingURL=gone.map\n`,
      'e.mjs': 'export const thrown = () =>\n  new Error().stack;\n',
      'node_modules/f/index.js': throws,
      'maps/b.map': JSON.stringify({ ...map, mappings, sources: ['src/b.ts'], sourceRoot: '../..' }),
    };
    for (const [name, text] of Object.entries(modules)) {
      await mkdir(path.dirname(path.join(folder, 'task', name)), { recursive: true });
      await writeFile(path.join(folder, 'task', name), text);
    }
    const main = `const found = Object.keys(process.env).filter((name) => name.startsWith('LAMBDA'));
(async () => {
  for (const name of ['a.js', 'b.js', 'c.js', 'd.js', 'node_modules/f/index.js'])
    found.push(require('./task/' + name).thrown().split('\\n')[1]);
  found.push((await import('./task/e.mjs')).thrown().split('\\n')[1]);
  console.log(found.map((line) => line.replace(/.*[( ]/, '').replace(/\\)$/, '')).join('\\n'));
})();
`;
    await writeFile(path.join(folder, 'main.cjs'), main);
    const start = path.join(folder, 'bin', 'startNode.cjs');
    const printed = execFileSync(
      process.execPath,
      ['--enable-source-maps', '--require', start, path.join(folder, 'main.cjs')],
      {
        encoding: 'utf8',
        env: { LAMBDA_WORKBENCH_ELSEWHERE: JSON.stringify([[path.join(folder, 'task'), '/w/shared']]) },
      },
    );
    assert.deepEqual(printed.trim().replaceAll(folder, '').split('\n'), [
      ...['/w/shared/a.js:4:1', '/w/src/b.ts:2:1', '/w/src/c.ts:2:1'],
      ...['/task/d.js:4:3', '/task/node_modules/f/index.js:4:3', '/w/shared/e.mjs:2:1'],
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
