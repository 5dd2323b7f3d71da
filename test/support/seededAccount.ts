import {
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway';
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { pythonArchive } from './awsTestClients.ts';
import type { AwsTestClients } from './awsTestClients.ts';

const role = 'arn:aws:iam::000000000000:role/seeded';

/** An archive of one Python file whose handler answers with this number. */
const answering = (answer: number): Promise<Uint8Array> =>
  pythonArchive(`def main(event, context):\n    return ${answer}\n`);

/** A function straight in the emulator, past the product. */
export async function seedFunction(lambda: LambdaClient, FunctionName: string): Promise<void> {
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'python3.13',
      Handler: 'app.main',
      Role: role,
      Environment: { Variables: { GREETING: 'hello' } },
      Code: { ZipFile: await answering(1) },
    }),
  );
}

/** Many of them, some at a time. */
export async function seedFunctions(lambda: LambdaClient, names: readonly string[]): Promise<void> {
  const waiting = [...names];
  const worker = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      await seedFunction(lambda, name);
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

/** Versions 1 to `count`, each with an answer of its own. */
export async function seedVersions(lambda: LambdaClient, FunctionName: string, count: number): Promise<void> {
  for (let version = 1; version <= count; version++) {
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: await answering(version) }));
    await lambda.send(new PublishVersionCommand({ FunctionName, Description: `number ${version}` }));
  }
}

export async function seedAlias(
  lambda: LambdaClient,
  FunctionName: string,
  Name: string,
  FunctionVersion: string,
  weights: Record<string, number> = {},
): Promise<void> {
  await lambda.send(
    new CreateAliasCommand({
      FunctionName,
      Name,
      FunctionVersion,
      RoutingConfig: Object.keys(weights).length > 0 ? { AdditionalVersionWeights: weights } : undefined,
    }),
  );
}

/** `GET /PATH` of an API of its own, stage `prod`, that runs the function. */
export async function seedRoute(
  { lambda, apiGateway }: AwsTestClients,
  FunctionName: string,
  pathPart: string,
): Promise<void> {
  const { id: restApiId } = await apiGateway.send(new CreateRestApiCommand({ name: `${FunctionName}-api` }));
  const { items = [] } = await apiGateway.send(new GetResourcesCommand({ restApiId }));
  const parentId = items[0]?.id;
  const resource = new CreateResourceCommand({ restApiId, parentId, pathPart });
  const { id: resourceId } = await apiGateway.send(resource);
  const method = { restApiId, resourceId, httpMethod: 'GET' };
  await apiGateway.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
  const arn = `arn:aws:lambda:us-east-1:000000000000:function:${FunctionName}`;
  const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`;
  const integration = { type: 'AWS_PROXY', integrationHttpMethod: 'POST', uri } as const;
  await apiGateway.send(new PutIntegrationCommand({ ...method, ...integration }));
  await apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));
  await lambda.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId: 'routes',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      SourceArn: `arn:aws:execute-api:us-east-1:000000000000:${restApiId ?? ''}/*/GET/${pathPart}`,
    }),
  );
}
