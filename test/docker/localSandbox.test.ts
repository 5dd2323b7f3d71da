import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import type { FunctionManifest } from '../../src/core/manifest/functionManifest.ts';
import { docker } from '../support/dockerCommand.ts';
import { pythonImage } from '../support/dockerContainers.ts';
import { openLocalWorld } from '../support/localWorld.ts';
import type { LocalWorld } from '../support/localWorld.ts';
import { startMinistack } from '../support/ministack.ts';
import type { TestMinistack } from '../support/ministack.ts';
import { ministackExecutable } from '../support/ministackExecutable.ts';

/** Says who it is to AWS, puts an object and reads it back. */
const code = `
import os, sys
sys.path.insert(0, "/opt/boto")
import boto3
def handler(event, context):
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket=event["bucket"])
    s3.put_object(Bucket=event["bucket"], Key="trip", Body=b"x" * 300_000)
    return {
        "account": boto3.client("sts").get_caller_identity()["Account"],
        "bytes": len(s3.get_object(Bucket=event["bucket"], Key="trip")["Body"].read()),
        "buckets": [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]],
        "endpoint": os.environ["AWS_ENDPOINT_URL"],
    }
`;
interface Answer {
  readonly account: string;
  readonly bytes: number;
  readonly buckets: readonly string[];
  readonly endpoint: string;
}

const run = promisify(execFile);
const dummy = { accessKeyId: 'test', secretAccessKey: 'test' };

/** The sockets of this process, by kind. */
const sockets = (): string[] =>
  process.getActiveResourcesInfo().filter((kind) => /^(TCP|Connect)/i.test(kind));

/** How a connection ended before anything was answered: refused, or taken and closed at once. */
async function outcomeOf(host: string, port: number, from?: string): Promise<string> {
  const socket = connect({ host, port, localAddress: from });
  socket.on('connect', () => socket.write('GET /_localstack/health HTTP/1.0\r\n\r\n'));
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  const error = await Promise.race([
    once(socket, 'error').then(([cause]) => (cause as NodeJS.ErrnoException).code ?? 'error'),
    once(socket, 'close').then(() => 'closed'),
  ]);
  socket.destroy();
  return answer === '' ? error : answer;
}

