import { functionArn } from '../functions/functionName.ts';
import type { DeploymentPlan } from './deploymentPlan.ts';
import type { DeploymentStep } from './deploymentStep.ts';
import type { RoleSpec } from './functionSpec.ts';
import { roleArnOf } from './rolePlan.ts';

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

/**
 * The least permissions that planning and carrying out this plan need, for people who must ask for them. Actions and
 * resource types are those of the service authorization reference for Lambda and IAM; sts:GetCallerIdentity needs none.
 */
export function policyForPlan(plan: DeploymentPlan): PolicyDocument {
  const { spec, live, steps } = plan;
  const { partition, accountId } = live.identity;
  const { functionName } = spec;
  const arn = functionArn({ functionName, identity: live.identity, region: live.region }, undefined);
  const statements: Statement[] = [allow('Function', functionActions(plan), [arn, `${arn}:*`])];
  const role = managedRole(plan);
  if (role !== undefined) {
    const roleArn = typeof live.role === 'object' ? live.role.role.arn : roleArnOf(role, live.identity);
    const attached = steps.flatMap((step) => (step.kind === 'attachManagedPolicy' ? [step.policyArn] : []));
    const actions = roleActions(role, steps);
    statements.push(
      allow(
        'Role',
        actions.filter((action) => action !== 'iam:AttachRolePolicy'),
        roleArn,
      ),
    );
    if (attached.length > 0) {
      statements.push({
        ...allow('RolePolicies', ['iam:AttachRolePolicy'], roleArn),
        Condition: { ArnEquals: { 'iam:PolicyARN': attached } },
      });
    }
  }
  if (live.retention !== undefined) {
    const logs = `arn:${partition}:logs:${live.region}:${accountId}:log-group`;
    // Groups are listed, so that no single one can be named.
    statements.push(allow('LogGroups', ['logs:DescribeLogGroups'], `${logs}:*`));
    const step = steps.find(({ kind }) => kind === 'setLogRetention');
    const actions = [
      'logs:PutRetentionPolicy',
      ...(live.retention.days === 'missing' ? ['logs:CreateLogGroup'] : []),
    ];
    const group = `${logs}:${live.retention.group}`;
    if (step !== undefined) statements.push(allow('LogRetention', actions, [group, `${group}:*`]));
  }
  statements.push(...layerStatements(plan), ...uploadStatements(plan));
  const passed = passedRole(plan);
  if (passed !== undefined) {
    statements.push({
      ...allow('PassRole', ['iam:PassRole'], passed),
      Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
    });
  }
  return { Version: '2012-10-17', Statement: statements };
}

/** Attaching a layer version takes the permission to read it. */
function layerStatements({ spec, live, steps }: DeploymentPlan): Statement[] {
  const { partition, accountId } = live.identity;
  const layer = (name: string) => `arn:${partition}:lambda:${live.region}:${accountId}:layer:${name}`;
  const named = (spec.layers ?? []).flatMap((one) => (one.kind === 'folder' ? [layer(one.name)] : []));
  const versions = (spec.layers ?? []).map((one) => (one.kind === 'arn' ? one.arn : `${layer(one.name)}:*`));
  const published = steps.flatMap((step) => (step.kind === 'publishLayer' ? [layer(step.name)] : []));
  return [
    ...(versions.length > 0 ? [allow('LayerVersions', ['lambda:GetLayerVersion'], versions)] : []),
    ...(named.length > 0 ? [allow('Layers', ['lambda:ListLayerVersions'], named)] : []),
    ...(published.length > 0 ? [allow('PublishLayers', ['lambda:PublishLayerVersion'], published)] : []),
  ];
}

/** Lambda reads the object as the caller. */
function uploadStatements({ live, steps }: DeploymentPlan): Statement[] {
  const objects = steps.flatMap((step) =>
    'via' in step && step.via !== undefined
      ? [`arn:${live.identity.partition}:s3:::${step.via.bucket}/${step.via.key}`]
      : [],
  );
  const actions = ['s3:PutObject', 's3:AbortMultipartUpload', 's3:GetObject', 's3:DeleteObject'];
  return objects.length === 0 ? [] : [allow('Uploads', actions, objects)];
}

function allow(Sid: string, actions: readonly string[], Resource: string | readonly string[]): Statement {
  return { Sid, Effect: 'Allow', Action: [...new Set(actions)].sort(), Resource };
}

function functionActions({ spec, steps }: DeploymentPlan): string[] {
  const reads = ['lambda:GetFunctionConfiguration'];
  if (spec.alias !== undefined) reads.push('lambda:GetAlias');
  if (spec.publish) reads.push('lambda:ListVersionsByFunction');
  return [...reads, ...steps.flatMap((step) => lambdaActions[step.kind] ?? [])];
}

const lambdaActions: Partial<Record<DeploymentStep['kind'], string[]>> = {
  createFunction: ['lambda:CreateFunction'],
  updateConfiguration: ['lambda:UpdateFunctionConfiguration'],
  updateCode: ['lambda:UpdateFunctionCode'],
  publishVersion: ['lambda:PublishVersion'],
  createAlias: ['lambda:CreateAlias'],
  moveAlias: ['lambda:UpdateAlias'],
};

/** The role that the plan looks at; one that a function has already and its manifest does not name is left alone. */
function managedRole({ spec, live }: DeploymentPlan): RoleSpec | undefined {
  if (spec.role.kind === 'arn') return undefined;
  return spec.role.kind === 'default' && live.function !== undefined ? undefined : spec.role.role;
}

function roleActions(role: RoleSpec, steps: readonly DeploymentStep[]): string[] {
  const reads = ['iam:GetRole'];
  if (role.inlinePolicies.length > 0) reads.push('iam:GetRolePolicy');
  if (role.managedPolicyArns.length > 0) reads.push('iam:ListAttachedRolePolicies');
  return [...reads, ...steps.flatMap(iamActions)];
}

function iamActions(step: DeploymentStep): string[] {
  switch (step.kind) {
    case 'createRole':
      return step.role.tags === undefined ? ['iam:CreateRole'] : ['iam:CreateRole', 'iam:TagRole'];
    case 'updateTrustPolicy':
      return ['iam:UpdateAssumeRolePolicy'];
    case 'putInlinePolicy':
      return ['iam:PutRolePolicy'];
    case 'attachManagedPolicy':
      return ['iam:AttachRolePolicy'];
    case 'putPermissionsBoundary':
      return ['iam:PutRolePermissionsBoundary'];
    case 'tagRole':
      return ['iam:TagRole'];
    default:
      return [];
  }
}

/** The role that is handed to Lambda: CreateFunction does, and an update that changes the role. */
function passedRole({ steps }: DeploymentPlan): string | undefined {
  for (const step of steps) {
    if (step.kind === 'createFunction') return step.roleArn;
    if (step.kind === 'updateConfiguration') {
      const role = step.settings.changes.find(({ setting }) => setting === 'roleArn');
      if (role !== undefined) return String(role.to);
    }
  }
  return undefined;
}
