import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ContainerSpec } from '../../src/core/local/containerSpec.ts';
import { localEnvironment, sandboxPortOf } from '../../src/core/local/localEnvironment.ts';
import { sandboxRoute, withSandbox } from '../../src/core/local/sandboxRoute.ts';
import type { EngineNetwork, SandboxRoute } from '../../src/core/local/sandboxRoute.ts';

const bridge = { gateway: '172.17.0.1', subnet: '172.17.0.0/16' };
const relay: SandboxRoute = { kind: 'relay', ...bridge };

describe('the way from a container to the sandbox', () => {
  const rows: readonly (readonly [string, Partial<EngineNetwork>, SandboxRoute])[] = [
    ['the bridge of an engine here', { gateways: [bridge] }, relay],
    ['a named bridge', { network: 'trips', gateways: [bridge] }, relay],
    ['the host’s network', { network: 'host' }, { kind: 'loopback' }],
    ['a virtual machine', { isHere: false, gateways: [bridge] }, { kind: 'hostName' }],
    [
      'a virtual machine’s own host network',
      { isHere: false, network: 'host', gateways: [] },
      { kind: 'hostName' },
    ],
    ['a network without an address here', { network: 'macvlan' }, { kind: 'hostName' }],
  ];
  for (const [what, more, route] of rows) {
    it(`is ${route.kind} for ${what}`, () => {
      assert.deepEqual(sandboxRoute({ network: undefined, isHere: true, gateways: [], ...more }), route);
    });
  }

  const spec: ContainerSpec = {
    contract: 'rie',
    image: 'public.ecr.aws/lambda/python:3.13',
    imageId: 'sha256:1',
    functionName: 'calc',
    handler: 'app.handler',
    customRuntime: false,
    timeout: 3,
    memorySize: 128,
    ephemeralStorage: 512,
    codeFolder: '/code/calc',
    mounts: [],
    environment: { TOKEN: 'secret', AWS_ENDPOINT_URL: 'http://127.0.0.1:40000/' },
    network: undefined,
    extraHosts: [],
  };
  const hosts: readonly (readonly [SandboxRoute, string, readonly string[]])[] = [
    [{ kind: 'loopback' }, 'http://127.0.0.1:41000', []],
    [{ kind: 'hostName' }, 'http://host.docker.internal:41000', ['host.docker.internal:host-gateway']],
    [relay, 'http://172.17.0.1:41000', ['host.docker.internal:172.17.0.1']],
  ];
  for (const [route, endpoint, extraHosts] of hosts) {
    it(`stands in the container’s environment (${route.kind})`, () => {
      const { environment, extraHosts: given } = withSandbox(spec, route, 41_000);
      assert.deepEqual(environment, { TOKEN: 'secret', AWS_ENDPOINT_URL: endpoint });
      assert.deepEqual(given, extraHosts);
    });
  }

  it('leaves a host name of the person’s own where it leads', () => {
    const extraHosts = ['host.docker.internal:192.0.2.7'];
    const given = withSandbox({ ...spec, extraHosts }, { kind: 'hostName' }, 41_000);
    assert.deepEqual(given.extraHosts, extraHosts);
  });
});

describe('the environment of a run that is connected to the sandbox', () => {
  const connection = {
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:40000',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const environmentOf = (own: Readonly<Record<string, string>>) =>
    localEnvironment({
      manifest: { functionName: 'calc', handler: 'app.handler', environment: own },
      files: [],
      connection,
      hostValue: () => undefined,
    });

  it('leads there, with what it takes for credentials', () => {
    const environment = environmentOf({});
    assert.equal(environment['AWS_ENDPOINT_URL'], 'http://127.0.0.1:40000');
    assert.equal(environment['AWS_ACCESS_KEY_ID'], 'test');
    assert.equal(sandboxPortOf(environment, connection), 40_000);
  });

  it('leads where the manifest says, and hands over nothing for there', () => {
    const environment = environmentOf({ AWS_ENDPOINT_URL: 'http://other:4566' });
    assert.equal(environment['AWS_ENDPOINT_URL'], 'http://other:4566');
    assert.ok(!('AWS_ACCESS_KEY_ID' in environment));
    assert.equal(sandboxPortOf(environment, connection), undefined);
  });

  it('leads nowhere without a sandbox', () => {
    assert.equal(sandboxPortOf({}, { endpoint: undefined }), undefined);
  });
});
