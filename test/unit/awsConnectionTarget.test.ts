import { describe, it } from 'mocha';
import assert from 'node:assert/strict';
import { resolveTarget } from '../../src/aws/connectionTarget.ts';
import type { ProfileKeys, SharedConfig } from '../../src/aws/sharedConfig.ts';
import { isFailure } from '../../src/core/failures/failure.ts';
import type { ConnectionChoice } from '../../src/workflows/ports.ts';

const config = (
  profiles: Record<string, ProfileKeys>,
  services: Record<string, ProfileKeys> = {},
): SharedConfig => ({
  profiles: new Map(Object.entries(profiles)),
  services: new Map(Object.entries(services)),
  configFile: '/home/dev/.aws/config',
  credentialsFile: '/home/dev/.aws/credentials',
});

const someProfiles = config(
  {
    default: { region: 'us-west-2' },
    dev: { region: 'eu-west-1' },
    bare: { aws_access_key_id: 'A' },
    local: { region: 'eu-north-1', endpoint_url: 'http://profile.test/', services: 'mine' },
    deaf: {
      region: 'eu-north-1',
      endpoint_url: 'http://profile.test',
      ignore_configured_endpoint_urls: 'true',
    },
    lost: { region: 'eu-north-1', services: 'nowhere' },
    role: { role_arn: 'arn:aws:iam::1:role/r', source_profile: 'dev' },
  },
  {
    mine: { 'lambda.endpoint_url': 'http://section.test', 'api_gateway.endpoint_url': 'http://gateway.test' },
  },
);

const keys = { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'secret' };

describe('connection target', () => {
  const table: [string, ConnectionChoice, Record<string, string>, { profile?: string; region: string }][] = [
    ['a picked profile: its region', { profile: 'dev' }, {}, { profile: 'dev', region: 'eu-west-1' }],
    [
      'a picked profile: AWS_REGION says nothing',
      { profile: 'dev' },
      { AWS_REGION: 'ap-south-1', AWS_DEFAULT_REGION: 'ap-south-2', AWS_PROFILE: 'local' },
      { profile: 'dev', region: 'eu-west-1' },
    ],
    [
      'the region chosen',
      { profile: 'dev', region: 'sa-east-1' },
      {},
      { profile: 'dev', region: 'sa-east-1' },
    ],
    ['nothing chosen: the default profile', {}, {}, { profile: 'default', region: 'us-west-2' }],
    [
      'nothing chosen: AWS_REGION',
      {},
      { AWS_REGION: 'ap-south-1' },
      { profile: 'default', region: 'ap-south-1' },
    ],
    ['nothing chosen: AWS_PROFILE', {}, { AWS_PROFILE: 'dev' }, { profile: 'dev', region: 'eu-west-1' }],
    ['AWS_PROFILE before keys', {}, { ...keys, AWS_PROFILE: 'dev' }, { profile: 'dev', region: 'eu-west-1' }],
    ['keys in the environment', {}, { ...keys, AWS_DEFAULT_REGION: 'eu-x-1' }, { region: 'eu-x-1' }],
    ['keys and no region: the default profile’s', {}, keys, { region: 'us-west-2' }],
    ['an empty AWS_PROFILE is none', {}, { AWS_PROFILE: '' }, { profile: 'default', region: 'us-west-2' }],
    [
      'the sandbox reads no profile',
      { sandbox: true, endpoint: 'http://h:1' },
      { AWS_PROFILE: 'dev', AWS_REGION: 'eu-x-1' },
      { region: 'us-east-1' },
    ],
  ];
  for (const [title, choice, environment, expected] of table) {
    it(title, () => {
      const { profile, region } = resolveTarget(choice, someProfiles, environment);
      assert.deepEqual({ profile, region }, { profile: expected.profile, region: expected.region });
    });
  }

  const endpoints: [string, ConnectionChoice, Record<string, string>, string | undefined][] = [
    ['none', { profile: 'dev' }, {}, undefined],
    ['the services section', { profile: 'local' }, {}, 'http://section.test'],
    [
      'AWS_ENDPOINT_URL before the services section',
      { profile: 'local' },
      { AWS_ENDPOINT_URL: 'http://all.test' },
      'http://all.test',
    ],
    [
      'AWS_ENDPOINT_URL_LAMBDA before all',
      { profile: 'local' },
      { AWS_ENDPOINT_URL: 'http://all.test', AWS_ENDPOINT_URL_LAMBDA: 'http://one.test' },
      'http://one.test',
    ],
    [
      'the chosen one before the environment',
      { profile: 'local', endpoint: 'http://chosen.test' },
      { AWS_ENDPOINT_URL_LAMBDA: 'http://one.test' },
      'http://chosen.test',
    ],
    [
      'for a picked profile too',
      { profile: 'dev' },
      { AWS_ENDPOINT_URL: 'http://all.test' },
      'http://all.test',
    ],
    ['ignored by the profile', { profile: 'deaf' }, { AWS_ENDPOINT_URL: 'http://all.test' }, undefined],
    [
      'ignored by the environment',
      { profile: 'local' },
      { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'TRUE' },
      undefined,
    ],
    [
      'a chosen one is not ignored',
      { profile: 'deaf', endpoint: 'http://chosen.test' },
      {},
      'http://chosen.test',
    ],
    [
      'the environment overrules the profile’s ignoring',
      { profile: 'deaf' },
      { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false' },
      'http://profile.test',
    ],
  ];
  for (const [title, choice, environment, expected] of endpoints) {
    it(`endpoint: ${title}`, () => {
      assert.equal(resolveTarget(choice, someProfiles, environment).endpointOf('lambda'), expected);
    });
  }

  it('endpoint: the profile’s for services that its section does not name, without the slash', () => {
    const { endpointOf } = resolveTarget({ profile: 'local' }, someProfiles, {
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: 'http://logs.test',
    });
    assert.equal(endpointOf('iam'), 'http://profile.test');
    assert.equal(endpointOf('api_gateway'), 'http://gateway.test');
    assert.equal(endpointOf('cloudwatch_logs'), 'http://logs.test');
  });

  const failures: [string, ConnectionChoice, SharedConfig, string][] = [
    ['a profile that is not there', { profile: 'nobody' }, someProfiles, 'connection.unknownProfile'],
    ['a profile without region', { profile: 'bare' }, someProfiles, 'connection.noRegion'],
    [
      'a role profile does not borrow its source’s region',
      { profile: 'role' },
      someProfiles,
      'connection.noRegion',
    ],
    ['nothing at all', {}, config({}), 'connection.noRegion'],
    ['a services section that is missing', { profile: 'lost' }, someProfiles, 'connection.unknownServices'],
    [
      'an endpoint that is no URL',
      { profile: 'dev', endpoint: 'localhost:4566' },
      someProfiles,
      'connection.badEndpoint',
    ],
    ['a sandbox that does not run', { sandbox: true }, someProfiles, 'connection.noSandboxEndpoint'],
  ];
  for (const [title, choice, shared, code] of failures) {
    it(`refuses ${title}`, () => {
      assert.throws(
        () => resolveTarget(choice, shared, {}),
        (error) => isFailure(error, code) && error.actions.length > 0,
      );
    });
  }

  it('shows no password of an endpoint', () => {
    assert.throws(
      () =>
        resolveTarget(
          { profile: 'dev', endpoint: 'ftp://user:hunter2@host/x?token=hunter2' },
          someProfiles,
          {},
        ),
      (error) => isFailure(error) && !error.message.includes('hunter2') && error.message.includes('host'),
    );
  });
});
