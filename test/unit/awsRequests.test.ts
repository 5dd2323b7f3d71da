import { describe, it } from 'mocha';
import assert from 'node:assert/strict';
import { callerIdentityAnswer, startAwsListener } from '../support/awsListener.ts';
import { archive, archiveBytes, openTo } from '../support/awsListenerConnection.ts';

// mocha limits the time; a timer started here would run while other files are tested.
const options = { signal: new AbortController().signal };
const json = (body: unknown) => ({ status: 200, body: JSON.stringify(body) });
const configuration = (Version: string) => ({
  FunctionName: 'calc',
  FunctionArn: `arn:aws:lambda:us-east-1:1:function:calc:${Version}`,
  Version,
  CodeSha256: 'hash=',
  RevisionId: `revision-${Version}`,
});

describe('requests to AWS', () => {
  it('pages through all versions, and gives the newest first without $LATEST', async () => {
    const pages = [['$LATEST', '1', '2'], ['9', '10'], ['11']];
    await using listener = await startAwsListener(({ path }) => {
      const at = Number(new URL(path, 'http://x').searchParams.get('Marker') ?? 0);
      return json({
        Versions: pages[at]?.map(configuration),
        NextMarker: at + 1 < pages.length ? `${at + 1}` : undefined,
      });
    });
    const { functions } = await openTo(listener.url);
    const versions = await functions.listVersions('calc', options);
    assert.deepEqual(
      versions.map(({ version }) => version),
      ['11', '10', '9', '2', '1'],
    );
    assert.equal(listener.requests.length, 3);
  });

  it('pages through all attached policies', async () => {
    await using listener = await startAwsListener(({ body }) => {
      const last = body.includes('Marker=next');
      const member = `<member><PolicyName>p</PolicyName><PolicyArn>arn:${last ? 'two' : 'one'}</PolicyArn></member>`;
      const more = last
        ? '<IsTruncated>false</IsTruncated>'
        : '<IsTruncated>true</IsTruncated><Marker>next</Marker>';
      return {
        status: 200,
        headers: { 'content-type': 'text/xml' },
        body: `<R><ListAttachedRolePoliciesResult><AttachedPolicies>${member}</AttachedPolicies>${more}</ListAttachedRolePoliciesResult></R>`,
      };
    });
    const { roles } = await openTo(listener.url);
    assert.deepEqual(await roles.listAttachedPolicyArns('r', options), ['arn:one', 'arn:two']);
  });

  it('moving an alias clears its weights and is guarded by its revision', async () => {
    await using listener = await startAwsListener(() =>
      json({
        Name: 'DEV',
        AliasArn: 'arn',
        FunctionVersion: '3',
        RevisionId: 'next',
        RoutingConfig: { AdditionalVersionWeights: { 2: 0.1 } },
      }),
    );
    const { functions } = await openTo(listener.url);
    const moved = await functions.moveAlias('calc', 'DEV', '3', 'revision', options);
    assert.deepEqual(JSON.parse(listener.requests[0]?.body ?? ''), {
      FunctionVersion: '3',
      RevisionId: 'revision',
      RoutingConfig: { AdditionalVersionWeights: {} },
    });
    assert.deepEqual(moved.routing, { 2: 0.1 });
  });

  it('an update sends what it was given and nothing else', async () => {
    await using listener = await startAwsListener(() => json(configuration('$LATEST')));
    const { functions } = await openTo(listener.url);
    await functions.updateConfiguration('calc', { timeout: 5, ephemeralStorage: 1024 }, 'revision', options);
    await functions.updateCode('calc', archive, undefined, 'revision', options);
    await functions.publishVersion(
      'calc',
      { codeSha256: 'hash=', revisionId: 'revision' },
      undefined,
      options,
    );
    const ZipFile = Buffer.from(archiveBytes).toString('base64');
    assert.deepEqual(
      listener.requests.map(({ method, path, body }) => [method, path, JSON.parse(body) as unknown]),
      [
        [
          'PUT',
          '/2015-03-31/functions/calc/configuration',
          { Timeout: 5, EphemeralStorage: { Size: 1024 }, RevisionId: 'revision' },
        ],
        ['PUT', '/2015-03-31/functions/calc/code', { ZipFile, RevisionId: 'revision', Publish: false }],
        ['POST', '/2015-03-31/functions/calc/versions', { CodeSha256: 'hash=', RevisionId: 'revision' }],
      ],
    );
  });

  it('URL-encoded policy documents are decoded, plain ones taken as they are', async () => {
    const document = { Statement: [{ Sid: '100% + "x"', Resource: '*' }] };
    for (const text of [encodeURIComponent(JSON.stringify(document)), JSON.stringify(document)]) {
      await using listener = await startAwsListener(() => ({
        status: 200,
        headers: { 'content-type': 'text/xml' },
        body: `<R><GetRolePolicyResult><RoleName>r</RoleName><PolicyName>p</PolicyName><PolicyDocument>${text.replaceAll('"', '&quot;')}</PolicyDocument></GetRolePolicyResult></R>`,
      }));
      const { roles } = await openTo(listener.url);
      assert.deepEqual(await roles.readInlinePolicy('r', 'p', options), document);
    }
  });

  it('identity is asked for once, by however many at once', async () => {
    await using listener = await startAwsListener(() => callerIdentityAnswer);
    const { identity } = await openTo(listener.url);
    await Promise.all([identity.callerIdentity(options), identity.callerIdentity(options)]);
    const again = await identity.callerIdentity(options);
    assert.deepEqual(again, {
      accountId: '123456789012',
      arn: 'arn:aws:iam::123456789012:user/dev',
      partition: 'aws',
    });
    assert.equal(listener.requests.length, 1);
  });
});
