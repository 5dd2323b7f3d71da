import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { LiveAlias, LiveFunction, LiveRole } from '../../src/core/deployment/liveState.ts';
import { proposedAlias } from '../../src/core/import/deployedFunction.ts';
import { importedManifest } from '../../src/core/import/importedManifest.ts';
import type { ImportChoices } from '../../src/core/import/importedManifest.ts';
import type { JsonValue } from '../../src/core/json.ts';
import { newManifestText } from '../../src/core/manifest/newManifestText.ts';
import { parseManifest } from '../../src/core/manifest/parseManifest.ts';
import { defaultTrustPolicy } from '../../src/core/policy/defaultTrustPolicy.ts';
import { readDeployed } from '../../src/workflows/import/readDeployed.ts';
import { planDeployment } from '../../src/workflows/planDeployment.ts';
import { archiveOf, sendEmail } from '../support/deploymentFixtures.ts';
import { failure, FakeAws, fakeClock } from '../support/fakeAws.ts';
import { validPolicy } from '../support/generatedManifests.ts';

const options = { signal: new AbortController().signal };
const account = '123456789012';

const plainFunction: LiveFunction = {
  functionName: 'calc',
  arn: `arn:aws:lambda:eu-west-1:${account}:function:calc`,
  version: '$LATEST',
  packageType: 'Zip',
  runtime: 'python3.13',
  handler: 'app.main',
  description: '',
  timeout: 3,
  memorySize: 128,
  ephemeralStorage: 512,
  architecture: 'x86_64',
  roleArn: `arn:aws:iam::${account}:role/calc-role`,
  environment: {},
  codeSha256: 'sha-of-the-code',
  codeSize: 100,
  revisionId: 'one',
  lastModified: undefined,
  state: 'Active',
  stateReason: undefined,
  lastUpdateStatus: 'Successful',
  lastUpdateStatusReason: undefined,
  versionedFields: 'as of now',
};

interface Deployed {
  readonly live?: Partial<LiveFunction>;
  readonly role?: Partial<LiveRole>;
  readonly policies?: Readonly<Record<string, JsonValue>>;
  readonly attached?: readonly string[];
  /** Alias → version and weights. Version 1 is what is deployed now, 2 is not. */
  readonly aliases?: Readonly<Record<string, readonly [string, LiveAlias['routing']?]>>;
}

/** FakeAws with one function and its role. */
function deployed({ live = {}, role = {}, policies = {}, attached = [], aliases = {} }: Deployed): FakeAws {
  const aws = new FakeAws();
  const path = role.path ?? '/';
  const arn = `arn:aws:iam::${account}:role${path}calc-role`;
  const latest = { ...plainFunction, roleArn: arn, ...live };
  const versions = [
    { ...latest, version: '1' },
    { ...latest, version: '2', versionedFields: 'as of then' },
  ];
  const made = Object.entries(aliases).map(([name, [functionVersion, routing = {}]]): [string, LiveAlias] => [
    name,
    { name, arn: `${latest.arn}:${name}`, functionVersion, description: '', revisionId: 'a', routing },
  ]);
  aws.functions.set('calc', { latest, pendingReads: 0, versions, aliases: new Map(made) });
  aws.roles.set('calc-role', {
    role: { name: 'calc-role', arn, path, trustPolicy: defaultTrustPolicy, tags: {}, ...role },
    policies: new Map(Object.entries(policies)),
    attached: [...attached],
  });
  return aws;
}

async function importOf(aws: FakeAws, choices: Partial<ImportChoices> = {}) {
  const found = await readDeployed('calc', aws.connection, options);
  const proposed = proposedAlias(found.aliases);
  const alias = proposed === 'ask' ? undefined : proposed;
  return importedManifest(found, { values: false, alias, ...choices });
}

/** Steps that the plan of an imported folder has. */
async function stepsAfter(aws: FakeAws, choices?: Partial<ImportChoices>): Promise<string[]> {
  const imported = await importOf(aws, choices);
  const { manifest, problems } = parseManifest(newManifestText(imported.manifest));
  assert.ok(manifest);
  assert.deepEqual(problems, []);
  const readText = (file: string) => Promise.resolve(imported.files.get(file.replace('/w/', '')));
  const { plan } = await planDeployment(
    { manifest, manifestFile: '/w/lambda.json', folder: '/w', workspaceFolder: '/w', knownFiles: [] },
    {
      connection: aws.connection,
      archiver: { build: () => Promise.resolve(archiveOf('sha-of-the-code')) },
      files: { readText, exists: () => Promise.resolve(true) },
      sourceControl: { describeRevision: () => Promise.resolve(undefined) },
      clock: fakeClock(),
    },
    { ...options, protectedAliases: [], describeVersions: false },
  );
  return plan.steps.map(({ kind }) => kind);
}