describe('a local run that is connected to the sandbox', () => {
  let ministack: TestMinistack;
  let boto: string;
  let world: LocalWorld;
  before(async () => {
    ministack = await startMinistack();
    const library = path.resolve(path.dirname(await ministackExecutable()), '..', 'lib');
    const [python = ''] = await readdir(library);
    boto = path.join(library, python, 'site-packages');
  });
  after(() => ministack.stop());
  beforeEach(async () => {
    world = await openLocalWorld();
    Object.assign(world.connection, { region: 'us-east-1', endpoint: ministack.url, credentials: dummy });
    await world.write('app.py', code);
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const source = (more: Partial<FunctionManifest> = {}) => {
    const mounts = { '/opt/boto': path.relative(world.folder, boto) };
    return world.source({ timeout: 30, memorySize: 256, ...more, local: { mounts, ...more.local } });
  };
  const call = async (bucket: string, more: Partial<FunctionManifest> = {}) => {
    const { status, payload, start } = await world.invoke(source(more), { event: { bucket } });
    assert.equal(status, 'success', payload);
    return { ...(JSON.parse(payload) as Answer), start };
  };

  it('reaches it, warm as cold, while it listens on the loopback only', async () => {
    const before = sockets();
    const first = await call('first');
    assert.equal(first.bytes, 300_000);
    assert.equal(first.account, '000000000000');
    const second = await call('second');
    assert.equal(second.start, 'warm');
    assert.ok(second.buckets.includes('first'));

    const sandboxPort = Number(new URL(ministack.url).port);
    const others = Object.values(networkInterfaces()).flatMap((all = []) =>
      all.filter(({ internal, family }) => !internal && family === 'IPv4').map(({ address }) => address),
    );
    assert.ok(others.length > 0);
    for (const address of others) assert.equal(await outcomeOf(address, sandboxPort), 'ECONNREFUSED');

    const { hostname: gateway, port } = new URL(first.endpoint);
    assert.equal(
      gateway,
      docker('network', 'inspect', '--format', '{{(index .IPAM.Config 0).Gateway}}', 'bridge'),
    );
    // From this machine, by either address: nothing is answered.
    assert.equal(await outcomeOf(gateway, Number(port)), 'closed');
    assert.equal(await outcomeOf(gateway, Number(port), '127.0.0.1'), 'closed');
    for (const address of others.filter((one) => one !== gateway)) {
      assert.equal(await outcomeOf(address, Number(port)), 'ECONNREFUSED');
    }
    await world.invoker.dispose();
    assert.equal(await outcomeOf(gateway, Number(port)), 'ECONNREFUSED');
    await delay(50);
    // Those of what asked MiniStack for its health may have been closed meanwhile.
    assert.ok(sockets().length <= before.length, sockets().join());
  });

  it('shares the way with no other container on the bridge', async () => {
    const { endpoint } = await call('private');
    const look = `import urllib.request\ntry:\n  print(urllib.request.urlopen("${endpoint}/_localstack/health", timeout=5).status)\nexcept Exception as error:\n  print(type(error).__name__)`;
    // Not waited for synchronously: the relay is in this process.
    const { stdout } = await run('docker', [
      'run',
      '--rm',
      '--entrypoint',
      'python3',
      pythonImage,
      '-c',
      look,
    ]);
    const said = stdout.trim();
    assert.ok(['RemoteDisconnected', 'ConnectionResetError', 'URLError'].includes(said), said);
    // The function itself still gets through.
    assert.equal((await call('private-too')).start, 'warm');
  });

  it('follows the sandbox to another port', async () => {
    const first = await call('before');
    const other = await startMinistack();
    try {
      world.connection.endpoint = other.url;
      const second = await call('after');
      assert.equal(second.start, 'cold');
      assert.deepEqual(second.buckets, ['after']);
      assert.notEqual(second.endpoint, first.endpoint);
      const { hostname: gateway, port } = new URL(first.endpoint);
      for (let waited = 0; (await outcomeOf(gateway, Number(port))) !== 'ECONNREFUSED'; waited++) {
        assert.ok(waited < 100, 'nobody needs the way to the earlier one any more');
        await delay(100);
      }
    } finally {
      await other.stop();
    }
  });

  it('reaches it from a network of its own, and on the host’s', async () => {
    const network = `lambda-workbench-test-${process.pid}`;
    docker('network', 'create', network);
    try {
      const own = await call('own-network', { local: { network } });
      assert.ok(own.buckets.includes('own-network'));
      const gateway = docker('network', 'inspect', '--format', '{{(index .IPAM.Config 0).Gateway}}', network);
      assert.equal(new URL(own.endpoint).hostname, gateway);
      const host = await call('host-network', { local: { network: 'host' } });
      assert.equal(host.endpoint, ministack.url);
    } finally {
      await world[Symbol.asyncDispose]();
      docker('network', 'rm', network);
    }
  });

  it('reaches it from an image of the older contract', async () => {
    await world.write(
      'app.py',
      `import os, urllib.request
def handler(event, context):
    return urllib.request.urlopen(os.environ["AWS_ENDPOINT_URL"] + "/_localstack/health").status
`,
    );
    const local = { image: 'lambci/lambda:python3.6' };
    const { payload } = await world.invoke(world.source({ timeout: 30, local }));
    assert.equal(payload, '200');
  });

  it('goes where the manifest says, without what the sandbox takes for credentials', async () => {
    await world.write(
      'app.py',
      'import os\ndef handler(event, context):\n  return [os.environ[n] for n in ("AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID")]\n',
    );
    const own = 'http://192.0.2.1:4566';
    const { payload } = await world.invoke(world.source({ environment: { AWS_ENDPOINT_URL: own } }));
    assert.deepEqual(JSON.parse(payload), [own, '']);
  });
});
