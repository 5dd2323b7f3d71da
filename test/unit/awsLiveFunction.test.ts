import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { describe, it } from 'mocha';
import assert from 'node:assert/strict';
import { liveFunction } from '../../src/aws/liveFunction.ts';
import { isFailure } from '../../src/core/failures/failure.ts';

const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:calc';

/** As AWS answers for `$LATEST`, with every field that a plain function has. */
const latest: FunctionConfiguration = {
  FunctionName: 'calc',
  FunctionArn: arn,
  Runtime: 'python3.13',
  Role: 'arn:aws:iam::123456789012:role/calc-role',
  Handler: 'app.handler',
  CodeSize: 1024,
  Description: 'sums',
  Timeout: 3,
  MemorySize: 128,
  LastModified: '2026-11-03T10:00:00.000+0000',
  CodeSha256: 'hash=',
  Version: '$LATEST',
  VpcConfig: { SubnetIds: [], SecurityGroupIds: [], VpcId: '', Ipv6AllowedForDualStack: false },
  Environment: { Variables: { B: '2', A: '', C: 'three' } },
  TracingConfig: { Mode: 'PassThrough' },
  RevisionId: 'revision-latest',
  Layers: [{ Arn: 'arn:layer:1', CodeSize: 10 }],
  State: 'Active',
  LastUpdateStatus: 'Successful',
  PackageType: 'Zip',
  Architectures: ['x86_64'],
  EphemeralStorage: { Size: 512 },
  SnapStart: { ApplyOn: 'PublishedVersions', OptimizationStatus: 'Off' },
  RuntimeVersionConfig: { RuntimeVersionArn: 'arn:runtime:new' },
  LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/calc' },
  ConfigSha256: 'config-latest',
};

/** The same, as ListVersionsByFunction answers for version 7: no state, defaults left out, members in another order. */
const version: FunctionConfiguration = {
  Version: '7',
  FunctionName: 'calc',
  FunctionArn: `${arn}:7`,
  Runtime: 'python3.13',
  Role: 'arn:aws:iam::123456789012:role/calc-role',
  Handler: 'app.handler',
  CodeSize: 1024,
  Description: 'commit 1a2b3c',
  LastModified: '2026-11-02T09:00:00.000+0000',
  CodeSha256: 'hash=',
  Environment: { Variables: { A: '', C: 'three', B: '2' } },
  MasterArn: `${arn}:$LATEST`,
  RevisionId: 'revision-7',
  Layers: [{ Arn: 'arn:layer:1', CodeSize: 0 }],
  SnapStart: { OptimizationStatus: 'On', ApplyOn: 'PublishedVersions' },
  RuntimeVersionConfig: { RuntimeVersionArn: 'arn:runtime:old' },
  ConfigSha256: 'config-7',
};

const fields = (change: Partial<FunctionConfiguration> = {}) =>
  liveFunction({ ...latest, ...change }, 'lambda:Test').versionedFields;

describe('live function', () => {
  it('an equal version has the same versioned fields as $LATEST', () => {
    assert.equal(liveFunction(version, 'lambda:Test').versionedFields, fields());
  });

  const changes: [string, Partial<FunctionConfiguration>][] = [
    ['code', { CodeSha256: 'other=' }],
    ['handler', { Handler: 'app.other' }],
    ['runtime', { Runtime: 'python3.12' }],
    ['role', { Role: 'arn:aws:iam::1:role/other' }],
    ['timeout', { Timeout: 4 }],
    ['memory', { MemorySize: 256 }],
    ['storage', { EphemeralStorage: { Size: 1024 } }],
    ['architecture', { Architectures: ['arm64'] }],
    ['an environment value', { Environment: { Variables: { A: '', B: '3', C: 'three' } } }],
    ['an empty variable more', { Environment: { Variables: { A: '', B: '2', C: 'three', D: '' } } }],
    ['no environment', { Environment: undefined }],
    ['an environment that cannot be read', { Environment: { Error: { ErrorCode: 'AccessDenied' } } }],
    ['a layer', { Layers: [{ Arn: 'arn:layer:2' }] }],
    ['a network', { VpcConfig: { SubnetIds: ['s-1'], SecurityGroupIds: ['g-1'], VpcId: 'v-1' } }],
    ['tracing', { TracingConfig: { Mode: 'Active' } }],
    ['the key', { KMSKeyArn: 'arn:aws:kms:eu-west-1:1:key/k' }],
    ['dead letters', { DeadLetterConfig: { TargetArn: 'arn:aws:sqs:eu-west-1:1:q' } }],
    ['a file system', { FileSystemConfigs: [{ Arn: 'arn:fs', LocalMountPath: '/mnt/x' }] }],
    ['log format', { LoggingConfig: { LogFormat: 'JSON', LogGroup: '/aws/lambda/calc' } }],
    ['log group', { LoggingConfig: { LogGroup: '/shared' } }],
    ['SnapStart', { SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' } }],
  ];
  for (const [what, change] of changes) {
    it(`a change of ${what} makes another version`, () => assert.notEqual(fields(change), fields()));
  }

  it('the order of subnets says nothing, the order of layers does', () => {
    const network = (...ids: string[]) =>
      fields({ VpcConfig: { SubnetIds: ids, SecurityGroupIds: ['g'], VpcId: 'v' } });
    assert.equal(network('s-1', 's-2'), network('s-2', 's-1'));
    const layers = (...arns: string[]) => fields({ Layers: arns.map((Arn) => ({ Arn })) });
    assert.notEqual(layers('a', 'b'), layers('b', 'a'));
  });

  it('is parsed into core’s terms', () => {
    const { versionedFields: _, ...live } = liveFunction(version, 'lambda:Test');
    assert.deepEqual(live, {
      functionName: 'calc',
      arn,
      version: '7',
      packageType: 'Zip',
      runtime: 'python3.13',
      handler: 'app.handler',
      description: 'commit 1a2b3c',
      timeout: 3,
      memorySize: 128,
      ephemeralStorage: 512,
      architecture: 'x86_64',
      roleArn: 'arn:aws:iam::123456789012:role/calc-role',
      deadLetterTarget: undefined,
      logGroup: undefined,
      jsonLog: false,
      environment: { A: '', B: '2', C: 'three' },
      layers: ['arn:layer:1'],
      codeSha256: 'hash=',
      codeSize: 1024,
      revisionId: 'revision-7',
      lastModified: Date.UTC(2026, 10, 2, 9),
      state: undefined,
      stateReason: undefined,
      lastUpdateStatus: undefined,
      lastUpdateStatusReason: undefined,
    });
  });

  it('an answer without what every function has is refused', () => {
    assert.throws(
      () => liveFunction({ FunctionName: 'calc' }, 'lambda:GetFunctionConfiguration'),
      (error) => isFailure(error, 'aws.noAnswer') && error.message.includes('FunctionArn'),
    );
  });
});
