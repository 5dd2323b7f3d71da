import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { LiveAlias, LiveFunction } from '../../src/core/deployment/liveState.ts';
import { versionSummary } from '../../src/core/functions/versionSummary.ts';
import { addressed, codeAddress, factsAddress } from '../../src/core/versions/codeAddress.ts';
import { compareFiles, isBinary } from '../../src/core/versions/codeComparison.ts';
import type { CodeFile } from '../../src/core/versions/codeFile.ts';
import { compareConfigurations } from '../../src/core/versions/configurationComparison.ts';
import { handlerFile } from '../../src/core/versions/handlerFile.ts';
import { freedBytes, pruneCandidates } from '../../src/core/versions/pruning.ts';
import { usesOf } from '../../src/core/versions/versionUse.ts';
import { parseManifest } from '../../src/core/manifest/parseManifest.ts';
import { formatBytes } from '../../src/core/quantities.ts';

const file = (path: string, more: Partial<CodeFile> = {}): CodeFile => ({
  path,
  size: 1,
  crc32: 1,
  mode: 0o644,
  link: false,
  ...more,
});
const alias = (name: string, functionVersion: string, routing: Record<string, number> = {}): LiveAlias => ({
  name,
  arn: `arn:${name}`,
  functionVersion,
  description: '',
  revisionId: 'r',
  routing,
});
const version = (number: string, change: Partial<LiveFunction> = {}): LiveFunction => ({
  functionName: 'calc',
  arn: 'arn:aws:lambda:eu-west-1:123456789012:function:calc',
  version: number,
  packageType: 'Zip',
  runtime: 'python3.13',
  handler: 'app.main',
  description: '',
  timeout: 3,
  memorySize: 128,
  ephemeralStorage: 512,
  architecture: 'x86_64',
  roleArn: 'arn:aws:iam::123456789012:role/r',
  environment: {},
  codeSha256: `sha-${number}`,
  codeSize: 100,
  revisionId: 'r',
  lastModified: undefined,
  state: 'Active',
  stateReason: undefined,
  lastUpdateStatus: 'Successful',
  lastUpdateStatusReason: undefined,
  versionedFields: '{}',
  ...change,
});

describe('what differs between two codes', () => {
  it('is what was added, removed, changed, and what may be executed now', () => {
    const before = [file('a'), file('b'), file('c'), file('d'), file('e')];
    const after = [
      file('e', { link: true }),
      file('a'),
      file('b', { crc32: 2 }),
      file('c', { mode: 0o755 }),
      file('new'),
    ];
    assert.deepEqual(
      compareFiles(before, after).map(({ kind, path }) => `${kind} ${path}`),
      ['changed b', 'mode c', 'removed d', 'changed e', 'added new'],
    );
    assert.deepEqual(compareFiles(before, before), []);
  });

  it('is not for reading where there is a zero byte in the beginning', () => {
    assert.equal(isBinary(Buffer.from('x = "é"\n')), false);
    assert.equal(isBinary(Buffer.from([0x89, 0x50, 0, 1])), true);
    assert.equal(isBinary(new Uint8Array()), false);
  });

  it('has an address that says all, and no other address means anything', () => {
    const code = { functionName: 'calc', version: '$LATEST', codeSha256: `${'+/'.repeat(21)}A=` };
    const address = codeAddress(code, 'lib/a b.py');
    assert.equal(address.path, '/calc/$LATEST/lib/a b.py');
    assert.deepEqual(addressed(address), { kind: 'code', code, path: 'lib/a b.py' });
    const compared = codeAddress(code, 'lib/a.py', '/calc/3 ↔ 4');
    assert.equal(compared.path, '/calc/3 ↔ 4/lib/a.py');
    assert.deepEqual(addressed(compared), { kind: 'code', code, path: 'lib/a.py' });
    assert.deepEqual(addressed({ ...address, path: '/calc/$LATEST' }), { kind: 'code', code, path: '' });
    const facts = { size: 5, crc32: 0xffffffff, mode: 0o755 };
    const said = factsAddress(facts, 'logo.png', '/calc/3 ↔ 4', '3');
    assert.deepEqual(addressed(said), { kind: 'facts', facts });
    assert.notDeepEqual(said, factsAddress(facts, 'logo.png', '/calc/3 ↔ 4', '4'));
    for (const query of ['', 'code=..', 'facts=1', `code=${'a'.repeat(44)}&of=calc:3&depth=3`]) {
      assert.equal(addressed({ path: '/calc/3/app.py', query }), undefined, query);
    }
  });
});

