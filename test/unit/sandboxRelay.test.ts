import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { SandboxRelay } from '../../src/local/containers/sandboxRelay.ts';

// All of 127.0.0.0/8 is this machine, so that there are guests and strangers without a bridge.
const guest = '127.0.0.3';
const gateway = '127.0.0.1';

describe('the relay between a bridge and the sandbox', () => {
  let sandbox: Server;
  let relay: SandboxRelay;
  let addresses: Record<string, string[]>;
  let asked: string[];
  const upstreams = new Set<Socket>();
  beforeEach(async () => {
    addresses = { probe: [guest] };
    asked = [];
    // Answers when it was asked to the end, with what it was asked.
    sandbox = createServer({ allowHalfOpen: true }, (socket) => {
      upstreams.add(socket);
      socket.on('error', () => undefined).once('close', () => upstreams.delete(socket));
      const bytes: Buffer[] = [];
      socket.on('data', (chunk: Buffer) => bytes.push(chunk));
      socket.once('end', () => socket.end(Buffer.concat(bytes)));
    });
    sandbox.listen(0, '127.0.0.1');
    await once(sandbox, 'listening');
    relay = new SandboxRelay({
      gateway,
      subnet: '127.0.0.0/29',
      port: (sandbox.address() as AddressInfo).port,
      addressesOf: (container) => {
        asked.push(container);
        return Promise.resolve(addresses[container] ?? []);
      },
    });
    await relay.listening;
  });
  afterEach(async () => {
    relay.close();
    for (const socket of upstreams) socket.destroy();
    sandbox.close();
    await once(sandbox, 'close');
  });

  /** What is answered to `bytes` from an address of this machine; empty when the connection was closed without one. */
  async function answerTo(localAddress: string, bytes: Buffer | string): Promise<Buffer> {
    const socket = connect({ host: gateway, port: relay.port, localAddress, allowHalfOpen: true });
    socket.end(bytes);
    return buffer(socket).catch(() => Buffer.alloc(0));
  }

  it('passes on whatever a guest sends and is answered, one direction after the other', async () => {
    const pass = relay.join();
    pass.admit('probe');
    const sent = Buffer.alloc(3_000_000, 'trip ');
    assert.ok((await answerTo(guest, sent)).equals(sent));
    assert.equal((await answerTo(guest, 'again')).toString(), 'again');
    assert.deepEqual(asked, ['probe'], 'the engine is asked once');
  });

  for (const [who, address] of [
    ['another container', '127.0.0.4'],
    ['this machine itself', gateway],
    ['an address beyond the bridge', '127.0.1.3'],
  ] as const) {
    it(`lets nothing through of ${who}`, async () => {
      relay.join().admit('probe');
      assert.equal((await answerTo(address, 'let me in')).length, 0);
      assert.equal(upstreams.size, 0);
    });
  }

  it('asks for a stranger once, however often it comes', async () => {
    relay.join().admit('probe');
    for (let count = 0; count < 3; count++) await answerTo('127.0.0.4', 'let me in');
    assert.deepEqual(asked, ['probe']);
  });

  it('asks for nobody beyond the bridge', async () => {
    relay.join().admit('probe');
    await answerTo('127.0.1.3', 'let me in');
    assert.deepEqual(asked, []);
  });

  it('lets a container in once it has started, also one with a stranger’s address', async () => {
    const pass = relay.join();
    assert.equal((await answerTo(guest, 'early')).length, 0);
    pass.admit('probe');
    assert.equal((await answerTo(guest, 'now')).toString(), 'now');
  });

  it('lets nobody in at the address of a container that is gone', async () => {
    const gone = relay.join();
    gone.admit('probe');
    relay.join();
    assert.equal((await answerTo(guest, 'here')).toString(), 'here');
    assert.equal(gone.leave(), false);
    assert.equal((await answerTo(guest, 'still here?')).length, 0);
  });

  it('closes with its last guest, and takes every connection with it', async () => {
    const [first, last] = [relay.join(), relay.join()];
    first.admit('probe');
    const { port } = relay;
    const open = connect({ host: gateway, port, localAddress: guest });
    open.on('error', () => undefined).write('waiting');
    while (upstreams.size === 0) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(first.leave(), false);
    const closed = once(open, 'close');
    assert.equal(last.leave(), true);
    await closed;
    const [error] = (await once(connect({ host: gateway, port }), 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'ECONNREFUSED');
  });

  it('closes the connection at once when the sandbox does not run', async () => {
    relay.join().admit('probe');
    sandbox.close();
    assert.equal((await answerTo(guest, 'anybody?')).length, 0);
    sandbox.listen(0, '127.0.0.1');
  });

  it('says when the address is none of this machine', async () => {
    const other = new SandboxRelay({
      gateway: '192.0.2.99',
      subnet: '192.0.2.0/24',
      port: 1,
      addressesOf: () => Promise.resolve([]),
    });
    await assert.rejects(other.listening, { code: 'EADDRNOTAVAIL' });
  });
});
