import { randomUUID } from 'node:crypto';
import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateFunctionCommand, LambdaClient, waitUntilFunctionActiveV2 } from '@aws-sdk/client-lambda';
import type { CreateFunctionCommandInput } from '@aws-sdk/client-lambda';
import { SESClient } from '@aws-sdk/client-ses';
import { STSClient } from '@aws-sdk/client-sts';
import JSZip from 'jszip';

export const lambdaTrustPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

/** Real SDK clients of an endpoint. One attempt only, unless said: a fault is to be seen, not retried away. */
export function awsTestClients(endpoint: string, maxAttempts = 1, region = 'us-east-1') {
  const config = {
    endpoint,
    region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts,
  };
  const clients = {
    lambda: new LambdaClient(config),
    iam: new IAMClient(config),
    sts: new STSClient(config),
    apiGateway: new APIGatewayClient(config),
    eventBridge: new EventBridgeClient(config),
    cloudWatch: new CloudWatchClient(config),
    logs: new CloudWatchLogsClient(config),
    ses: new SESClient(config),
  };
  return {
    ...clients,
    destroy: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}

export type AwsTestClients = ReturnType<typeof awsTestClients>;

/** A zip with one Python file. */
export function pythonArchive(
  source = 'def handler(event, context):\n    return event\n',
): Promise<Uint8Array> {
  return new JSZip().file('app.py', source, { date: new Date(0) }).generateAsync({ type: 'uint8array' });
}

export const uniqueName = (prefix: string): string => `${prefix}-${randomUUID().slice(0, 8)}`;

/** A new role that Lambda may assume; its ARN. */
export async function createTestRole(clients: AwsTestClients, name = uniqueName('role')): Promise<string> {
  const created = await clients.iam.send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: lambdaTrustPolicy }),
  );
  return created.Role?.Arn ?? '';
}

/** A new Python function with a role of its own; waits until it is active unless told not to. */
export async function createTestFunction(
  clients: AwsTestClients,
  change: Partial<CreateFunctionCommandInput> = {},
  wait = true,
): Promise<string> {
  const FunctionName = change.FunctionName ?? uniqueName('function');
  await clients.lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'python3.13',
      Handler: 'app.handler',
      Role: change.Role ?? (await createTestRole(clients)),
      Code: { ZipFile: await pythonArchive() },
      ...change,
    }),
  );
  if (wait) await waitForActive(clients, FunctionName);
  return FunctionName;
}

/** Waits until a function that was just made can be called. */
export async function waitForActive(
  clients: Pick<AwsTestClients, 'lambda'>,
  FunctionName: string,
): Promise<void> {
  const times = { maxWaitTime: 10, minDelay: 0.02, maxDelay: 0.1 };
  await waitUntilFunctionActiveV2({ client: clients.lambda, ...times }, { FunctionName });
}
