import { afterEach, describe, it } from 'mocha';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { createConnectionOpener } from '../../src/aws/awsBundle.ts';
import { isCancellation, isFailure } from '../../src/core/failures/failure.ts';
import type { ConnectionChoice } from '../../src/workflows/ports.ts';
import { callerIdentityAnswer, queryError, startAwsListener } from '../support/awsListener.ts';
import type { HeardRequest, ListenerAnswer } from '../support/awsListener.ts';
import { archiveBytes, noHooks, rejection } from '../support/awsListenerConnection.ts';
import { withTemporaryFolder } from '../support/temporaryFolder.ts';

const secret = 'MARKER-9c2e-credential';
const keys = `aws_access_key_id = AKIAROOT\naws_secret_access_key = ${secret}\n`;

/** The SDK's providers read the process's own variables. */
const saved = { ...process.env };
afterEach(() => {
  for (const name of Object.keys(process.env))
    if (!(name in saved)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, saved);
});

interface World {
  readonly folder: string;
  readonly writeConfig: (text: string) => Promise<void>;
  readonly open: (
    choice: ConnectionChoice,
    hooks?: typeof noHooks,
  ) => ReturnType<ReturnType<typeof createConnectionOpener>['open']>;
}

function withConfig(text: string, use: (world: World) => Promise<void>, extra: Record<string, string> = {}) {
  return withTemporaryFolder(async (folder) => {
    const environment = {
      HOME: folder,
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
      AWS_EC2_METADATA_DISABLED: 'true',
      ...extra,
    };
    Object.assign(process.env, environment);
    const writeConfig = (config: string) => writeFile(environment.AWS_CONFIG_FILE, config);
    await writeConfig(text);
    const opener = createConnectionOpener({ readFile: () => Promise.resolve(archiveBytes), environment });
    await use({ folder, writeConfig, open: (choice, hooks = noHooks) => opener.open(choice, hooks) });
  });
}

/** STS that gives a role's credentials, and says who anybody is. */
function sts({ body }: HeardRequest): ListenerAnswer {
  if (!body.includes('Action=AssumeRole')) return callerIdentityAnswer;
  const ends = new Date(Date.now() + 3_600_000).toISOString();
  return {
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${ends}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
  };
}

const scopeOf = ({ headers }: HeardRequest) =>
  /Credential=(\w+)\/\d+\/([\w-]+)\/(\w+)\//.exec(headers.authorization ?? '')?.slice(1);
const whoAmI = (connection: Awaited<ReturnType<World['open']>>) =>
  connection.identity.callerIdentity({ signal: AbortSignal.timeout(10_000) });

