import { describe, it } from 'mocha';
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createConnectionOpener } from '../../src/aws/awsBundle.ts';
import { signInOf } from '../../src/aws/profiles.ts';
import { readSharedConfig } from '../../src/aws/sharedConfig.ts';
import { withTemporaryFolder } from '../support/temporaryFolder.ts';

const configText = `
[default]
region = us-west-2
[profile keyed]
region=eu-west-1   ; Dublin
[profile corp]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Developer
region = eu-central-1
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = us-east-1
[profile old-sso]
sso_start_url = https://corp.awsapps.com/start
[profile console]
login_session = arn:aws:iam::123456789012:user/dev
[profile deep]
role_arn = arn:aws:iam::123456789012:role/Deep
source_profile = middle
[profile middle]
role_arn = arn:aws:iam::123456789012:role/Middle
source_profile = corp
[profile machine]
role_arn = arn:aws:iam::123456789012:role/Machine
credential_source = Ec2InstanceMetadata
[profile outside]
credential_process = /opt/credentials --for me
[profile token]
role_arn = arn:aws:iam::123456789012:role/Web
web_identity_token_file = /var/token
[profile loop]
role_arn = arn:aws:iam::123456789012:role/Loop
source_profile = loop
[services mine]
lambda =
  endpoint_url = http://localhost:4566
`;
const credentialsText = `
[keyed]
aws_access_key_id = AKIAEXAMPLE
aws_secret_access_key = secret
[only-here]
aws_access_key_id = AKIAEXAMPLE
aws_secret_access_key = secret
`;

const withFiles = (use: (environment: Record<string, string>, config: string) => Promise<void>) =>
  withTemporaryFolder(async (folder) => {
    const environment = {
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    };
    await writeFile(environment.AWS_CONFIG_FILE, configText);
    await writeFile(environment.AWS_SHARED_CREDENTIALS_FILE, credentialsText);
    await use(environment, environment.AWS_CONFIG_FILE);
  });

const neverRead = () => Promise.reject(new Error('no file is read for this'));

describe('AWS profiles', () => {
  it('lists the profiles of both files with region and kind, and no other section', () =>
    withFiles(async (environment) => {
      const opener = createConnectionOpener({ readFile: neverRead, environment });
      assert.deepEqual(
        (await opener.profiles()).map(({ name, region, kind }) => [name, kind, region ?? '']),
        [
          ['default', 'other', 'us-west-2'],
          ['console', 'login', ''],
          ['corp', 'sso', 'eu-central-1'],
          ['deep', 'assumeRole', ''],
          ['keyed', 'keys', 'eu-west-1'],
          ['loop', 'assumeRole', ''],
          ['machine', 'assumeRole', ''],
          ['middle', 'assumeRole', ''],
          ['old-sso', 'sso', ''],
          ['only-here', 'keys', ''],
          ['outside', 'process', ''],
          ['token', 'webIdentity', ''],
        ],
      );
    }));

  it('reads the files anew each time', () =>
    withFiles(async (environment, config) => {
      const opener = createConnectionOpener({ readFile: neverRead, environment });
      assert.ok(!(await opener.profiles()).some(({ name }) => name === 'new'));
      await writeFile(config, '[profile new]\nregion = eu-south-1\n');
      assert.deepEqual(await opener.profiles().then((all) => all.find(({ name }) => name === 'new')), {
        name: 'new',
        region: 'eu-south-1',
        kind: 'other',
      });
    }));

  it('finds ~/.aws below HOME, and takes missing files for empty', () =>
    withTemporaryFolder(async (folder) => {
      const { profiles, configFile } = await readSharedConfig({ HOME: folder });
      assert.equal(configFile, join(folder, '.aws', 'config'));
      assert.equal(profiles.size, 0);
    }));

  it('reads services sections', () =>
    withFiles(async (environment) => {
      const { services } = await readSharedConfig(environment);
      assert.equal(services.get('mine')?.['lambda.endpoint_url'], 'http://localhost:4566');
    }));

  it('knows the log-in of a session at the end of a chain of roles', () =>
    withFiles(async (environment) => {
      const config = await readSharedConfig(environment);
      assert.deepEqual(signInOf(config, 'corp'), { command: 'sso', profile: 'corp' });
      assert.deepEqual(signInOf(config, 'deep'), { command: 'sso', profile: 'corp' });
      assert.deepEqual(signInOf(config, 'console'), { command: 'login', profile: 'console' });
      for (const profile of ['keyed', 'machine', 'loop', 'outside'])
        assert.equal(signInOf(config, profile), undefined);
    }));
});
