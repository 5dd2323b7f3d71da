import {
  CreateAliasCommand,
  CreateFunctionCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { pythonArchive } from './awsTestClients.ts';

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
