import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { commands } from '../../src/local/containers/toolCommands.ts';

const labels = {
  'lambda-workbench.host': 'box',
  'lambda-workbench.pid': '42',
  'lambda-workbench.started': '1000',
};

/** As docker 28.2, podman 4.3 and, by its sources, nerdctl 2 write it. */
describe('what a container tool answers', () => {
  const versions: [string, unknown, object][] = [
    [
      'docker',
      {
        Client: { Version: '28.2.2', ApiVersion: '1.41', Os: 'linux', Arch: 'amd64' },
        Server: { Platform: { Name: '' }, Version: '20.10.24', Os: 'linux', Arch: 'arm64' },
      },
      { toolVersion: '28.2.2', engineVersion: '20.10.24', architecture: 'arm64' },
    ],
    [
      'podman on Linux',
      { Client: { APIVersion: '4.3.1', Version: '4.3.1', Built: 0, OsArch: 'linux/amd64', Os: 'linux' } },
      { toolVersion: '4.3.1', engineVersion: undefined, architecture: 'amd64' },
    ],
    [
      'podman with a machine',
      {
        Client: { Version: '5.2.1', OsArch: 'darwin/arm64' },
        Server: { Version: '5.2.0', OsArch: 'linux/arm64' },
      },
      { toolVersion: '5.2.1', engineVersion: '5.2.0', architecture: 'arm64' },
    ],
    [
      'nerdctl and finch',
      {
        Client: { Version: 'v2.0.3', Os: 'linux', Arch: 'arm64', Components: [] },
        Server: { Components: [{ Name: 'containerd', Version: 'v2.0.2' }] },
      },
      { toolVersion: 'v2.0.3', engineVersion: undefined, architecture: 'arm64' },
    ],
  ];
  for (const [tool, said, facts] of versions) {
    it(`tells versions and architecture (${tool})`, () =>
      assert.deepEqual(commands.version().parse(JSON.stringify(said)), facts));
  }

  it('tells an image and a container by the names that all have in common', () => {
    const image = [{ Id: 'sha256:1', Architecture: 'amd64', RepoTags: [] }];
    assert.deepEqual(commands.inspectImage('i').parse(JSON.stringify(image)), {
      id: 'sha256:1',
      architecture: 'amd64',
    });
    const networks = { bridge: { IPAddress: '172.17.0.2' }, none: { IPAddress: '' }, own: {} };
    const container = { Id: 'c1', Config: { Labels: labels }, NetworkSettings: { Networks: networks } };
    const said = JSON.stringify([container, { Id: 'c2', Config: { Labels: null } }]);
    assert.equal(commands.containerId('c').parse(said), 'c1');
    assert.deepEqual(commands.addresses('c').parse(said), ['172.17.0.2']);
    assert.deepEqual(commands.owners(['c1', 'c2']).parse(said), [
      { id: 'c1', owner: { host: 'box', pid: 42, startedAt: '1000' } },
      { id: 'c2', owner: { host: '', pid: 0, startedAt: '' } },
    ]);
    assert.deepEqual(commands.owners(['gone']).parse('[]\n'), []);
  });

  it('is none of ours when it is something else', () => {
    for (const text of ['', 'true', '{"Id":"c1"}']) {
      assert.throws(() => commands.owners(['c1']).parse(text));
      assert.throws(() => commands.inspectImage('i').parse(text));
    }
    assert.throws(() => commands.version().parse('Docker version 1.0'));
  });

  it('is asked for in words that all of them know', () => {
    const templates = Object.values({
      version: commands.version(),
      image: commands.inspectImage('i'),
      id: commands.containerId('c'),
      addresses: commands.addresses('c'),
      ours: commands.listOurs(),
      owners: commands.owners(['c']),
    }).flatMap(({ args }) => args.filter((arg) => arg.includes('{{')));
    assert.deepEqual(templates, ['{{json .}}'], 'podman and nerdctl have other fields in other templates');
  });
});