const policyDocument = validPolicy
  .filter(({ kind }) => kind === 'permissions')
  .map(({ text }) => JSON.parse(text) as JsonValue);
const trustDocument = validPolicy
  .filter(({ kind }) => kind === 'trust')
  .map(({ text }) => JSON.parse(text) as JsonValue);
const anyDeployed: fc.Arbitrary<Deployed> = fc.record({
  live: fc.record({
    description: fc.string({ maxLength: 256 }),
    timeout: fc.integer({ min: 1, max: 900 }),
    memorySize: fc.constantFrom(128, 1769, 10_240),
    ephemeralStorage: fc.constantFrom(512, 10_240),
    architecture: fc.constantFrom('x86_64', 'arm64'),
    layers: fc.option(
      fc.subarray(
        ['one', 'two'].map((name) => `arn:aws:lambda:eu-west-1:${account}:layer:${name}:3`),
        {
          minLength: 1,
        },
      ),
      { nil: undefined },
    ),
    handler: fc.stringMatching(/^[a-z/]{1,9}\.[a-z_]{1,9}$/),
    environment: fc.dictionary(fc.stringMatching(/^[B-KM-Z][A-Za-z_0-9]{0,9}$/), fc.string(), { maxKeys: 4 }),
  }),
  role: fc.record({
    path: fc.constantFrom('/', '/service-role/'),
    trustPolicy: fc.oneof(trustDocument, fc.constant({ Version: '2012-10-17', Statement: [] })),
    permissionsBoundary: fc.option(
      fc.constantFrom(`arn:aws:iam::${account}:policy/bound`, 'arn:aws:iam::aws:policy/ReadOnlyAccess'),
      { nil: undefined },
    ),
    tags: fc.dictionary(
      fc.oneof(fc.stringMatching(/^[a-z:]{1,9}$/), fc.constant('aws:cloudformation:stack-name')),
      fc.string({ maxLength: 20 }),
      { maxKeys: 3 },
    ),
  }),
  policies: fc.dictionary(
    fc.oneof(fc.stringMatching(/^[\w+=,.@-]{1,20}$/), fc.constantFrom('lambda', 'LAMBDA', 'a.lambda')),
    fc.oneof({ weight: 4, arbitrary: policyDocument }, { weight: 1, arbitrary: fc.constant({}) }),
    { maxKeys: 3 },
  ),
  attached: fc.subarray(['arn:aws:iam::aws:policy/ReadOnlyAccess', `arn:aws:iam::${account}:policy/x/y`]),
  aliases: fc.dictionary(
    fc.constantFrom('DEV', 'PROD', 'test-1'),
    fc.constantFrom<readonly [string, LiveAlias['routing']?]>(['$LATEST'], ['1'], ['2'], ['1', { 2: 0.1 }]),
    { maxKeys: 3 },
  ),
});

