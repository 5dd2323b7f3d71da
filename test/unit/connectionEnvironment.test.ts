import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { connectionFailures } from '../../src/core/failures/connectionFailures.ts';
import { isFailure } from '../../src/core/failures/failure.ts';
import type { AwsConnection } from '../../src/workflows/ports.ts';
import { connectionEnvironment } from '../../src/workflows/local/connectionEnvironment.ts';

const options = { signal: new AbortController().signal };
const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret' };

function connectionWith(
  status: { readonly kind: 'aws' | 'sandbox'; readonly running: boolean },
  opened: Partial<AwsConnection> | Error,
) {
  const world = { opens: 0 };
  const connection: Parameters<typeof connectionEnvironment>[0] = {
    status: {
      profile: '',
      region: 'eu-west-1',
      endpoint: undefined,
      account: undefined,
      expired: false,
      ...status,
    },
    open: () => {
      world.opens++;
      if (opened instanceof Error) return Promise.reject(opened);
      // Whoever asks for more than is given here fails.
      return Promise.resolve(opened as AwsConnection);
    },
  };
  return { connection, world };
}

const aws = { region: 'eu-central-1', endpoint: undefined, credentials: () => Promise.resolve(credentials) };

describe('where AWS is for a local run', () => {
  it('is the region of the connection, and its credentials on request', async () => {
    const { connection } = connectionWith({ kind: 'aws', running: false }, aws);
    const without = { region: 'eu-central-1', endpoint: undefined, credentials: undefined };
    assert.deepEqual(await connectionEnvironment(connection, 'none', options), without);
    assert.deepEqual(await connectionEnvironment(connection, 'connection', options), {
      ...without,
      credentials,
    });
  });

  it('is no endpoint of the connection’s own: only the sandbox is reached from a container', async () => {
    const emulator = { ...aws, endpoint: 'http://localhost:4566' };
    const { connection } = connectionWith({ kind: 'aws', running: true }, emulator);
    assert.equal((await connectionEnvironment(connection, 'connection', options)).endpoint, undefined);
  });

  it('is the sandbox while it runs, with what it takes for credentials whatever the setting says', async () => {
    const dummy = { accessKeyId: 'test', secretAccessKey: 'test' };
    const sandbox = {
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:40000',
      credentials: () => Promise.resolve(dummy),
    };
    const { connection } = connectionWith({ kind: 'sandbox', running: true }, sandbox);
    assert.deepEqual(await connectionEnvironment(connection, 'none', options), {
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:40000',
      credentials: dummy,
    });
  });

  it('starts no sandbox', async () => {
    const { connection, world } = connectionWith({ kind: 'sandbox', running: false }, aws);
    assert.deepEqual(await connectionEnvironment(connection, 'connection', options), {
      region: 'eu-west-1',
      endpoint: undefined,
      credentials: undefined,
    });
    assert.equal(world.opens, 0);
  });

  it('is trouble only for who asked for credentials', async () => {
    const failure = connectionFailures.noRegion(undefined, '/home/ada/.aws/config');
    const { connection } = connectionWith({ kind: 'aws', running: false }, failure);
    assert.equal((await connectionEnvironment(connection, 'none', options)).region, 'eu-west-1');
    await assert.rejects(connectionEnvironment(connection, 'connection', options), (error) =>
      isFailure(error, 'connection.noRegion'),
    );
  });
});