describe('what differs between two configurations', () => {
  const secret = 'swordfish';
  const open = { Layers: [{ Arn: 'arn:layer:1' }], Secretive: { Key: secret } };
  const before = version('3', {
    environment: { GREETING: 'hello', TOKEN: secret, OLD: secret },
    versionedFields: JSON.stringify({ ...open, Environment: { Variables: { TOKEN: secret } } }),
  });
  const after = version('4', {
    memorySize: 256,
    environment: { GREETING: 'hello', TOKEN: `${secret} two`, NEW: secret },
    versionedFields: JSON.stringify({ Layers: [{ Arn: 'arn:layer:2' }], Secretive: { Key: 'other' } }),
  });

  it('is told line by line, environment variables by name only', () => {
    const { before: old, after: now, equal } = compareConfigurations(before, after);
    assert.equal(equal, false);
    assert.ok(old.includes('Memory: 128 MB\n') && now.includes('Memory: 256 MB\n'));
    assert.ok(old.includes('Layers: [{"Arn":"arn:layer:1"}]') && now.includes('arn:layer:2'));
    const environment = (text: string) => text.slice(text.indexOf('Environment:'));
    assert.equal(
      environment(old),
      'Environment:\n  GREETING: equal\n  NEW: not there\n  OLD: differs (the value of 3)\n  TOKEN: differs (the value of 3)\n',
    );
    assert.equal(
      environment(now),
      'Environment:\n  GREETING: equal\n  NEW: differs (the value of 4)\n  OLD: not there\n  TOKEN: differs (the value of 4)\n',
    );
  });

  it('never holds a value, nor what AWS may keep secret in fields that we do not know', () => {
    const { before: old, after: now } = compareConfigurations(before, after);
    assert.doesNotMatch(old + now, /swordfish|hello|other/);
    assert.ok(old.includes('Secretive: differs (the value of 3)'));
  });

  it('is nothing where all is equal', () => {
    assert.equal(compareConfigurations(before, { ...before, version: '4', codeSha256: 'x' }).equal, true);
  });
});

describe('versions that can be deleted', () => {
  const versions = ['5', '4', '3', '2', '1'].map((number) => versionSummary(version(number)));
  const aliases = [alias('PROD', '3', { '2': 0.1 }), alias('DEV', '$LATEST')];

  it('are those that no alias uses, not even for a share of the calls', () => {
    const candidates = pruneCandidates(versions, aliases);
    assert.deepEqual(
      candidates.map(({ summary, old }) => [summary.version, old]),
      [
        ['5', false],
        ['4', true],
        ['1', true],
      ],
    );
    assert.equal(freedBytes(candidates.map(({ summary }) => summary)), 300);
  });

  it('are proposed when they are older than those that the manifest keeps', () => {
    const old = (keep: number) =>
      pruneCandidates(versions, aliases, keep).flatMap((one) => (one.old ? [one.summary.version] : []));
    assert.deepEqual(old(4), ['1']);
    assert.deepEqual(old(5), []);
  });

  it('are kept by what uses them, which is named', () => {
    assert.deepEqual(usesOf('3', aliases), ['PROD sends it 90 % of its calls']);
    assert.deepEqual(usesOf('2', aliases), ['PROD sends it 10 % of its calls']);
    assert.deepEqual(usesOf('$LATEST', aliases), ['DEV points to it']);
    assert.deepEqual(usesOf('5', aliases), []);
  });

  it('are kept by number in the manifest', () => {
    const keep = (value: string) =>
      parseManifest(
        `{"functionName":"f","runtime":"python3.13","handler":"a.b","deploy":{"keepVersions":${value}}}`,
      );
    assert.equal(keep('3').manifest?.deploy?.keepVersions, 3);
    assert.match(
      keep('0')
        .problems.map(({ message }) => message)
        .join(),
      /whole number from 1 to 1000/,
    );
    assert.equal(formatBytes(75 * 1024 ** 3), '75 GB');
  });
});

describe('the file of a handler', () => {
  const files = [file('lib/app.js'), file('app.py'), file('pkg/mod.py'), file('README')];
  it('is found by its module', () => {
    assert.equal(handlerFile('app.main', files)?.path, 'app.py');
    assert.equal(handlerFile('lib/app.handler', files)?.path, 'lib/app.js');
    assert.equal(handlerFile('pkg.mod.main', files)?.path, 'pkg/mod.py');
    assert.equal(handlerFile('other.main', files), undefined);
    assert.equal(handlerFile('', files), undefined);
  });
});
