import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { describe, it } from 'mocha';
import type { ContainerSpec } from '../../src/core/local/containerSpec.ts';
import type { ToolCommand } from '../../src/local/containers/runTool.ts';
import { SandboxAccess } from '../../src/local/containers/sandboxAccess.ts';

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
  environment: { AWS_ENDPOINT_URL: 'http://127.0.0.1:40000' },
  network: undefined,
  extraHosts: [],
  sandboxPort: 40_000,
};

/** A container tool by what it prints for the first words of a command; one that is not listed is refused. */
function accessWith(answers: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  const access = new SandboxAccess(<T>({ args, parse }: ToolCommand<T>) => {
    const command = args.join(' ');
    asked.push(command);
    const answer = Object.entries(answers).find(([part]) => command.includes(part))?.[1];
    return Promise.resolve(answer === undefined ? undefined : parse(answer));
  });
  return { access, asked };
}

const here = { info: `${hostname()}\n` };
const endpointOf = async (access: SandboxAccess, more: Partial<ContainerSpec> = {}) => {
  const opened = await access.open({ ...spec, ...more });
  const endpoint = new URL(opened.spec.environment['AWS_ENDPOINT_URL'] ?? '');
  return { ...opened, endpoint };
};

describe('the access of containers to the sandbox', () => {
  it('is nothing for one that does not lead there', async () => {
    const { access, asked } = accessWith(here);
    const other = { ...spec, sandboxPort: undefined };
    assert.equal((await access.open(other)).spec, other);
    assert.deepEqual(asked, []);
  });

  it('is one relay for all containers of a network and a sandbox, and the engine is asked once', async () => {
    const { access, asked } = accessWith({ ...here, '.IPAM.Config': '127.0.0.1 127.0.0.0/8\n\n' });
    const [one, two] = await Promise.all([endpointOf(access), endpointOf(access)]);
    assert.equal(one.endpoint.host, two.endpoint.host);
    assert.notEqual(one.endpoint.port, '40000');
    assert.deepEqual(one.spec.extraHosts, ['host.docker.internal:127.0.0.1']);
    const moved = await endpointOf(access, { sandboxPort: 40_001 });
    assert.notEqual(moved.endpoint.port, one.endpoint.port);
    assert.equal(asked.length, 2);
    for (const opened of [one, two, moved]) opened.close();
    const later = await endpointOf(access);
    assert.notEqual(later.endpoint.port, '');
    later.close();
  });

  it('is a relay on podman’s bridge too, which it names and describes otherwise', async () => {
    const { access, asked } = accessWith({ '.Subnets': '127.0.0.1 127.0.0.0/8\n' });
    const opened = await endpointOf(access);
    assert.equal(opened.endpoint.hostname, '127.0.0.1');
    assert.ok(asked.at(-1)?.endsWith(' podman'));
    opened.close();
  });

  it('is the machine’s name where nothing can listen on the bridge’s address', async () => {
    const { access, asked } = accessWith({ ...here, '.IPAM.Config': '192.0.2.99 192.0.2.0/24\n' });
    const { endpoint } = await endpointOf(access);
    assert.equal(endpoint.host, 'host.docker.internal:40000');
    await endpointOf(access);
    assert.equal(asked.length, 4, 'the network may be another one now');
  });

  it('is the machine’s name for an engine in a virtual machine', async () => {
    const { access } = accessWith({ info: 'docker-desktop\n', '.IPAM.Config': '127.0.0.1 127.0.0.0/8\n' });
    assert.equal((await endpointOf(access)).endpoint.host, 'host.docker.internal:40000');
  });

  it('takes an IPv4 gateway and leaves others alone', async () => {
    const { access } = accessWith({ ...here, '.IPAM.Config': 'fd00::1 fd00::/64\n127.0.0.1 127.0.0.0/8\n' });
    const opened = await endpointOf(access);
    assert.equal(opened.endpoint.hostname, '127.0.0.1');
    opened.close();
  });

  it('is looked for anew when the engine may be another', async () => {
    const { access, asked } = accessWith(here);
    await endpointOf(access);
    access.forget();
    await endpointOf(access);
    assert.equal(asked.filter((command) => command.startsWith('info')).length, 2);
  });
});
