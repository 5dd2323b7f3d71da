import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { isCancellation, isFailure } from '../../src/core/failures/failure.ts';
import { docker, ourContainers } from '../support/dockerCommand.ts';
import { openLocalWorld } from '../support/localWorld.ts';
import type { LocalWorld } from '../support/localWorld.ts';
import { removeFolder } from '../support/temporaryFolder.ts';

const sleeper =
  'import time\ndef handler(event, context): time.sleep(event.get("seconds", 0)); return "awake"\n';

describe('trouble around an invocation in a container', () => {
  let world: LocalWorld;
  beforeEach(async () => {
    world = await openLocalWorld();
    await world.write('app.py', sleeper);
  });
  afterEach(async () => {
    await world[Symbol.asyncDispose]();
    assert.deepEqual(ourContainers(), [], 'no container is left');
  });

  it('an image that nobody has is named', async () => {
    const source = world.source({ local: { image: 'localhost:1/nobody/has:this' } });
    await assert.rejects(world.invoke(source), (error) => {
      assert.ok(isFailure(error, 'local.imageMissing'), String(error));
      assert.match(error.message, /localhost:1\/nobody\/has:this/);
      return true;
    });
  });

  it('a cancel while an image is pulled ends the pull at once', async () => {
    // A registry that takes the question and never answers.
    const asked: string[] = [];
    const registry = createServer((request) => asked.push(request.url ?? ''));
    registry.listen(0, '127.0.0.1');
    await once(registry, 'listening');
    const { port } = registry.address() as AddressInfo;
    try {
      const cancel = new AbortController();
      const image = `127.0.0.1:${port}/slow/image:1`;
      const call = world.invoke(world.source({ local: { image } }), { signal: cancel.signal });
      call.catch(() => undefined);
      await until(() => Promise.resolve(asked.length > 0), 'the registry is asked');
      const began = performance.now();
      cancel.abort();
      await assert.rejects(call, isCancellation);
      assert.ok(performance.now() - began < 2_000);
    } finally {
      registry.closeAllConnections();
      registry.close();
    }
  });

  it('an engine that does not run, and a tool that is not there, are told apart', async () => {
    const host = process.env['DOCKER_HOST'];
    process.env['DOCKER_HOST'] = 'unix:///tmp/lambda-workbench-no-engine.sock';
    try {
      await assert.rejects(world.invoke(world.source()), (error) => isFailure(error, 'local.engineDown'));
    } finally {
      if (host === undefined) delete process.env['DOCKER_HOST'];
      else process.env['DOCKER_HOST'] = host;
    }
    world.settings.tool = 'no-such-tool';
    await assert.rejects(world.invoke(world.source()), (error) => isFailure(error, 'local.toolMissing'));
    world.settings.tool = 'docker';
    assert.equal((await world.invoke(world.source())).status, 'success');
  });

  it('a container that is killed in the middle ends the call, and the next one works', async () => {
    const source = world.source({ timeout: 60 });
    const killed = world.invoke(source, {
      event: { seconds: 60 },
      onLine: ({ text }) => text.startsWith('START') && docker('kill', ...ourContainers()),
    });
    await assert.rejects(killed, (error) => isFailure(error, 'local.containerGone'));
    assert.equal((await world.invoke(source)).payload, '"awake"');
  });

  it('a standby that is killed is replaced', async () => {
    await world.invoker.prepare(world.source());
    docker('kill', ...ourContainers());
    assert.equal((await world.invoke(world.source())).payload, '"awake"');
  });

  it('a cancel while the function runs removes its container at once', async () => {
    const source = world.source({ timeout: 60 });
    await world.invoker.prepare(source);
    const [running = ''] = ourContainers();
    const cancel = new AbortController();
    const began = performance.now();
    const call = world.invoke(source, {
      event: { seconds: 60 },
      signal: cancel.signal,
      onLine: ({ text }) => text.startsWith('START') && cancel.abort(),
    });
    await assert.rejects(call, isCancellation);
    assert.ok(performance.now() - began < 10_000);
    await gone(running);
    assert.equal((await world.invoke(source)).payload, '"awake"');
  });

  for (const afterMs of [0, 50, 200, 400, 800]) {
    it(`a cancel ${afterMs} ms after the call leaves a function that can be called`, async () => {
      const cancel = new AbortController();
      const call = world.invoke(world.source({ timeout: 30 }), {
        event: { seconds: 20 },
        signal: cancel.signal,
      });
      setTimeout(() => cancel.abort(), afterMs);
      await assert.rejects(call, isCancellation);
      assert.equal((await world.invoke(world.source({ timeout: 30 }))).payload, '"awake"');
    });
  }

  for (const afterMs of [0, 100, 300, 600]) {
    it(`closing the window ${afterMs} ms after a call leaves nothing`, async () => {
      const call = world.invoke(world.source({ timeout: 60 }), { event: { seconds: 30 } });
      call.catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      await world.invoker.dispose();
      await assert.rejects(call);
      assert.deepEqual(ourContainers(), []);
    });
  }

  it('a window that is killed leaves containers, which the next one removes, and no others', async () => {
    const script = path.resolve(import.meta.dirname, '../support/invokeUntilKilled.ts');
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    const folder = /running in (\S+)/.exec(said.toString())?.[1] ?? '';
    const { pid = 0 } = child;
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.ok(ourContainers(pid).length > 0, 'the killed window had a container');
    await world.invoke(world.source());
    await gone(...ourContainers(pid));
    assert.deepEqual(ourContainers(pid), []);
    assert.ok(ourContainers().length > 0, 'the containers of this living window stay');
    await removeFolder(path.dirname(folder));
  });

  it('removes all on demand, and only what is ours', async () => {
    docker('create', '--name', 'lambda-workbench-not-ours', 'public.ecr.aws/lambda/python:3.13');
    try {
      await world.invoke(world.source());
      assert.ok((await world.invoker.removeAll()) >= 1);
      assert.deepEqual(ourContainers(), []);
      docker('inspect', 'lambda-workbench-not-ours');
    } finally {
      docker('rm', '--force', 'lambda-workbench-not-ours');
    }
  });

  it('no secret is on a command line, in a label, or anywhere but in the container’s own environment', async () => {
    const marker = 'marker-7f3a9c';
    await world.write('env.txt', `FROM_FILE=${marker}-file\nHTTPS_PROXY=http://${marker}-proxy\n`);
    const { connection } = world;
    connection.credentials = { accessKeyId: `${marker}-id`, secretAccessKey: `${marker}-key` };
    const source = world.source({
      environment: { TOKEN: `${marker}-manifest` },
      environmentFile: 'env.txt',
      timeout: 30,
    });
    let commandLines: string[] = [];
    const result = await world.invoke(source, {
      event: { seconds: 1 },
      onLine: ({ text }) => {
        if (text.startsWith('START')) void allCommandLines().then((all) => (commandLines = all));
      },
    });
    assert.ok(commandLines.some((line) => line.includes('aws-lambda-rie')));
    const planted = (text: string) => text.includes(marker);
    assert.deepEqual(commandLines.filter(planted), []);
    for (const id of ourContainers()) {
      const [inspected] = JSON.parse(docker('inspect', id)) as [{ Config: { Env: string[] } }];
      const { Env } = inspected.Config;
      assert.equal(Env.filter(planted).length, 5);
      const rest = JSON.stringify({ ...inspected, Config: { ...inspected.Config, Env: [] } });
      assert.ok(!planted(rest));
    }
    assert.ok(!planted(JSON.stringify([result.lines, result.phases, await world.invoker.command(source)])));
    const storage = path.join(path.dirname(world.folder), 'storage');
    // The next standby may be starting with its own.
    await until(async () => (await readdir(storage)).length === 0, 'the file with the proxy is gone');
  });
});

async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!(await isSo())) {
    assert.ok(performance.now() < deadline, what);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function gone(...ids: readonly string[]): Promise<void> {
  return until(() => {
    const left = docker('ps', '--all', '--quiet').split('\n');
    return Promise.resolve(!ids.some((id) => left.includes(id)));
  }, 'the containers are gone');
}

async function allCommandLines(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
}
