import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

/**
 * What tells a version from `$LATEST`, or changes without anybody changing the function: never part of what a version
 * freezes. A version has a description of its own (PublishVersion's); the runtime's patch version moves with AWS's
 * roll-out; signing belongs to the code, which the hash covers; ConfigSha256 is of one version's own fields.
 */
const volatile = new Set([
  '$metadata',
  'FunctionArn',
  'Version',
  'RevisionId',
  'LastModified',
  'State',
  'StateReason',
  'StateReasonCode',
  'LastUpdateStatus',
  'LastUpdateStatusReason',
  'LastUpdateStatusReasonCode',
  'Description',
  'CodeSize',
  'MasterArn',
  'RuntimeVersionConfig',
  'SigningProfileVersionArn',
  'SigningJobArn',
  'ConfigSha256',
]);

/** Lambda's defaults: answered by some calls and left out by others. */
const defaults: Readonly<Record<string, unknown>> = {
  PackageType: 'Zip',
  Timeout: 3,
  MemorySize: 128,
  Architectures: ['x86_64'],
  EphemeralStorage: { Size: 512 },
  TracingConfig: { Mode: 'PassThrough' },
  SnapStart: { ApplyOn: 'None' },
};

/** Everything that PublishVersion freezes, as canonical JSON: equal texts mean that publishing would add nothing. */
export function versionedFields(configuration: FunctionConfiguration): string {
  const kept = Object.entries(configuration).filter(([name]) => !volatile.has(name));
  const fields: Record<string, unknown> = { ...defaults, LoggingConfig: loggingDefaults(configuration) };
  for (const [name, value] of kept) {
    const normal = withoutEmpty(normalize(name, value));
    if (normal === undefined) continue;
    fields[name] =
      name === 'LoggingConfig' ? { ...loggingDefaults(configuration), ...(normal as object) } : normal;
  }
  return canonicalJson(fields);
}

function loggingDefaults({ FunctionName = '' }: FunctionConfiguration) {
  return { LogFormat: 'Text', LogGroup: `/aws/lambda/${FunctionName}` };
}

function normalize(name: string, value: unknown): unknown {
  switch (name) {
    // On for a version and Off for $LATEST.
    case 'SnapStart':
      return pick(value, ['ApplyOn']);
    // The size of a layer says nothing that its ARN does not.
    case 'Layers':
      return Array.isArray(value) ? value.map((layer: unknown) => pick(layer, ['Arn'])) : value;
    case 'VpcConfig':
      return sortedLists(pick(value, ['SubnetIds', 'SecurityGroupIds', 'Ipv6AllowedForDualStack']));
    default:
      return value;
  }
}

function pick(value: unknown, names: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => names.includes(name)));
}

/** Subnets and security groups are sets. */
function sortedLists(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, list]) => [
      name,
      Array.isArray(list) ? [...(list as string[])].sort() : list,
    ]),
  );
}

/** Undefined for what says nothing: null, false, '', [], {} and objects of such. Environment values may be empty texts. */
function withoutEmpty(value: unknown, inVariables = false): unknown {
  if (value === undefined || value === null || value === false) return undefined;
  if (value === '') return inVariables ? value : undefined;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value;
  if (typeof value !== 'object') return value;
  const members = Object.entries(value)
    .map(([name, member]): [string, unknown] => [
      name,
      withoutEmpty(member, inVariables || name === 'Variables'),
    ])
    .filter(([, member]) => member !== undefined);
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

/** JSON text with sorted keys; written by hand, as JSON.stringify with a replacer takes three times as long. */
function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
}
