import { t } from '@vscode/l10n';
import * as v from 'valibot';
import type { JsonValue } from '../json.ts';
import { functionManifestSchema } from '../manifest/functionManifest.ts';
import type { FunctionManifest } from '../manifest/functionManifest.ts';
import { readPolicy } from '../policy/checkPolicy.ts';
import type { PolicyKind } from '../policy/policyKeys.ts';
import type { DeployedFunction, DeployedRole } from './deployedFunction.ts';
import { isUsableName } from '../manifest/unknownKeys.ts';
import { addFitting } from './fittingKeys.ts';

type RoleKey = NonNullable<FunctionManifest['role']>;

/** What a manifest says of a role, the policy files that it names, and what it cannot say. */
export interface ImportedRole {
  readonly keys: Pick<FunctionManifest, 'role' | 'roleArn'>;
  /** Path relative to the manifest → text. */
  readonly files: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
}

export function importedRole({ role, latest }: DeployedFunction): ImportedRole {
  if (role.kind === 'arn') {
    const keys = latest.roleArn === '' ? {} : { roleArn: latest.roleArn };
    return { keys, files: new Map(), notes: [arnNote(role.reason, latest.roleArn)] };
  }
  const files = new Map<string, string>();
  const notes = role.deniedReads.map((action) =>
    t('{0} is denied: what it tells of the role is not in the manifest, and stays as it is.', action),
  );
  /** The file of a document that we would take; undefined for one that could not be deployed again. */
  const write = (path: string, document: JsonValue, kind: PolicyKind, what: string) => {
    const text = `${JSON.stringify(document, undefined, 2)}\n`;
    if (readPolicy(text, kind).document === undefined) {
      notes.push(t('{0} of the role is nothing that could be deployed again. It stays as it is.', what));
      return undefined;
    }
    files.set(path, text);
    return path;
  };
  const { name, trustPolicy, permissionsBoundary, path, tags } = role.role;
  const inlinePolicies: Record<string, string> = {};
  const stays = (key: string) =>
    t('{0} of the role is nothing that a manifest can say. It stays as it is.', key);
  for (const [policy, document] of role.inlinePolicies) {
    if (!isUsableName(policy)) {
      notes.push(stays(t('The inline policy {0}', policy)));
      continue;
    }
    const file = policyFile(policy, [...role.inlinePolicies.keys()]);
    const written = write(file, document, 'permissions', t('The inline policy {0}', policy));
    if (written !== undefined) inlinePolicies[policy] = written;
  }
  const ownTags = Object.entries(tags).filter(([key]) => !/^aws:/i.test(key));
  for (const [key] of ownTags) if (!isUsableName(key)) notes.push(stays(t('The tag {0}', key)));
  const extras: Partial<RoleKey> = {
    trustPolicy: write('trust-policy.json', trustPolicy, 'trust', t('The trust policy')),
    inlinePolicies: unlessEmpty(inlinePolicies),
    managedPolicyArns: role.managedPolicyArns.length > 0 ? [...role.managedPolicyArns].sort() : undefined,
    permissionsBoundary,
    path: path === '/' ? undefined : path,
    tags: unlessEmpty(Object.fromEntries(ownTags.filter(([key]) => isUsableName(key)))),
  };
  const added = addFitting<RoleKey>({ name }, extras, (candidate) =>
    v.is(functionManifestSchema.entries.role, candidate),
  );
  notes.push(...added.leftOut.map(stays));
  return { keys: { role: added.value }, files, notes };
}

/** Files that our schema of policies is contributed to. Names of IAM do not differ by case alone; files may not either. */
function policyFile(policy: string, all: readonly string[]): string {
  if (all.length === 1) return 'role-policy.json';
  const alike = all.filter((other) => other.toLowerCase() === policy.toLowerCase());
  const number = alike.indexOf(policy);
  return `${policy}${number > 0 ? `-${number + 1}` : ''}.role-policy.json`;
}

function unlessEmpty<T extends object>(value: T): T | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}

function arnNote(reason: Extract<DeployedRole, { kind: 'arn' }>['reason'], roleArn: string): string {
  switch (reason) {
    case 'denied':
      return t('The role may not be read (iam:GetRole), so the manifest takes it as it is: {0}.', roleArn);
    case 'missing':
      return t('The role {0} does not exist any more.', roleArn);
    case 'elsewhere':
      return t('The role belongs to another account, so the manifest takes it as it is: {0}.', roleArn);
  }
}
