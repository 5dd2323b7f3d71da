import { t } from '@vscode/l10n';
import { isFailure } from '../../core/failures/failure.ts';
import { importFailures } from '../../core/failures/importFailures.ts';
import type { DeployedAlias, DeployedFunction, DeployedRole } from '../../core/import/deployedFunction.ts';
import type { LiveAlias, LiveFunction } from '../../core/deployment/liveState.ts';
import type { JsonValue } from '../../core/json.ts';
import type { AwsConnection, CallOptions } from '../ports.ts';
import { readTriggers } from './readTriggers.ts';

/**
 * Everything about a deployed function that a manifest can say. What may not be read is left out and said so; only the
 * function itself is needed. Rejects with a `Failure`: `import.gone`, `import.image`.
 */
export async function readDeployed(
  functionName: string,
  connection: AwsConnection,
  options: CallOptions,
): Promise<DeployedFunction> {
  const { functions, triggers } = connection;
  const latest = await functions.readFunction(functionName, undefined, options);
  if (latest === undefined) throw importFailures.gone(functionName);
  if (latest.packageType === 'Image') throw importFailures.image(functionName);
  const notes: string[] = [];
  const aliases = await readAliases(functionName, latest, connection, options).catch((error: unknown) => {
    if (!isFailure(error, 'aws.accessDenied')) throw error;
    notes.push(t('The aliases could not be read, so the manifest names none. {0}', error.message));
    return [];
  });
  const names = aliases.map(({ name }) => name);
  const [role, found] = await Promise.all([
    readDeployedRole(latest.roleArn, connection, options),
    readTriggers(functionName, latest.arn, names, triggers, options),
  ]);
  return { latest, aliases, role, triggers: found, notes };
}

async function readAliases(
  functionName: string,
  latest: LiveFunction,
  { aliases, functions }: AwsConnection,
  options: CallOptions,
): Promise<DeployedAlias[]> {
  const found = await aliases.listAliases(functionName, options);
  const published = [...new Set(found.map(({ functionVersion }) => functionVersion))].filter(
    (version) => version !== '$LATEST',
  );
  const versions = await Promise.all(
    published.map((version) => functions.readFunction(functionName, version, options)),
  );
  const equal = versions.filter((version) => version?.versionedFields === latest.versionedFields);
  const inStep = new Set(['$LATEST', ...equal.map((version) => version?.version)]);
  return found.map((alias) => deployedAlias(alias, inStep));
}

function deployedAlias(
  { name, functionVersion, routing }: LiveAlias,
  inStep: ReadonlySet<string | undefined>,
): DeployedAlias {
  const weighted = Object.keys(routing).length > 0;
  return { name, version: functionVersion, weighted, inStep: !weighted && inStep.has(functionVersion) };
}

async function readDeployedRole(
  roleArn: string,
  { roles, identity }: AwsConnection,
  options: CallOptions,
): Promise<DeployedRole> {
  const [, account, name] = /^arn:[^:]+:iam::(\d*):role\/(?:.*\/)?([^/]+)$/.exec(roleArn) ?? [];
  if (name === undefined) return { kind: 'arn', reason: 'missing' };
  if (account !== (await identity.callerIdentity(options)).accountId) {
    return { kind: 'arn', reason: 'elsewhere' };
  }
  const deniedReads = new Set<string>();
  const unlessDenied = async <T>(action: string, read: Promise<T>): Promise<T | undefined> =>
    read.catch((error: unknown) => {
      if (!isFailure(error, 'aws.accessDenied')) throw error;
      deniedReads.add(action);
      return undefined;
    });
  const role = await unlessDenied('iam:GetRole', roles.readRole(name, options));
  if (role === undefined) {
    return { kind: 'arn', reason: deniedReads.size > 0 ? 'denied' : 'missing' };
  }
  const [policies = [], managedPolicyArns = []] = await Promise.all([
    unlessDenied('iam:ListRolePolicies', roles.listInlinePolicyNames(name, options)),
    unlessDenied('iam:ListAttachedRolePolicies', roles.listAttachedPolicyArns(name, options)),
  ]);
  const inlinePolicies = new Map<string, JsonValue>();
  const documents = await Promise.all(
    policies.map((policy) =>
      unlessDenied('iam:GetRolePolicy', roles.readInlinePolicy(name, policy, options)),
    ),
  );
  for (const [index, policy] of policies.entries()) {
    const document = documents[index];
    if (document !== undefined) inlinePolicies.set(policy, document);
  }
  return { kind: 'role', role, inlinePolicies, managedPolicyArns, deniedReads: [...deniedReads] };
}
