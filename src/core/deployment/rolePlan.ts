import { equalPolicies } from '../policy/equalPolicies.ts';
import type { RoleStep } from './deploymentStep.ts';
import type { RoleSpec } from './functionSpec.ts';
import type { CallerIdentity, LiveRole, RoleReading } from './liveState.ts';

/** The ARN that a role of this name and path has or will have. */
export function roleArnOf(spec: Pick<RoleSpec, 'name' | 'path'>, identity: CallerIdentity): string {
  return `arn:${identity.partition}:iam::${identity.accountId}:role${spec.path ?? '/'}${spec.name}`;
}

/** ARNs of AWS-managed policies are written with `aws`; in China and GovCloud they carry the partition. */
function inPartition(policyArn: string, partition: string): string {
  return policyArn.replace(/^arn:aws:iam::aws:/, `arn:${partition}:iam::aws:`);
}

/**
 * Steps that bring a role to what the workspace says. Documents are compared by value; what the spec does not name stays.
 * A new role gets its trust policy, path, boundary and tags with CreateRole, its policies afterwards.
 */
export function planRole(spec: RoleSpec, live: RoleReading, identity: CallerIdentity): RoleStep[] {
  if (live === 'unreadable') return [];
  const roleName = spec.name;
  const existing = live === 'missing' ? undefined : live;
  const steps: RoleStep[] = [];
  if (existing === undefined) {
    steps.push({ kind: 'createRole', role: spec, arn: roleArnOf(spec, identity) });
  } else {
    steps.push(...planExistingRole(spec, existing.role));
  }
  const denied = new Set(existing?.deniedReads);
  if (!denied.has('iam:GetRolePolicy')) {
    for (const { name, document } of spec.inlinePolicies) {
      const from = existing?.inlinePolicies.get(name);
      if (from === undefined || !equalPolicies(from, document)) {
        steps.push({ kind: 'putInlinePolicy', roleName, policyName: name, from, to: document });
      }
    }
  }
  if (!denied.has('iam:ListAttachedRolePolicies')) {
    const wanted = spec.managedPolicyArns.map((written) => inPartition(written, identity.partition));
    for (const policyArn of new Set(wanted)) {
      if (existing?.attachedPolicyArns.includes(policyArn) !== true) {
        steps.push({ kind: 'attachManagedPolicy', roleName, policyArn });
      }
    }
  }
  return steps;
}

function planExistingRole(spec: RoleSpec, live: LiveRole): RoleStep[] {
  const roleName = spec.name;
  const steps: RoleStep[] = [];
  if (spec.trustPolicyManaged && !equalPolicies(live.trustPolicy, spec.trustPolicy)) {
    steps.push({ kind: 'updateTrustPolicy', roleName, from: live.trustPolicy, to: spec.trustPolicy });
  }
  const boundary = spec.permissionsBoundary;
  if (boundary !== undefined && boundary !== live.permissionsBoundary) {
    steps.push({ kind: 'putPermissionsBoundary', roleName, from: live.permissionsBoundary, to: boundary });
  }
  const tags = Object.entries(spec.tags ?? {}).filter(([key, value]) => live.tags[key] !== value);
  if (tags.length > 0) steps.push({ kind: 'tagRole', roleName, tags: Object.fromEntries(tags) });
  return steps;
}
