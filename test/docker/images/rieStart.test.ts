import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { once } from 'node:events';
import { after, before, describe, it } from 'mocha';
import { freePort } from '../../../src/local/freePort.ts';
import { startDockerWorld } from '../../support/dockerWorld.ts';
import type { DockerWorld } from '../../support/dockerWorld.ts';
import {
  ask,
  invocationPath,
  mounted,
  nodeImage,
  pythonImage,
  rieArguments,
  startContainer,
  until,
  withRie,
} from '../../support/dockerContainers.ts';
import type { Container, RieOptions } from '../../support/dockerContainers.ts';

/** What the product takes for granted about starting the emulator and knowing when it is up. */
describe('AWS’s emulator: how it starts', () => {
  let world: DockerWorld;
  const rie = (options: RieOptions, use: (container: Container) => Promise<void>) =>
    withRie(world, options, use);
  const runToEnd = (args: readonly string[]) => world.run(['run', '--rm', '--label', world.label, ...args]);

  before(async function () {
    this.timeout(600_000);
    world = await startDockerWorld();
  });
  after(async () => {
    await world.assertNoneLeft();
    await world.stop();
  });

  it('answers 404 everywhere but on the one route, which is how to know that it is up', () =>
    rie({}, async ({ address }) => {
      for (const path of ['/', '/ping', '/2015-03-31/functions/other/invocations']) {
        const { status, body } = await ask(address + path, { method: 'POST', body: '{}' });
        assert.deepEqual([path, status, body.trim()], [path, 404, '404 page not found']);
      }
      assert.equal((await ask(`${address}/`)).status, 404);
    }));

  it('is not up because a connection is accepted: Docker accepts for a container in which nobody listens', async () => {
    const container = await startContainer(world, 8080, ['--entrypoint', 'sleep', pythonImage, '60']);
    try {
      const { hostname, port } = new URL(container.address);
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      socket.destroy();
      await assert.rejects(ask(`${container.address}/`));
    } finally {
      await container.remove();
    }
  });

  it('runs no line of the function before the first event', () =>
    rie({}, async (container) => {
      assert.equal((await container.logs()).stdout, '');
      await container.post({ do: 'give' });
      assert.match((await container.logs()).stdout, /^module loaded$/m);
    }));

  it('has an entrypoint of its own that takes the handler and nothing else', async () => {
    const { code, stderr } = await runToEnd([pythonImage, 'probe.handler', '--log-level', 'debug']);
    assert.equal(code, 142);
    assert.match(stderr, /entrypoint requires the handler name to be the first argument/);
    const container = await startContainer(world, 8080, [...mounted('python'), pythonImage, 'probe.handler']);
    try {
      await until('the emulator', () => ask(container.address).catch(() => undefined));
      assert.equal((await container.post({ do: 'give' })).status, 200);
    } finally {
      await container.remove();
    }
  });

  it('dies of a LOG_LEVEL that it cannot parse, unless it is told another', async () => {
    const environment = { LOG_LEVEL: 'verbose' };
    const emulator = ['/var/runtime/bootstrap'];
    const { code, stderr } = await runToEnd(rieArguments({ environment, emulator }));
    assert.equal(code, 1);
    assert.match(stderr, /Failed to set log level/);
    await rie({ environment }, async (container) => {
      assert.equal((await container.post({ do: 'give' })).status, 200);
    });
  });

  it('panics at the first event when the time-out is no integer', () =>
    rie({ environment: { AWS_LAMBDA_FUNCTION_TIMEOUT: '1.5' } }, async (container) => {
      await assert.rejects(container.post({ do: 'give' }));
      assert.match((await container.logs()).stderr, /panic.*strconv\.ParseInt: parsing .*1\.5/);
    }));

  it('is another emulator with AWS_LAMBDA_MAX_CONCURRENCY: it loads the code at once and reports otherwise', () =>
    rie({ environment: { AWS_LAMBDA_MAX_CONCURRENCY: '2' } }, async (container) => {
      await until('the code to be loaded', async () =>
        (await container.logs()).stdout.includes('module loaded') ? true : undefined,
      );
      assert.doesNotMatch((await container.logs()).stderr, /\(rapid\)/);
    }));

  it('takes its addresses as flags, so that it can share the host’s network', async () => {
    const [emulator, api] = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`];
    const flags = ['--runtime-interface-emulator-address', emulator, '--runtime-api-address', api];
    const options = { run: ['--network', 'host'], emulator: [...flags, '/var/runtime/bootstrap'] };
    const id = await world.must('run', '--detach', '--label', world.label, ...rieArguments(options));
    try {
      // From inside, as the host of an engine in a virtual machine is not this one.
      const address = `http://${emulator}${invocationPath}`;
      const post = ['exec', id, 'curl', '--silent', '--fail', '--data', '{"do":"give","value":6}', address];
      const { stdout } = await until('the emulator', async () => {
        const result = await world.run(post);
        return result.code === 0 ? result : undefined;
      });
      assert.match(stdout, /"given": 6/);
    } finally {
      await world.must('rm', '--force', id);
    }
  });

  it('starts a wrapper with the runtime’s command line', () =>
    rie({ environment: { AWS_LAMBDA_EXEC_WRAPPER: '/var/task/wrapper' } }, async (container) => {
      assert.equal((await container.post({ do: 'give' })).status, 200);
      const { stdout } = await container.logs();
      assert.match(stdout, /^wrapped: \/var\/lang\/bin\/python3\.\d+ \/var\/runtime\/bootstrap\.py$/m);
    }));

  it('lets Node be debugged: it waits for a debugger at the first event and says so', () =>
    rie(
      { image: nodeImage, code: 'nodejs', environment: { NODE_OPTIONS: '--inspect-brk=0.0.0.0:9229' } },
      async (container) => {
        assert.equal((await container.logs()).stdout, '');
        const answered = container.post({ do: 'give' }).then(
          () => 'answered',
          () => 'ended',
        );
        const waiting = until('the cue', async () => {
          const { stdout, stderr } = await container.logs();
          return /Debugger listening on ws:\/\/0\.0\.0\.0:9229\//.test(stdout + stderr)
            ? 'waiting'
            : undefined;
        });
        assert.equal(await Promise.race([answered, waiting]), 'waiting');
      },
    ));

  it('runs a custom runtime from /var/task when it is given none, which the image’s own entrypoint does not', async () => {
    const image = 'public.ecr.aws/lambda/provided:al2023';
    await rie({ image, code: 'provided', emulator: ['--log-level', 'debug'] }, async (container) => {
      const { status, body } = await container.post({ custom: [1, 2] });
      assert.deepEqual([status, JSON.parse(body)], [200, { custom: [1, 2] }]);
    });
    const container = await startContainer(world, 8080, [...mounted('provided'), image, 'any.handler']);
    try {
      await until('the emulator', () => ask(container.address).catch(() => undefined));
      assert.equal((await container.post({})).status, 502);
    } finally {
      await container.remove();
    }
  });
});
