import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Failure } from '../../src/core/failures/failure.ts';
import { requireManifest } from '../../src/core/manifest/parseManifest.ts';
import { defaultTrustPolicy } from '../../src/core/policy/defaultTrustPolicy.ts';
import { resolveFunctionSpec } from '../../src/workflows/resolveFunction.ts';

const trust = JSON.stringify(defaultTrustPolicy);
const permissions =
  '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ses:SendEmail","Resource":"*"}}';

function resolve(lines: string, texts: Record<string, string> = {}) {
  const text = `{"functionName": "say_hi", "runtime": "python3.13", "handler": "a.b"${lines === '' ? '' : `,\n${lines}`}}`;
  const file = '/w/f/lambda.json';
  const target = {
    manifest: requireManifest(text, file),
    manifestFile: file,
    folder: '/w/f',
    workspaceFolder: '/w',
  };
  const all: Record<string, string> = { [file]: text, ...texts };
  const files = {
    readText: (path: string) => Promise.resolve(all[path]),
    exists: (path: string) => Promise.resolve(path in all),
  };
  return resolveFunctionSpec(target, { files });
}

const rejects = (promise: Promise<unknown>, code: string, location: object, message: RegExp) =>
  assert.rejects(promise, (error: unknown) => {
    assert.ok(error instanceof Failure);
    assert.equal(error.code, code);
    assert.deepEqual(error.location, location);
    assert.match(error.message, message);
    assert.doesNotMatch(error.message, /s3cret/);
    return true;
  });

describe('resolveFunctionSpec', () => {
  it('manages nothing that the manifest does not name', async () => {
    const spec = await resolve('');
    assert.equal(spec.environment, undefined);
    assert.equal(spec.timeout, undefined);
    assert.equal(spec.publish, false);
    assert.deepEqual(spec.role, {
      kind: 'default',
      role: {
        name: 'say_hi-role',
        trustPolicy: defaultTrustPolicy,
        trustPolicyManaged: false,
        inlinePolicies: [],
        managedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
      },
    });
  });

  it('cuts the default role to the length that IAM takes', async () => {
    const long = 'f'.repeat(64);
    const target = {
      manifest: { functionName: long, runtime: 'python3.13', handler: 'a.b' },
      folder: '/w',
      workspaceFolder: '/w',
    };
    const files = { readText: () => Promise.resolve(undefined), exists: () => Promise.resolve(false) };
    const { role } = await resolveFunctionSpec(target, { files });
    assert.ok(role.kind === 'default');
    assert.equal(role.role.name, `${'f'.repeat(59)}-role`);
  });

  it('publishes when an alias is named, unless told not to', async () => {
    assert.equal((await resolve('"deploy": { "alias": "DEV" }')).publish, true);
    assert.equal((await resolve('"deploy": { "alias": "DEV", "publish": false }')).publish, false);
    assert.equal((await resolve('"deploy": { "publish": true }')).publish, true);
  });

  it('reads role and environment', async () => {
    const spec = await resolve(
      '"environment": { "AA": "1", "BB": null }, "environmentFile": "env.txt", "role": { "name": "r", "trustPolicy": "../t.json", "inlinePolicies": { "mail": "p.json" }, "path": "/x/" }',
      { '/w/f/env.txt': 'AA=2\nAWS_REGION=x\n', '/w/t.json': trust, '/w/f/p.json': permissions },
    );
    assert.deepEqual(spec.environment, {
      set: { AA: '2' },
      keep: ['BB'],
      empty: [],
      exact: false,
      leftOut: ['AWS_REGION'],
    });
    assert.ok(spec.role.kind === 'managed');
    assert.equal(spec.role.role.trustPolicyManaged, true);
    assert.equal(spec.role.role.path, '/x/');
    assert.deepEqual(spec.role.role.inlinePolicies, [
      { name: 'mail', document: JSON.parse(permissions) as unknown, file: '/w/f/p.json' },
    ]);
    const arn = 'arn:aws:iam::123456789012:role/r';
    assert.deepEqual((await resolve(`"roleArn": "${arn}"`)).role, { kind: 'arn', arn });
  });

  it('says a missing file where the manifest names it', () =>
    rejects(
      resolve('"environmentFile": "env.txt"'),
      'manifest.fileMissing',
      { file: '/w/f/lambda.json', line: 2, column: 20 },
      /lambda\.json:2 names env\.txt, which does not exist/,
    ));

  it('reads nothing outside of the workspace folder', () =>
    rejects(
      resolve('"environmentFile": "../../etc/passwd"', { '/etc/passwd': 'A=1' }),
      'manifest.fileOutside',
      { file: '/w/f/lambda.json', line: 2, column: 20 },
      /lies outside/,
    ));

  it('refuses a reserved name of the manifest itself, at its place', () =>
    rejects(
      resolve('"environment": { "AWS_REGION": "s3cret" }'),
      'manifest.reservedVariable',
      { file: '/w/f/lambda.json', line: 2, column: 32 },
      /AWS_REGION is set by Lambda itself/,
    ));

  it('says a broken policy and a line that cannot be deployed in their own files', async () => {
    await rejects(
      resolve('"role": { "name": "r", "inlinePolicies": { "p": "p.json" } }', {
        '/w/f/p.json': '{\n"Version": 1}',
      }),
      'policy.invalid',
      { file: '/w/f/p.json', line: 1, column: 1 },
      /p\.json:1: Statement is missing.*\(and 1 more\)/,
    );
    await rejects(
      resolve('"environmentFile": "env.txt"', { '/w/f/env.txt': 'AA=s3cret\nBB\n' }),
      'environmentFile.invalid',
      { file: '/w/f/env.txt', line: 2, column: 1 },
      /env\.txt:2: BB has no value/,
    );
  });
});