describe('the manifest of an imported function', () => {
  it('leaves out what is the default, and says the rest', async () => {
    const { manifest, notes } = await importOf(deployed({}));
    assert.deepEqual(manifest, {
      functionName: 'calc',
      runtime: 'python3.13',
      handler: 'app.main',
      role: { name: 'calc-role', trustPolicy: 'trust-policy.json' },
    });
    assert.deepEqual(notes, []);
    const live = {
      description: 'adds',
      timeout: 10,
      memorySize: 256,
      ephemeralStorage: 1024,
      architecture: 'arm64',
    } as const;
    const full = await importOf(
      deployed({
        live: { ...live, environment: { TOKEN: 'secret', A_B: '' } },
        role: { path: '/team/', tags: { owner: 'us', 'aws:x': 'theirs' } },
        policies: { mail: sendEmail, logs: sendEmail },
        attached: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
        aliases: { DEV: ['1'] },
      }),
    );
    assert.deepEqual(full.manifest, {
      functionName: 'calc',
      runtime: 'python3.13',
      handler: 'app.main',
      ...live,
      environment: { A_B: null, TOKEN: null },
      role: {
        name: 'calc-role',
        trustPolicy: 'trust-policy.json',
        inlinePolicies: { mail: 'mail.role-policy.json', logs: 'logs.role-policy.json' },
        managedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
        path: '/team/',
        tags: { owner: 'us' },
      },
      deploy: { alias: 'DEV' },
    });
    assert.deepEqual(JSON.parse(full.files.get('mail.role-policy.json') ?? ''), sendEmail);
  });

  it('always parses, and its plan against the same state has no step', async () => {
    await fc.assert(
      fc.asyncProperty(anyDeployed, fc.boolean(), async (state, values) => {
        const aws = deployed(state);
        const { aliases } = await readDeployed('calc', aws.connection, options);
        const choices = [undefined, ...aliases.filter(({ inStep }) => inStep)];
        for (const alias of choices) assert.deepEqual(await stepsAfter(aws, { values, alias }), []);
        assert.deepEqual(aws.writes, []);
      }),
      { numRuns: 60 },
    );
  });

  it('holds values only when they are asked for', async () => {
    const aws = deployed({ live: { environment: { TOKEN: 'secret' } } });
    assert.deepEqual((await importOf(aws)).manifest.environment, { TOKEN: null });
    assert.deepEqual((await importOf(aws, { values: true })).manifest.environment, { TOKEN: 'secret' });
  });

  it('names the alias that is in step, and lets a person choose otherwise', async () => {
    const proposed = async (aliases: Deployed['aliases']) =>
      proposedAlias((await readDeployed('calc', deployed({ aliases }).connection, options)).aliases);
    assert.equal(await proposed({}), undefined);
    assert.deepEqual(await proposed({ DEV: ['$LATEST'] }), {
      name: 'DEV',
      version: '$LATEST',
      weighted: false,
      inStep: true,
    });
    assert.equal(await proposed({ DEV: ['2'] }), 'ask');
    assert.equal(await proposed({ DEV: ['1', { 2: 0.5 }] }), 'ask');
    assert.equal(await proposed({ DEV: ['1'], PROD: ['1'] }), 'ask');
    assert.deepEqual((await importOf(deployed({ aliases: { DEV: ['$LATEST'] } }))).manifest.deploy, {
      publish: false,
      alias: 'DEV',
    });
    const behind = { name: 'DEV', version: '2', weighted: false, inStep: false };
    assert.deepEqual(await stepsAfter(deployed({ aliases: { DEV: ['2'] } }), { alias: behind }), [
      'publishVersion',
      'moveAlias',
    ]);
  });

  it('leaves out names that a manifest cannot hold, and says so where nobody else would', async () => {
    const { manifest, notes } = await importOf(
      deployed({
        live: { environment: { constructor: 'x', KEPT: 'y' } },
        role: { tags: { prototype: 'a', owner: 'us' } },
        policies: { prototype: sendEmail },
      }),
    );
    assert.deepEqual(manifest.environment, { KEPT: null });
    assert.deepEqual(manifest.role, {
      ...{ name: 'calc-role', trustPolicy: 'trust-policy.json', tags: { owner: 'us' } },
    });
    assert.match(notes.join(), /The inline policy prototype of the role.*The tag prototype of the role/);
  });

  it('takes the role by ARN where it may not be read, is gone, or belongs to another account', async () => {
    const roleArn = `arn:aws:iam::${account}:role/calc-role`;
    const denied = deployed({});
    denied.fault = (operation) =>
      operation === 'GetRole' ? { when: 'before', error: failure('aws.accessDenied') } : undefined;
    const gone = deployed({});
    gone.roles.clear();
    for (const [aws, note] of [
      [denied, /iam:GetRole/],
      [gone, /does not exist/],
    ] as const) {
      const { manifest, files, notes } = await importOf(aws);
      assert.deepEqual([manifest.role, manifest.roleArn, files.size], [undefined, roleArn, 0]);
      assert.match(notes.join(), note);
    }
    const elsewhere = 'arn:aws:iam::210987654321:role/theirs';
    const { manifest } = await importOf(deployed({ live: { roleArn: elsewhere } }));
    assert.equal(manifest.roleArn, elsewhere);
  });

  it('says of a role what may be read, and names what may not', async () => {
    const aws = deployed({ policies: { mail: sendEmail }, attached: ['arn:aws:iam::aws:policy/X'] });
    aws.fault = (operation) =>
      operation === 'ListRolePolicies' ? { when: 'before', error: failure('aws.accessDenied') } : undefined;
    const { manifest, notes } = await importOf(aws);
    assert.deepEqual(manifest.role, {
      name: 'calc-role',
      trustPolicy: 'trust-policy.json',
      managedPolicyArns: ['arn:aws:iam::aws:policy/X'],
    });
    assert.match(notes.join(), /^iam:ListRolePolicies is denied/);
  });

  it('goes without aliases that may not be listed, and says so', async () => {
    const aws = deployed({ aliases: { DEV: ['1'] } });
    aws.fault = (operation) =>
      operation === 'ListAliases' ? { when: 'before', error: failure('aws.accessDenied') } : undefined;
    const { manifest, notes } = await importOf(aws);
    assert.equal(manifest.deploy, undefined);
    assert.match(notes.join(), /^The aliases could not be read/);
  });

  it('refuses a container image, and a function that is gone', async () => {
    await assert.rejects(importOf(deployed({ live: { packageType: 'Image' } })), {
      code: 'import.image',
      message: /^calc is deployed as a container image/,
    });
    await assert.rejects(importOf(new FakeAws()), { code: 'import.gone' });
  });
});