describe('AWS credentials', function () {
  this.timeout(15_000);

  it('a picked profile’s endpoint_url is honoured, and AWS_REGION and keys in the environment are not', async () => {
    await using listener = await startAwsListener(sts);
    await withConfig(
      `[profile dev]\nregion = eu-north-1\nendpoint_url = ${listener.url}\n${keys}`,
      async ({ open }) => {
        const connection = await open({ profile: 'dev' });
        assert.equal((await whoAmI(connection)).accountId, '123456789012');
        assert.deepEqual(listener.requests.map(scopeOf), [['AKIAROOT', 'eu-north-1', 'sts']]);
        assert.deepEqual(
          [connection.profile, connection.region, connection.endpoint],
          ['dev', 'eu-north-1', listener.url],
        );
      },
      { AWS_REGION: 'ap-south-1', AWS_ACCESS_KEY_ID: 'AKIAENVIRONMENT', AWS_SECRET_ACCESS_KEY: 'x' },
    );
  });

  it('with an explicit endpoint a role profile assumes its role there, in the connection’s region', async () => {
    await using listener = await startAwsListener(sts);
    const config = `[profile base]\n${keys}[profile role]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\nregion = eu-west-1\n`;
    await withConfig(config, async ({ open }) => {
      await whoAmI(await open({ profile: 'role', endpoint: listener.url }));
      assert.deepEqual(listener.requests.map(scopeOf), [
        ['AKIAROOT', 'eu-west-1', 'sts'],
        ['ASIAROLE', 'eu-west-1', 'sts'],
      ]);
    });
  });

  it('a web identity is exchanged there too', async () => {
    await using listener = await startAwsListener((request) => {
      const answer = sts(request);
      return typeof answer === 'object' && answer.body !== undefined
        ? { ...answer, body: answer.body.replaceAll('AssumeRoleRes', 'AssumeRoleWithWebIdentityRes') }
        : answer;
    });
    await withConfig('', async ({ open, folder, writeConfig }) => {
      const token = join(folder, 'token');
      await writeFile(token, 'web-token');
      await writeConfig(
        `[profile web]\nrole_arn = arn:aws:iam::1:role/r\nweb_identity_token_file = ${token}\nregion = eu-west-1\n`,
      );
      await whoAmI(await open({ profile: 'web', endpoint: listener.url }));
      assert.match(
        listener.requests[0]?.body ?? '',
        /Action=AssumeRoleWithWebIdentity.*WebIdentityToken=web-token/,
      );
      assert.equal(listener.requests[1]?.headers.authorization?.includes('ASIAROLE'), true);
    });
  });

  it('parallel calls share one MFA prompt, and a cancelled prompt is silent', async () => {
    await using listener = await startAwsListener(sts);
    const config = `[profile base]\n${keys}[profile role]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\nmfa_serial = arn:aws:iam::1:mfa/me\nregion = eu-west-1\nendpoint_url = ${listener.url}\n`;
    await withConfig(config, async ({ open }) => {
      const asked: string[] = [];
      const answers = [undefined, '123456'];
      const connection = await open(
        { profile: 'role' },
        { askMfaCode: (serial) => Promise.resolve(asked.push(serial)).then((count) => answers[count - 1]) },
      );
      const options = { signal: AbortSignal.timeout(10_000) };
      const both = () =>
        Promise.all([
          connection.identity.callerIdentity(options),
          connection.functions.readAlias('f', 'a', options).catch(() => {}),
        ]);
      assert.ok(isCancellation(await rejection(both())));
      assert.equal(listener.requests.length, 0);
      await both();
      assert.deepEqual(asked, ['arn:aws:iam::1:mfa/me', 'arn:aws:iam::1:mfa/me']);
      assert.match(listener.requests[0]?.body ?? '', /TokenCode=123456/);
    });
  });

  it('keys that change in the file are used, and the account is asked for again', async () => {
    await using listener = await startAwsListener(sts);
    const config = (key: string) =>
      `[profile dev]\nregion = eu-west-1\nendpoint_url = ${listener.url}\naws_access_key_id = ${key}\naws_secret_access_key = s\n`;
    await withConfig(config('AKIAONE'), async ({ open, writeConfig }) => {
      const connection = await open({ profile: 'dev' });
      await whoAmI(connection);
      await whoAmI(connection);
      await writeConfig(config('AKIATWO'));
      // The files are looked at once a second.
      const realNow = Date.now;
      Date.now = () => realNow() + 1500;
      try {
        await whoAmI(connection);
      } finally {
        Date.now = realNow;
      }
      assert.deepEqual(
        listener.requests.map((request) => scopeOf(request)?.[0]),
        ['AKIAONE', 'AKIATWO'],
      );
    });
  });

  it('a failed log-in is tried again by the next call', async () => {
    await using listener = await startAwsListener(sts);
    await withConfig(
      `[profile outside]\ncredential_process = node creds.mjs ${secret}\nregion = eu-west-1\n`,
      async ({ open, folder, writeConfig }) => {
        const connection = await open({ profile: 'outside', endpoint: listener.url });
        const error = await rejection(whoAmI(connection));
        assert.ok(isFailure(error, 'connection.processFailed'), inspect(error));
        assert.ok(!inspect(error, { depth: 10, showHidden: true }).includes(secret));
        const script = join(folder, 'creds.mjs');
        await writeFile(
          script,
          'console.log(JSON.stringify({ Version: 1, AccessKeyId: "AKIAPROCESS", SecretAccessKey: "s" }))',
        );
        await writeConfig(`[profile outside]\ncredential_process = node ${script}\nregion = eu-west-1\n`);
        await whoAmI(connection);
        assert.equal(scopeOf(listener.requests[0] ?? assert.fail())?.[0], 'AKIAPROCESS');
      },
    );
  });

  const sso = `[profile corp]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = Dev\nregion = eu-west-1\n[sso-session corp]\nsso_start_url = https://corp.test/start\nsso_region = us-east-1\n`;
  const expired: [string, string, string, readonly string[]][] = [
    ['SSO, never signed in', sso, 'corp', ['aws', 'sso', 'login', '--profile', 'corp']],
    [
      'a role on top of SSO',
      `${sso}[profile role]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = corp\nregion = eu-west-1\n`,
      'role',
      ['aws', 'sso', 'login', '--profile', 'corp'],
    ],
    [
      'aws login',
      '[profile console]\nlogin_session = arn:aws:iam::1:user/dev\nregion = eu-west-1\n',
      'console',
      ['aws', 'login', '--profile', 'console'],
    ],
  ];
  for (const [title, config, profile, argv] of expired) {
    it(`an ended session offers its own log-in: ${title}`, () =>
      withConfig(config, async ({ open }) => {
        const error = await rejection(whoAmI(await open({ profile })));
        assert.ok(isFailure(error, 'connection.expired'), inspect(error));
        assert.deepEqual(error.actions[0], {
          kind: 'runInTerminal',
          title: `Sign In to ${argv.at(-1) ?? ''}`,
          argv,
        });
      }));
  }

  it('a cached SSO token that ran out is an ended session, and its token is told to nobody', () =>
    withConfig(sso, async ({ open, folder }) => {
      const cache = join(folder, '.aws', 'sso', 'cache');
      await mkdir(cache, { recursive: true });
      const file = `${createHash('sha1').update('corp').digest('hex')}.json`;
      await writeFile(
        join(cache, file),
        JSON.stringify({ accessToken: secret, expiresAt: '2020-01-01T00:00:00Z' }),
      );
      const error = await rejection(whoAmI(await open({ profile: 'corp', endpoint: 'http://127.0.0.1:9' })));
      assert.ok(isFailure(error, 'connection.expired'), inspect(error));
      assert.ok(!inspect(error, { depth: 10, showHidden: true }).includes(secret));
    }));

  it('a role that may not be assumed is named', async () => {
    await using listener = await startAwsListener(() =>
      queryError(403, 'AccessDenied', 'User is not authorized to perform: sts:AssumeRole'),
    );
    const config = `[profile base]\n${keys}[profile role]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\nregion = eu-west-1\n`;
    await withConfig(config, async ({ open }) => {
      const error = await rejection(whoAmI(await open({ profile: 'role', endpoint: listener.url })));
      assert.ok(isFailure(error, 'connection.roleRefused'), inspect(error));
      assert.match(error.message, /^The profile role may not assume the role arn:aws:iam::1:role\/r/);
    });
  });

  it('an expired session token is read anew after the failure', async () => {
    let answer = queryError(403, 'ExpiredToken', 'expired');
    await using listener = await startAwsListener(() => answer);
    await withConfig(`[profile dev]\nregion = eu-west-1\n${keys}`, async ({ open }) => {
      const connection = await open({ profile: 'dev', endpoint: listener.url });
      const error = await rejection(whoAmI(connection));
      assert.ok(isFailure(error, 'connection.expired'));
      assert.equal(error.actions[0]?.title, 'Switch Connection…');
      answer = callerIdentityAnswer;
      assert.equal((await whoAmI(connection)).accountId, '123456789012');
    });
  });

  for (const [title, choice, config] of [
    ['a profile that holds none', { profile: 'empty' }, '[profile empty]\nregion = eu-west-1\n'],
    ['a machine that gives none', { region: 'eu-west-1' }, ''],
  ] as const) {
    it(`no credentials: ${title}`, () =>
      withConfig(config, async ({ open }) => {
        const error = await rejection(whoAmI(await open(choice)));
        assert.ok(isFailure(error, 'connection.noCredentials'), inspect(error));
      }));
  }

  it('without a profile the keys of the environment are used', async () => {
    await using listener = await startAwsListener(sts);
    await withConfig(
      '',
      async ({ open }) => {
        const connection = await open({ endpoint: listener.url });
        await whoAmI(connection);
        assert.deepEqual(listener.requests.map(scopeOf), [['AKIAENVIRONMENT', 'eu-south-1', 'sts']]);
        assert.equal(connection.profile, undefined);
      },
      { AWS_REGION: 'eu-south-1', AWS_ACCESS_KEY_ID: 'AKIAENVIRONMENT', AWS_SECRET_ACCESS_KEY: 'x' },
    );
  });
});
