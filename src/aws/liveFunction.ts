import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { LiveFunction } from '../core/deployment/liveState.ts';
import { awsFailures } from '../core/failures/awsFailures.ts';
import { versionedFields } from './versionedFields.ts';

/** Of GetFunctionConfiguration and every call that answers with one. `operation` is for the failure sentences. */
export function liveFunction(configuration: FunctionConfiguration, operation: string): LiveFunction {
  const functionName = configuration.FunctionName ?? '';
  const subject = { operation, resource: functionName };
  const required = (name: 'FunctionName' | 'FunctionArn' | 'CodeSha256' | 'RevisionId') => {
    const value = configuration[name];
    if (value === undefined) throw awsFailures.noAnswer(subject, name);
    return value;
  };
  const version = configuration.Version ?? '$LATEST';
  return {
    functionName: required('FunctionName'),
    arn: unqualified(required('FunctionArn')),
    version,
    packageType: configuration.PackageType === 'Image' ? 'Image' : 'Zip',
    runtime: configuration.Runtime ?? '',
    handler: configuration.Handler ?? '',
    description: configuration.Description ?? '',
    timeout: configuration.Timeout ?? 3,
    memorySize: configuration.MemorySize ?? 128,
    ephemeralStorage: configuration.EphemeralStorage?.Size ?? 512,
    architecture: configuration.Architectures?.[0] === 'arm64' ? 'arm64' : 'x86_64',
    roleArn: configuration.Role ?? '',
    deadLetterTarget: configuration.DeadLetterConfig?.TargetArn,
    logGroup: configuration.LoggingConfig?.LogGroup,
    jsonLog: configuration.LoggingConfig?.LogFormat === 'JSON',
    environment: configuration.Environment?.Variables ?? {},
    ...(configuration.Layers !== undefined &&
      configuration.Layers.length > 0 && { layers: configuration.Layers.map(({ Arn = '' }) => Arn) }),
    codeSha256: required('CodeSha256'),
    codeSize: configuration.CodeSize ?? 0,
    revisionId: required('RevisionId'),
    lastModified: milliseconds(configuration.LastModified),
    state: liveState(configuration.State),
    stateReason: configuration.StateReason,
    lastUpdateStatus: configuration.LastUpdateStatus,
    lastUpdateStatusReason: configuration.LastUpdateStatusReason,
    versionedFields: versionedFields(configuration),
  };
}

/**
 * Throws `aws.environmentUnreadable` when Lambda answered without the variables because it may not decrypt them: taken for
 * empty, the next update would remove them all.
 */
export function requireEnvironment(configuration: FunctionConfiguration, operation: string): void {
  const error = configuration.Environment?.Error;
  if (error === undefined) return;
  const code = /^[\w.]{1,60}$/.exec(error.ErrorCode ?? '')?.[0] ?? 'KMS';
  throw awsFailures.environmentUnreadable({ operation, resource: configuration.FunctionName ?? '' }, code);
}

/** Without version or alias: arn:PARTITION:lambda:REGION:ACCOUNT:function:NAME has seven parts. */
export function unqualified(arn: string): string {
  return arn.split(':').slice(0, 7).join(':');
}

/** `2026-11-03T10:00:00.000+0000`, which is not quite ISO 8601. */
export function milliseconds(text: string | undefined): number | undefined {
  const time = Date.parse((text ?? '').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(time) ? undefined : time;
}

function liveState(state: FunctionConfiguration['State']): LiveFunction['state'] {
  switch (state) {
    case 'Pending':
    case 'Active':
    case 'Inactive':
    case 'Failed':
      return state;
    // A version on a capacity provider that is up, but not called directly.
    case 'ActiveNonInvocable':
      return 'Active';
    case 'Deactivating':
      return 'Inactive';
    default:
      return undefined;
  }
}
