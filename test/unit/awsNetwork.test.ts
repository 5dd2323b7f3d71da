import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, it } from 'mocha';
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { createConnectionOpener } from '../../src/aws/awsBundle.ts';
import { createRequestHandler } from '../../src/aws/clients.ts';
import { connectionAgents } from '../../src/aws/proxyAgents.ts';
import { isFailure } from '../../src/core/failures/failure.ts';
import type { ConnectionHooks } from '../../src/workflows/ports.ts';
import { callerIdentityAnswer, startAwsListener } from '../support/awsListener.ts';
import { noHooks, rejection } from '../support/awsListenerConnection.ts';
import { startConnectProxy } from '../support/connectProxy.ts';
import { withTemporaryFolder } from '../support/temporaryFolder.ts';
import { makeTestCertificates } from '../support/testCertificates.ts';

const host = 'sts.eu-west-1.amazonaws.com';
const certificates = makeTestCertificates([host, 'portal.sso.us-east-1.amazonaws.com']);
const password = 'MARKER-proxy-password';

/** What AWS would be, as the real host name, and a connection to it with keys in the environment. */
function asAws(
  use: (world: {
    readonly port: number;
    readonly folder: string;
    readonly requests: readonly unknown[];
    readonly ask: (
      environment: Record<string, string>,
      hooks?: ConnectionHooks,
      endpoint?: string,
    ) => Promise<unknown>;
  }) => Promise<void>,
) {
  return withTemporaryFolder(async (folder) => {
    const bundle = join(folder, 'authority.pem');
    await writeFile(bundle, certificates.authority);
    await using aws = await startAwsListener(() => callerIdentityAnswer, certificates);
    const ask = async (environment: Record<string, string>, hooks = noHooks, endpoint?: string) => {
      const opener = createConnectionOpener({
        readFile,
        environment: {
          HOME: folder,
          AWS_ACCESS_KEY_ID: 'AKIA',
          AWS_SECRET_ACCESS_KEY: 's',
          AWS_CA_BUNDLE: bundle,
          ...environment,
        },
      });
      const saved = { ...process.env };
      Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 's' });
      try {
        const connection = await opener.open({ region: 'eu-west-1', endpoint }, hooks);
        return await connection.identity.callerIdentity({ signal: AbortSignal.timeout(10_000) });
      } finally {
        for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) {
          if (saved[name] === undefined) Reflect.deleteProperty(process.env, name);
          else process.env[name] = saved[name];
        }
      }
    };
    await use({ port: aws.port, folder, requests: aws.requests, ask });
  });
}

const withProxy = (
  url: string,
  more: Partial<NonNullable<ConnectionHooks['proxy']>> = {},
): ConnectionHooks => ({
  ...noHooks,
  proxy: { url, noProxy: [], strictSsl: true, ...more },
});

