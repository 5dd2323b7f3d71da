import type { ExecutionRoleSpec, FunctionSpec, RoleSpec } from '../core/deployment/functionSpec.ts';
import type {
  CallerIdentity,
  LiveDeployment,
  LiveFunction,
  RoleReading,
} from '../core/deployment/liveState.ts';
import { isFailure } from '../core/failures/failure.ts';
import type { JsonValue } from '../core/json.ts';
import type { AwsConnection, CallOptions, RoleGateway } from './ports.ts';

/** Reads a role and, of its policies, what the spec names: in parallel, a denied read degrading only what depends on it. */
export async function readRole(
  spec: RoleSpec,
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
    spec.inlinePolicies.map(async ({ name }): Promise<[string, JsonValue | undefined]> => {
      const read = roles.readInlinePolicy(spec.name, name, options);
      return [name, await unlessDenied('iam:GetRolePolicy', read, undefined)];
    }),
  );
  const attached =
    spec.managedPolicyArns.length === 0
      ? Promise.resolve([])
      : unlessDenied('iam:ListAttachedRolePolicies', roles.listAttachedPolicyArns(spec.name, options), []);
  const role = unlessDenied<Awaited<ReturnType<RoleGateway['readRole']>> | 'unreadable'>(
    'iam:GetRole',
    roles.readRole(spec.name, options),
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

/**
 * Reads what a deployment is planned from, in parallel: role, inline policies, function, alias and the version it points
 * to. `newestVersion` is left out: whether it matters is only known when the archive is.
 */
export async function readLiveDeployment(
  spec: FunctionSpec,
  connection: AwsConnection,
  identity: CallerIdentity,
  options: CallOptions,
): Promise<LiveDeployment> {
  const { functions, region } = connection;
  const { functionName, alias } = spec;
  const [role, latest, liveAlias, aliasVersion] = await Promise.all([
    readSpecRole(spec.role, connection.roles, options),
    functions.readFunction(functionName, undefined, options),
    alias === undefined ? undefined : functions.readAlias(functionName, alias, options),
    alias === undefined ? undefined : functions.readFunction(functionName, alias, options),
  ]);
  return {
    identity,
    region,
    role,
    function: latest,
    alias: liveAlias,
    aliasVersion,
    newestVersion: undefined,
  };
}

function readSpecRole(
  role: ExecutionRoleSpec,
  roles: RoleGateway,
  options: CallOptions,
): Promise<RoleReading | undefined> {
  return role.kind === 'arn' ? Promise.resolve(undefined) : readRole(role.role, roles, options);
}

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
