import type { RoleSpec } from '../core/deployment/functionSpec.ts';
import type {
  LiveAlias,
  LiveDeployment,
  LiveFunction,
  LiveRetention,
  RoleReading,
} from '../core/deployment/liveState.ts';
import { isFailure } from '../core/failures/failure.ts';
import { logGroupOf } from '../core/logs/functionLog.ts';
import type { JsonValue } from '../core/json.ts';
import type { AwsConnection, CallOptions, RoleGateway } from './ports.ts';

/** What of a role is read. All of it is in the manifest itself, so that reading waits for no file. */
export interface RoleReadScope {
  readonly name: string;
  readonly inlinePolicies: readonly string[];
  readonly managedPolicies: boolean;
}

/** What is read before a deployment is planned. */
export interface ReadScope {
  readonly functionName: string;
  readonly alias: string | undefined;
  /** Undefined when the function takes its role by ARN. */
  readonly role: RoleReadScope | undefined;
  /** Whether it is read how long the log is kept. */
  readonly retention?: boolean;
}

export function roleReadScope(role: RoleSpec): RoleReadScope {
  return {
    name: role.name,
    inlinePolicies: role.inlinePolicies.map(({ name }) => name),
    managedPolicies: role.managedPolicyArns.length > 0,
  };
}

/** Reads a role and, of its policies, what the scope names: in parallel, a denied read degrading only what depends on it. */
export async function readRole(
  scope: RoleReadScope,
  roles: RoleGateway,
  options: CallOptions,
): Promise<RoleReading> {
  const deniedReads = new Set<string>();
  const unlessDenied = async <T>(action: string, read: Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await read;
    } catch (error) {
      if (!isFailure(error, 'aws.accessDenied')) throw error;
      deniedReads.add(action);
      return otherwise;
    }
  };
  const inlinePolicies = Promise.all(
    scope.inlinePolicies.map(async (name): Promise<[string, JsonValue | undefined]> => {
      const read = roles.readInlinePolicy(scope.name, name, options);
      return [name, await unlessDenied('iam:GetRolePolicy', read, undefined)];
    }),
  );
  const attached = scope.managedPolicies
    ? unlessDenied('iam:ListAttachedRolePolicies', roles.listAttachedPolicyArns(scope.name, options), [])
    : Promise.resolve([]);
  const role = unlessDenied<Awaited<ReturnType<RoleGateway['readRole']>> | 'unreadable'>(
    'iam:GetRole',
    roles.readRole(scope.name, options),
    'unreadable',
  );
  const [found, policies, attachedPolicyArns] = await Promise.all([role, inlinePolicies, attached]);
  if (found === 'unreadable') return 'unreadable';
  if (found === undefined) return 'missing';
  return {
    role: found,
    inlinePolicies: new Map(policies),
    attachedPolicyArns,
    deniedReads: [...deniedReads],
  };
}

/** A `LiveDeployment` without what is not read here. */
export type LiveReading = Omit<LiveDeployment, 'identity' | 'newestVersion'>;

/**
 * Versions that aliases pointed to when they were read, by region, function and alias. A published version never changes,
 * and an alias has another RevisionId with every change, also when it was deleted and made anew: while that is equal, its
 * version need not be read again.
 */
export type AliasVersions = Map<string, { readonly revisionId: string; readonly version: LiveFunction }>;

/**
 * Reads what a deployment is planned from, in parallel: role, inline policies, function, alias and the version it points
 * to. Whether the newest version matters is only known when the archive is.
 */
export async function readLiveDeployment(
  { functionName, alias, role, retention }: ReadScope,
  connection: AwsConnection,
  options: CallOptions,
  known: AliasVersions = new Map(),
): Promise<LiveReading> {
  const { functions, roles, region } = connection;
  const key = `${region}/${functionName}:${alias ?? ''}`;
  const before = known.get(key);
  const readVersion = async () =>
    alias === undefined ? undefined : functions.readFunction(functionName, alias, options);
  const reading = functions.readFunction(functionName, undefined, options);
  const [latest, liveAlias, readNow, liveRole, liveRetention] = await Promise.all([
    reading,
    alias === undefined ? undefined : functions.readAlias(functionName, alias, options),
    before === undefined ? readVersion() : undefined,
    role === undefined ? undefined : readRole(role, roles, options),
    retention === true ? readRetention(functionName, reading, connection, options) : undefined,
  ]);
  const isKnown = before !== undefined && before.revisionId === liveAlias?.revisionId;
  const aliasVersion = isKnown ? before.version : before === undefined ? readNow : await readVersion();
  if (liveAlias !== undefined && aliasVersion !== undefined && canBeKept(liveAlias, aliasVersion))
    known.set(key, { revisionId: liveAlias.revisionId, version: aliasVersion });
  else known.delete(key);
  return {
    region,
    role: liveRole,
    function: latest,
    alias: liveAlias,
    aliasVersion,
    retention: liveRetention,
  };
}

/** Of the group that the function writes to: most likely Lambda's own, so that one is read at once. */
async function readRetention(
  functionName: string,
  reading: Promise<LiveFunction | undefined>,
  { logs }: AwsConnection,
  options: CallOptions,
): Promise<LiveRetention> {
  const read = async (group: string): Promise<LiveRetention> => ({
    group,
    days: await logs.readRetention(group, options).catch((error: unknown) => {
      if (isFailure(error, 'aws.accessDenied')) return 'unreadable' as const;
      throw error;
    }),
  });
  const own = logGroupOf({ functionName });
  const [live, found] = await Promise.all([reading, read(own)]);
  const group = live === undefined ? own : logGroupOf(live);
  return group === own ? found : read(group);
}

/** `$LATEST` changes; a version that is being made does. Both were read side by side, so that they may not belong together. */
const canBeKept = ({ functionVersion }: LiveAlias, { version, state, lastUpdateStatus }: LiveFunction) =>
  version === functionVersion &&
  version !== '$LATEST' &&
  state === 'Active' &&
  lastUpdateStatus === 'Successful';

/** What there is before the first deploy. */
export const nothingDeployed = (
  { functionName, role, retention }: ReadScope,
  { region }: AwsConnection,
): LiveReading => ({
  region,
  role: role === undefined ? undefined : 'missing',
  function: undefined,
  alias: undefined,
  aliasVersion: undefined,
  retention: retention === true ? { group: logGroupOf({ functionName }), days: 'missing' } : undefined,
});

/** The newest published version; undefined when there is none or it may not be listed (publishing then decides). */
export async function readNewestVersion(
  functionName: string,
  connection: AwsConnection,
  options: CallOptions,
): Promise<LiveFunction | undefined> {
  try {
    return (await connection.functions.listVersions(functionName, options))[0];
  } catch (error) {
    if (isFailure(error, 'aws.accessDenied')) return undefined;
    throw error;
  }
}