describe('AWS behind a company’s network', function () {
  this.timeout(15_000);

  it('HTTPS_PROXY and AWS_CA_BUNDLE lead to AWS', () =>
    asAws(async ({ port, ask, requests }) => {
      await using proxy = await startConnectProxy(port);
      await ask({ HTTPS_PROXY: proxy.url });
      assert.deepEqual(proxy.connects, [{ target: `${host}:443`, authorization: undefined }]);
      assert.equal(requests.length, 1);
    }));

  it('http.proxy comes before HTTPS_PROXY, with user and password', () =>
    asAws(async ({ port, ask }) => {
      await using proxy = await startConnectProxy(port);
      const url = proxy.url.replace('//', `//me:${password}@`);
      await ask({ HTTPS_PROXY: 'http://127.0.0.1:9' }, withProxy(url));
      const authorization = `Basic ${Buffer.from(`me:${password}`).toString('base64')}`;
      assert.deepEqual(proxy.connects, [{ target: `${host}:443`, authorization }]);
    }));

  it('a proxy behind TLS is verified, unless http.proxyStrictSSL is off', () =>
    asAws(async ({ port, ask, folder }) => {
      await using proxy = await startConnectProxy(port, { tls: makeTestCertificates([]) });
      const error = await rejection(ask({}, withProxy(proxy.url)));
      assert.ok(isFailure(error, 'connection.certificate'), inspect(error));
      await ask({}, withProxy(proxy.url, { strictSsl: false }));
      assert.equal(proxy.connects.length, 1);
      // AWS itself is verified all the same.
      const empty = join(folder, 'other.pem');
      await writeFile(empty, makeTestCertificates([]).authority);
      const unknown = await rejection(
        ask({ AWS_CA_BUNDLE: empty }, withProxy(proxy.url, { strictSsl: false })),
      );
      assert.ok(isFailure(unknown, 'connection.certificate'), inspect(unknown));
    }));

  it('what NO_PROXY or http.noProxy names is reached directly', () =>
    asAws(async ({ port, ask }) => {
      await using proxy = await startConnectProxy(port);
      const endpoint = `https://127.0.0.1:${port}`;
      await ask({ HTTPS_PROXY: proxy.url }, noHooks, endpoint);
      assert.deepEqual(proxy.connects, []);
      const agents = connectionAgents(withProxy(proxy.url, { noProxy: ['.amazonaws.com'] }), {}, undefined);
      const options = {
        host,
        port: 1,
        lookup: (_name: string, _options: object, done: (error: Error) => void) =>
          done(new Error('looked up')),
      };
      const socket = agents.httpsAgent.createConnection(options as never);
      const error = await new Promise<Error>((resolve) => socket?.once('error', resolve));
      assert.equal(error.message, 'looked up');
      assert.deepEqual(proxy.connects, []);
    }));

  it('a proxy that refuses is said to, and its password is not', () =>
    asAws(async ({ port, ask }) => {
      await using proxy = await startConnectProxy(port, { status: 407 });
      const error = await rejection(ask({}, withProxy(proxy.url.replace('//', `//me:${password}@`))));
      assert.ok(isFailure(error, 'connection.proxyRefused'), inspect(error));
      assert.match(error.message, /HTTP 407/);
      assert.ok(!inspect(error, { depth: 10, showHidden: true }).includes(password));
    }));

  it('a proxy that is not there or is no URL is said to be', () =>
    asAws(async ({ ask }) => {
      assert.ok(
        isFailure(await rejection(ask({ HTTPS_PROXY: 'http://127.0.0.1:9' })), 'connection.unreachable'),
      );
      assert.ok(isFailure(await rejection(ask({ HTTPS_PROXY: 'ftp://proxy' })), 'connection.badProxy'));
    }));

  it('an unknown certificate names the variables that help', () =>
    asAws(async ({ port, ask }) => {
      const error = await rejection(ask({ AWS_CA_BUNDLE: '' }, noHooks, `https://127.0.0.1:${port}`));
      assert.ok(isFailure(error, 'connection.certificate'), inspect(error));
      assert.match(error.message, /AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS/);
    }));

  it('NODE_EXTRA_CA_CERTS counts where node was started without it', () =>
    asAws(async ({ port, ask, folder }) => {
      const NODE_EXTRA_CA_CERTS = join(folder, 'authority.pem');
      await ask({ AWS_CA_BUNDLE: '', NODE_EXTRA_CA_CERTS }, noHooks, `https://127.0.0.1:${port}`);
    }));

  it('a certificate file that is missing or is none is named', () =>
    asAws(async ({ ask, folder }) => {
      const file = join(folder, 'none.pem');
      for (const write of [false, true]) {
        if (write) await writeFile(file, 'not a certificate');
        const error = await rejection(ask({ AWS_CA_BUNDLE: file }));
        assert.ok(
          isFailure(error, 'connection.certificateFile') && error.message.includes(file),
          inspect(error),
        );
      }
    }));

  it('the credential providers go through the same proxy, and SSO tokens never to the chosen endpoint', () =>
    withTemporaryFolder(async (folder) => {
      await using portal = await startAwsListener(
        () => ({
          status: 200,
          body: JSON.stringify({
            roleCredentials: {
              accessKeyId: 'ASIASSO',
              secretAccessKey: 's',
              sessionToken: 't',
              expiration: Date.now() + 3_600_000,
            },
          }),
        }),
        certificates,
      );
      await using sts = await startAwsListener(() => callerIdentityAnswer);
      await using proxy = await startConnectProxy(portal.port);
      const cache = join(folder, '.aws', 'sso', 'cache');
      await mkdir(cache, { recursive: true });
      const token = {
        accessToken: 'MARKER-sso-token',
        expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      };
      await writeFile(
        join(cache, `${createHash('sha1').update('corp').digest('hex')}.json`),
        JSON.stringify(token),
      );
      const config = `[profile corp]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = Dev\nregion = eu-west-1\nca_bundle = ${join(folder, 'authority.pem')}\n[sso-session corp]\nsso_start_url = https://corp.test/start\nsso_region = us-east-1\n`;
      await writeFile(join(folder, '.aws', 'config'), config);
      await writeFile(join(folder, 'authority.pem'), certificates.authority);
      const saved = process.env['HOME'];
      process.env['HOME'] = folder;
      try {
        const opener = createConnectionOpener({ readFile, environment: { HOME: folder } });
        const connection = await opener.open({ profile: 'corp', endpoint: sts.url }, withProxy(proxy.url));
        await connection.identity.callerIdentity({ signal: AbortSignal.timeout(10_000) });
      } finally {
        process.env['HOME'] = saved;
      }
      assert.deepEqual(
        proxy.connects.map(({ target }) => target),
        ['portal.sso.us-east-1.amazonaws.com:443'],
      );
      assert.equal(portal.requests[0]?.headers['x-amz-sso_bearer_token'], 'MARKER-sso-token');
      assert.equal(sts.requests.length, 1);
      assert.match(sts.requests[0]?.headers.authorization ?? '', /Credential=ASIASSO\//);
      assert.ok(!JSON.stringify(sts.requests).includes('MARKER-sso-token'));
    }));

  it('time-outs end a call that nobody answers', async () => {
    await using listener = await startAwsListener(() => 'hang');
    const bounds = { connect: 50, answer: 50, idle: 50 };
    const client = new STSClient({
      region: 'eu-west-1',
      endpoint: listener.url,
      credentials: { accessKeyId: 'AKIA', secretAccessKey: 's' },
      requestHandler: createRequestHandler(connectionAgents(noHooks, {}, undefined), bounds),
      maxAttempts: 1,
    });
    const error = await rejection(client.send(new GetCallerIdentityCommand({})));
    assert.equal((error as Error).name, 'TimeoutError');
  });
});
