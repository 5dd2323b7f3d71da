import { needsNewestVersion, planDeployment } from '../../src/core/deployment/deploymentPlan.ts';
import type { FunctionSpec } from '../../src/core/deployment/functionSpec.ts';
import type { LiveLayerVersion } from '../../src/core/deployment/liveState.ts';
import { carryOutDeployment } from '../../src/workflows/carryOutDeployment.ts';
import type { DeploymentProgress, DeploymentResult } from '../../src/workflows/carryOutDeployment.ts';
import type { PlannedDeployment } from '../../src/workflows/planDeployment.ts';
import type { BuiltArchive, Clock } from '../../src/workflows/ports.ts';
import { readLiveDeployment, readNewestVersion, roleReadScope } from '../../src/workflows/readLiveState.ts';
import type { FakeAws } from './fakeAws.ts';

const trustPolicy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

export const sendEmail = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['ses:SendEmail'], Resource: '*' }],
};

/** A function as the sample `say-hi` is: role with an inline and a managed policy, environment, version and alias. */
export function sayHi(changes: Partial<FunctionSpec> = {}): FunctionSpec {
  return {
    functionName: 'say_hi',
    runtime: 'python3.13',
    handler: 'say_hi.lambda_handler',
    timeout: 10,
    environment: { set: { GREETING: 'hello' }, keep: [], empty: [], exact: false, leftOut: [] },
    role: {
      kind: 'managed',
      role: {
        name: 'say_hi_role',
        trustPolicy,
        trustPolicyManaged: true,
        inlinePolicies: [{ name: 'send_email', document: sendEmail, file: 'role-policy.json' }],
        managedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
      },
    },
    publish: true,
    alias: 'DEV',
    ...changes,
  };
}

export function archiveOf(sha256: string): BuiltArchive {
  return {
    file: `/${sha256}.zip`,
    sha256,
    size: 1234,
    unzippedSize: 5678,
    files: [],
    leftOut: [],
    reused: 0,
  };
}

/** Reads and plans as the workflow does, from a spec instead of a workspace. */
export async function planFor(
  aws: FakeAws,
  spec: FunctionSpec,
  archive: BuiltArchive,
  signal = new AbortController().signal,
): Promise<PlannedDeployment> {
  const { connection } = aws;
  const identity = await connection.identity.callerIdentity({ signal });
  const { functionName, alias } = spec;
  const role = spec.role.kind === 'arn' ? undefined : roleReadScope(spec.role.role);
  const retention = spec.retentionDays !== undefined;
  const read = await readLiveDeployment({ functionName, alias, role, retention }, connection, { signal });
  const newestVersion = needsNewestVersion(spec, read, archive)
    ? await readNewestVersion(spec.functionName, connection, { signal })
    : undefined;
  const layers = new Map<string, LiveLayerVersion | undefined>();
  for (const layer of spec.layers ?? [])
    if (layer.kind === 'folder')
      layers.set(layer.name, await connection.layers.readNewest(layer.name, { signal }));
  const live = { ...read, identity, newestVersion, layers };
  const plan = planDeployment(spec, live, archive, ['PRODUCTION']);
  const target = {
    manifest: { functionName: spec.functionName, runtime: spec.runtime, handler: spec.handler },
    folder: '/w',
    workspaceFolder: '/w',
    knownFiles: [],
  };
  return { target, identity, region: connection.region, plan, archive };
}

export async function deploy(
  aws: FakeAws,
  spec: FunctionSpec,
  archive: BuiltArchive,
  clock: Clock,
  options: { signal?: AbortSignal; onProgress?: (progress: DeploymentProgress) => void } = {},
): Promise<DeploymentResult> {
  const signal = options.signal ?? new AbortController().signal;
  const planned = await planFor(aws, spec, archive, signal);
  return carryOutDeployment(
    planned,
    { connection: aws.connection, clock },
    { signal, onProgress: options.onProgress },
  );
}
