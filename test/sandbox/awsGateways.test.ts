import JSZip from 'jszip';
import { after, before, describe, it } from 'mocha';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createConnectionOpener } from '../../src/aws/awsBundle.ts';
import type { ArchiveFacts } from '../../src/core/deployment/functionSpec.ts';
import { isFailure } from '../../src/core/failures/failure.ts';
import type { AwsConnection } from '../../src/workflows/ports.ts';
import { noHooks, rejection } from '../support/awsListenerConnection.ts';
import { startMinistack } from '../support/ministack.ts';
import type { TestMinistack } from '../support/ministack.ts';

// mocha limits the time; a timer started here would run while other files are tested.
const options = { signal: new AbortController().signal };
const trustPolicy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const policy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'ses:SendEmail', Resource: '*', Sid: 'Mail100%' }],
};

describe('AWS gateways against an emulator', function () {
  this.timeout(60_000);
  let ministack: TestMinistack;
  let aws: AwsConnection;
  const archives = new Map<string, Uint8Array>();

  async function archive(release: number): Promise<ArchiveFacts> {
    const zip = new JSZip();
    const source = `def handler(event, context):\n    return ${release}\n`;
    zip.file('app.py', source, { date: new Date(0), unixPermissions: 0o644 });
    const bytes = await zip.generateAsync({ type: 'uint8array', platform: 'UNIX' });
    const file = `/archives/${release}.zip`;
    archives.set(file, bytes);
    const sha256 = createHash('sha256').update(bytes).digest('base64');
    return { file, sha256, size: bytes.length, unzippedSize: source.length };
  }

  before(async () => {
    ministack = await startMinistack();
    const readFile = (file: string) => Promise.resolve(archives.get(file) ?? assert.fail(file));
    const opener = createConnectionOpener({ readFile, environment: {} });
    aws = await opener.open({ sandbox: true, endpoint: ministack.url }, noHooks);
  });
  after(() => ministack.stop());

  it('says who it is', async () => {
    const identity = await aws.identity.callerIdentity(options);
    assert.equal(identity.accountId, '000000000000');
    assert.equal(identity.partition, 'aws');
  });

  it('creates a role, changes every part of it, and reads it back', async () => {
    const { roles } = aws;
    assert.equal(await roles.readRole('full-role', options), undefined);
    const boundary = 'arn:aws:iam::aws:policy/PowerUserAccess';
    const created = await roles.createRole(
      { name: 'full-role', trustPolicy, path: '/team/', permissionsBoundary: boundary, tags: { team: 'a' } },
      options,
    );
    assert.match(created.arn, /:role\/team\/full-role$/);
    assert.ok(
      isFailure(
        await rejection(roles.createRole({ name: 'full-role', trustPolicy }, options)),
        'aws.alreadyExists',
      ),
    );
    assert.equal(await roles.readInlinePolicy('full-role', 'mail', options), undefined);
    await roles.putInlinePolicy('full-role', 'mail', policy, options);
    assert.deepEqual(await roles.readInlinePolicy('full-role', 'mail', options), policy);
    assert.deepEqual(await roles.listAttachedPolicyArns('full-role', options), []);
    await roles.attachManagedPolicy('full-role', boundary, options);
    assert.deepEqual(await roles.listAttachedPolicyArns('full-role', options), [boundary]);
    const otherTrust = { ...trustPolicy, Statement: [...trustPolicy.Statement, ...trustPolicy.Statement] };
    await roles.updateTrustPolicy('full-role', otherTrust, options);
    await roles.putPermissionsBoundary('full-role', 'arn:aws:iam::aws:policy/ReadOnlyAccess', options);
    await roles.tagRole('full-role', { team: 'b', cost: '1' }, options);
    assert.deepEqual(await roles.readRole('full-role', options), {
      name: 'full-role',
      arn: created.arn,
      path: '/team/',
      trustPolicy: otherTrust,
      permissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
      tags: { team: 'b', cost: '1' },
    });
    assert.ok(
      isFailure(await rejection(roles.putInlinePolicy('nobody', 'p', policy, options)), 'aws.notFound'),
    );
  });

  it('creates, updates and publishes a function, and moves its alias', async () => {
    const { functions, roles } = aws;
    const role = await roles.createRole({ name: 'calc-role', trustPolicy }, options);
    const first = await archive(1);
    assert.equal(await functions.readFunction('calc', undefined, options), undefined);
    const request = {
      functionName: 'calc',
      runtime: 'python3.13',
      handler: 'app.handler',
      roleArn: role.arn,
      timeout: 5,
      memorySize: 256,
      environment: { GREETING: 'hello' },
      archive: first,
    };
    await functions.createFunction(request, options);
    assert.ok(isFailure(await rejection(functions.createFunction(request, options)), 'aws.alreadyExists'));
    let live = await settled();
    assert.deepEqual(
      [live.version, live.codeSha256, live.timeout, live.memorySize, live.environment, live.roleArn],
      ['$LATEST', first.sha256, 5, 256, { GREETING: 'hello' }, role.arn],
    );

    const one = await functions.publishVersion('calc', guard(), 'release one', options);
    assert.deepEqual([one.version, one.description, one.arn], ['1', 'release one', live.arn]);
    live = await settled();
    const published = await functions.readFunction('calc', '1', options);
    assert.equal(
      published?.versionedFields,
      live.versionedFields,
      'a version equals the $LATEST it was made from',
    );

    const stale = live.revisionId;
    await functions.updateConfiguration(
      'calc',
      { timeout: 9, description: 'sums' },
      live.revisionId,
      options,
    );
    live = await settled();
    assert.deepEqual([live.timeout, live.description, live.environment], [9, 'sums', { GREETING: 'hello' }]);
    assert.notEqual(published.versionedFields, live.versionedFields);
    assert.ok(
      isFailure(
        await rejection(functions.updateConfiguration('calc', { timeout: 1 }, stale, options)),
        'aws.preconditionFailed',
      ),
    );

    const second = await archive(2);
    await functions.updateCode('calc', second, 'arm64', live.revisionId, options);
    live = await settled();
    assert.deepEqual([live.codeSha256, live.architecture], [second.sha256, 'arm64']);
    const two = await functions.publishVersion('calc', guard(), undefined, options);
    assert.equal(two.version, '2');
    assert.deepEqual(
      (await functions.listVersions('calc', options)).map(({ version }) => version),
      ['2', '1'],
    );
    assert.deepEqual(await functions.listVersions('nobody', options), []);

    assert.equal(await functions.readAlias('calc', 'DEV', options), undefined);
    const alias = await functions.createAlias('calc', 'DEV', '1', options);
    assert.deepEqual([alias.name, alias.functionVersion, alias.routing], ['DEV', '1', {}]);
    assert.ok(
      isFailure(await rejection(functions.createAlias('calc', 'DEV', '1', options)), 'aws.alreadyExists'),
    );
    const moved = await functions.moveAlias('calc', 'DEV', '2', alias.revisionId, options);
    assert.deepEqual([moved.functionVersion, moved.arn], ['2', alias.arn]);
    assert.ok(
      isFailure(
        await rejection(functions.moveAlias('calc', 'DEV', '1', alias.revisionId, options)),
        'aws.preconditionFailed',
      ),
    );
    assert.deepEqual(await functions.readAlias('calc', 'DEV', options), moved);
    assert.equal((await functions.readFunction('calc', 'DEV', options))?.version, '2');

    function guard() {
      return { codeSha256: live.codeSha256, revisionId: live.revisionId };
    }
    async function settled() {
      for (;;) {
        const now = (await functions.readFunction('calc', undefined, options)) ?? assert.fail('no function');
        if (now.state === 'Active' && now.lastUpdateStatus !== 'InProgress') return now;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  });

  it('lists versions of every page, newest first', async () => {
    const { functions, roles } = aws;
    const role = await roles.createRole({ name: 'many-role', trustPolicy }, options);
    const base = { functionName: 'many', runtime: 'python3.13', handler: 'app.handler', roleArn: role.arn };
    await functions.createFunction({ ...base, archive: await archive(1) }, options);
    const read = async () => (await functions.readFunction('many', undefined, options)) ?? assert.fail();
    for (let release = 2; release <= 53; release++) {
      const { revisionId } = await read();
      await functions.updateConfiguration('many', { description: `${release}` }, revisionId, options);
      await functions.publishVersion('many', await read(), undefined, options);
    }
    const versions = (await functions.listVersions('many', options)).map(({ version }) => Number(version));
    assert.deepEqual(
      versions,
      Array.from({ length: 52 }, (_, at) => 52 - at),
    );
  });
});
