import assert from 'node:assert/strict';
import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { isFailure } from '../../src/core/failures/failure.ts';
import { docker } from '../support/dockerCommand.ts';
import { openLocalWorld } from '../support/localWorld.ts';
import type { LocalWorld } from '../support/localWorld.ts';

const networkOf = (address: string) => address.split('.').slice(0, 2).join('.');

describe('what an invocation runs', () => {
  let world: LocalWorld;
  beforeEach(async () => {
    world = await openLocalWorld();
  });
  afterEach(() => world[Symbol.asyncDispose]());

  it('is always the new code, a hundred times in a row', async () => {
    const source = world.source();
    for (let n = 100; n < 200; n++) {
      await world.write('app.py', `def handler(event, context): return ${n}\n`);
      const { payload, start } = await world.invoke(source);
      assert.deepEqual([payload, start], [String(n), 'cold']);
    }
  }).timeout(600_000);

  it('is the new code of a module that the handler imports, and of a file that is new', async () => {
    await world.write('app.py', 'import lib\ndef handler(event, context): return lib.value()\n');
    await world.write('lib/__init__.py', 'def value(): return 1\n');
    assert.equal((await world.invoke(world.source())).payload, '1');
    await world.write('lib/__init__.py', 'def value():\n    from .two import two\n    return two\n');
    await world.write('lib/two.py', 'two = 2\n');
    assert.equal((await world.invoke(world.source())).payload, '2');
    await world.write('unrelated.txt', '');
    assert.equal((await world.invoke(world.source())).start, 'cold', 'nobody knows what a function reads');
  });

  it('includes node_modules behind a link, read-only, as long as it stays in the workspace', async () => {
    const root = path.join(world.folder, 'functions', 'calc');
    await world.write(
      'functions/calc/index.mjs',
      `import { writeFileSync } from 'node:fs';
       import add from 'add';
       export const handler = async () => {
         let written = 'written';
         try { writeFileSync('/var/task/node_modules/add/x', ''); } catch (error) { written = error.code; }
         return [add(1, 2), written];
       };`,
    );
    await world.write(
      'node_modules/add/package.json',
      '{"name":"add","type":"module","exports":"./index.js"}',
    );
    await world.write('node_modules/add/index.js', 'export default (a, b) => a + b;');
    await symlink('../../node_modules', path.join(root, 'node_modules'));
    const source = { ...world.source({ runtime: 'nodejs24.x', handler: 'index.handler' }), folder: root };
    assert.deepEqual(JSON.parse((await world.invoke(source)).payload), [3, 'EROFS']);
    await world.write('node_modules/add/index.js', 'export default (a, b) => a * b;');
    assert.deepEqual(JSON.parse((await world.invoke(source)).payload), [2, 'EROFS']);
    await symlink('/usr', path.join(root, 'outside'));
    await assert.rejects(world.invoke(source), (error) => isFailure(error, 'local.linkOutside'));
  });

  it('sees layers at /opt and mounts at their place, read-only', async () => {
    await world.write('layer/python/shared.py', 'NAME = "layer"\n');
    await world.write('data/table.csv', 'a,b');
    await world.write(
      'app.py',
      `import sys
sys.path.insert(0, "/opt/python")
import shared
def handler(event, context):
    try: open("/opt/x", "w"); written = True
    except OSError: written = False
    return [shared.NAME, open("/mnt/data/table.csv").read(), written]
`,
    );
    const local = { layers: ['layer'], mounts: { '/mnt/data': 'data' } };
    assert.deepEqual(JSON.parse((await world.invoke(world.source({ local }))).payload), [
      'layer',
      'a,b',
      false,
    ]);
    await world.write('layer/python/shared.py', 'NAME = "newer"\n');
    assert.match((await world.invoke(world.source({ local }))).payload, /newer/);
  });

  it('sees several layers at /opt, the later over the earlier', async () => {
    await world.write('one/python/shared.py', 'NAME = "one"\n');
    await world.write('one/python/first.py', 'NAME = "first"\n');
    await world.write('two/python/shared.py', 'NAME = "two"\n');
    await world.write(
      'app.py',
      `import sys
sys.path.insert(0, "/opt/python")
import shared, first
def handler(event, context): return [shared.NAME, first.NAME]
`,
    );
    const order = async (...layers: string[]) =>
      JSON.parse((await world.invoke(world.source({ local: { layers } }))).payload) as unknown;
    assert.deepEqual(await order('one', 'two'), ['two', 'first']);
    assert.deepEqual(await order('two', 'one'), ['one', 'first']);
  });

  it('has the network and the hosts that the manifest names', async () => {
    const network = `lambda-workbench-test-${process.pid}`;
    docker('network', 'create', network);
    try {
      await world.write(
        'app.py',
        `import socket
def handler(event, context):
    return [socket.gethostbyname("db.test"), socket.gethostbyname(socket.gethostname())]
`,
      );
      const gateway = docker('network', 'inspect', '--format', '{{(index .IPAM.Config 0).Gateway}}', network);
      const local = { network, extraHosts: ['db.test:10.1.2.3'] };
      const answer = JSON.parse((await world.invoke(world.source({ local }))).payload) as [string, string];
      assert.equal(answer[0], '10.1.2.3');
      assert.equal(networkOf(answer[1]), networkOf(gateway));
      await world.invoker.dispose();
    } finally {
      docker('network', 'rm', network);
    }
  });

  it('runs side by side with other functions, and one after the other with itself', async () => {
    await world.write(
      'app.py',
      'import time\ndef handler(event, context): time.sleep(0.5); return event["n"]\n',
    );
    const names = ['a1', 'b2', 'c3', 'd4', 'e5'];
    const sources = names.map((functionName) => world.source({ functionName, timeout: 30 }));
    await Promise.all(sources.map((source) => world.invoke(source, { event: { n: 0 } })));
    const began = performance.now();
    const five = await Promise.all(sources.map((source, n) => world.invoke(source, { event: { n } })));
    const together = performance.now() - began;
    assert.deepEqual(
      five.map(({ payload }) => payload),
      ['0', '1', '2', '3', '4'],
    );
    assert.ok(together < 2_000, `five of 500 ms side by side took ${together} ms`);
    const [only] = sources;
    assert.ok(only);
    const queued = await Promise.all([1, 2, 3].map((n) => world.invoke(only, { event: { n } })));
    assert.deepEqual(
      queued.map(({ payload, start }) => [payload, start]),
      [
        ['1', 'warm'],
        ['2', 'warm'],
        ['3', 'warm'],
      ],
    );
  });

  it('gets the environment by Docker’s rules, also what the tool itself reads', async () => {
    await mkdir(world.folder, { recursive: true });
    await world.write('app.py', 'import os\ndef handler(event, context): return dict(os.environ)\n');
    await world.write(
      'env.txt',
      '# a comment\nQUOTED="a b"\nEMPTY=\nSUM=a=b\nHTTPS_PROXY=http://proxy.test\nDOCKER_HOST=tcp://nowhere:1\nPATH=/var/lang/bin:/usr/bin:/bin\nLB_TEST_HOST\nLB_TEST_ABSENT\n',
    );
    process.env['LB_TEST_HOST'] = 'from host';
    try {
      const source = world.source({
        environment: { MULTI: 'a\nb', QUOTED: 'x' },
        environmentFile: 'env.txt',
      });
      const environment = JSON.parse((await world.invoke(source)).payload) as Record<string, string>;
      const { QUOTED, EMPTY, SUM, HTTPS_PROXY, DOCKER_HOST, MULTI, LB_TEST_HOST, AWS_REGION } = environment;
      assert.deepEqual(
        { QUOTED, EMPTY, SUM, HTTPS_PROXY, DOCKER_HOST, MULTI, LB_TEST_HOST, AWS_REGION },
        {
          QUOTED: '"a b"',
          EMPTY: '',
          SUM: 'a=b',
          HTTPS_PROXY: 'http://proxy.test',
          DOCKER_HOST: 'tcp://nowhere:1',
          MULTI: 'a\nb',
          LB_TEST_HOST: 'from host',
          AWS_REGION: 'eu-west-1',
        },
      );
      assert.ok(!('LB_TEST_ABSENT' in environment));
      assert.ok(!environment['AWS_SECRET_ACCESS_KEY'], 'no credentials unless asked for');
    } finally {
      delete process.env['LB_TEST_HOST'];
    }
  });
});
