import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { IAMClient, Role } from '@aws-sdk/client-iam';
import type { LiveRole } from '../core/deployment/liveState.ts';
import { awsFailures } from '../core/failures/awsFailures.ts';
import type { CallSubject } from '../core/failures/awsFailures.ts';
import { isFailure } from '../core/failures/failure.ts';
import type { JsonValue } from '../core/json.ts';
import type { RoleGateway } from '../workflows/ports.ts';
import { readCall, sendCall } from './awsCalls.ts';
import type { CallContext, SendOptions } from './awsCalls.ts';
import type { ClientPair } from './clients.ts';

export function createRoleGateway(
  { reads, writes }: ClientPair<IAMClient>,
  context: CallContext,
): RoleGateway {
  const write = <Answer>(
    operation: string,
    resource: string,
    signal: AbortSignal,
    send: (options: SendOptions) => Promise<Answer>,
  ) => sendCall(context, { operation, resource, kind: 'write', signal }, send);
  const remove = (...call: Parameters<typeof write>) =>
    write(...call).catch((error: unknown) => {
      if (!isFailure(error, 'aws.notFound')) throw error;
    });
  return {
    async readRole(name, { signal }) {
      const subject = { operation: 'iam:GetRole', resource: name };
      const command = new GetRoleCommand({ RoleName: name });
      const found = await readCall(context, { ...subject, signal }, (options) =>
        reads.send(command, options),
      );
      return found && liveRole(found.Role, subject);
    },

    async readInlinePolicy(role, policy, { signal }) {
      const subject = { operation: 'iam:GetRolePolicy', resource: role };
      const command = new GetRolePolicyCommand({ RoleName: role, PolicyName: policy });
      const found = await readCall(context, { ...subject, signal }, (options) =>
        reads.send(command, options),
      );
      return found && policyDocument(found.PolicyDocument, subject);
    },

    async listInlinePolicyNames(role, { signal }) {
      const call = { operation: 'iam:ListRolePolicies', resource: role, signal };
      const names: string[] = [];
      let marker: string | undefined;
      do {
        const command = new ListRolePoliciesCommand({ RoleName: role, Marker: marker });
        const page = await readCall(context, call, (options) => reads.send(command, options));
        names.push(...(page?.PolicyNames ?? []));
        marker = page?.IsTruncated === true ? page.Marker : undefined;
      } while (marker !== undefined);
      return names;
    },

    async listAttachedPolicyArns(role, { signal }) {
      const call = { operation: 'iam:ListAttachedRolePolicies', resource: role, signal };
      const arns: string[] = [];
      let marker: string | undefined;
      do {
        const command = new ListAttachedRolePoliciesCommand({ RoleName: role, Marker: marker });
        const page = await readCall(context, call, (options) => reads.send(command, options));
        for (const { PolicyArn: arn } of page?.AttachedPolicies ?? []) if (arn !== undefined) arns.push(arn);
        marker = page?.IsTruncated === true ? page.Marker : undefined;
      } while (marker !== undefined);
      return arns;
    },

    async createRole({ name, trustPolicy, path, permissionsBoundary, tags, description }, { signal }) {
      const subject = { operation: 'iam:CreateRole', resource: name };
      const command = new CreateRoleCommand({
        RoleName: name,
        AssumeRolePolicyDocument: JSON.stringify(trustPolicy),
        Path: path,
        PermissionsBoundary: permissionsBoundary,
        Description: description,
        Tags: tags && tagList(tags),
      });
      const { Role: role } = await write(subject.operation, name, signal, (options) =>
        writes.send(command, options),
      );
      // CreateRole's answer leaves boundary and tags out on some endpoints: what was asked for is what there is.
      return {
        ...liveRole(role, subject),
        ...(permissionsBoundary === undefined ? {} : { permissionsBoundary }),
        tags: tags ?? {},
        trustPolicy,
      };
    },

    async updateTrustPolicy(role, document, { signal }) {
      const command = new UpdateAssumeRolePolicyCommand({
        RoleName: role,
        PolicyDocument: JSON.stringify(document),
      });
      await write('iam:UpdateAssumeRolePolicy', role, signal, (options) => writes.send(command, options));
    },

    async putInlinePolicy(role, policy, document, { signal }) {
      const command = new PutRolePolicyCommand({
        RoleName: role,
        PolicyName: policy,
        PolicyDocument: JSON.stringify(document),
      });
      await write('iam:PutRolePolicy', role, signal, (options) => writes.send(command, options));
    },

    async attachManagedPolicy(role, policyArn, { signal }) {
      const command = new AttachRolePolicyCommand({ RoleName: role, PolicyArn: policyArn });
      await write('iam:AttachRolePolicy', role, signal, (options) => writes.send(command, options));
    },

    async putPermissionsBoundary(role, policyArn, { signal }) {
      const command = new PutRolePermissionsBoundaryCommand({
        RoleName: role,
        PermissionsBoundary: policyArn,
      });
      await write('iam:PutRolePermissionsBoundary', role, signal, (options) => writes.send(command, options));
    },

    async tagRole(role, tags, { signal }) {
      const command = new TagRoleCommand({ RoleName: role, Tags: tagList(tags) });
      await write('iam:TagRole', role, signal, (options) => writes.send(command, options));
    },

    async detachManagedPolicy(role, policyArn, { signal }) {
      const command = new DetachRolePolicyCommand({ RoleName: role, PolicyArn: policyArn });
      await remove('iam:DetachRolePolicy', role, signal, (options) => writes.send(command, options));
    },

    async deleteInlinePolicy(role, policy, { signal }) {
      const command = new DeleteRolePolicyCommand({ RoleName: role, PolicyName: policy });
      await remove('iam:DeleteRolePolicy', role, signal, (options) => writes.send(command, options));
    },

    async deleteRole(role, { signal }) {
      const command = new DeleteRoleCommand({ RoleName: role });
      await remove('iam:DeleteRole', role, signal, (options) => writes.send(command, options));
    },
  };
}

function tagList(tags: Readonly<Record<string, string>>) {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function liveRole(role: Role | undefined, subject: CallSubject): LiveRole {
  if (role?.RoleName === undefined || role.Arn === undefined) throw awsFailures.noAnswer(subject, 'Role');
  const boundary = role.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    name: role.RoleName,
    arn: role.Arn,
    path: role.Path ?? '/',
    trustPolicy: policyDocument(role.AssumeRolePolicyDocument, subject),
    ...(boundary === undefined ? {} : { permissionsBoundary: boundary }),
    ...(role.RoleLastUsed?.LastUsedDate === undefined
      ? {}
      : { lastUsed: role.RoleLastUsed.LastUsedDate.getTime() }),
    tags: Object.fromEntries((role.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
  };
}

/** IAM answers documents URL-encoded (RFC 3986); some emulators do not. */
function policyDocument(text = '', subject: CallSubject): JsonValue {
  const asItIs = (plain: string) => plain;
  const forms = text.startsWith('{') ? [asItIs] : [decodeURIComponent, asItIs];
  for (const decode of forms) {
    try {
      return JSON.parse(decode(text)) as JsonValue;
    } catch {
      // The other form, or neither.
    }
  }
  throw awsFailures.noAnswer(subject, 'a policy document in JSON');
}
