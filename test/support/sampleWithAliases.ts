import { readFile } from 'node:fs/promises';
import { CreateAliasCommand, PublishVersionCommand } from '@aws-sdk/client-lambda';
import JSZip from 'jszip';
import { createTestFunction } from './awsTestClients.ts';
import type { AwsTestClients } from './awsTestClients.ts';
import { inSample } from './sampleFunctions.ts';

/** A function of a sample's code with the aliases PRODUCTION and DEV on version 1. */
export async function createSample(clients: AwsTestClients, functionName: string): Promise<void> {
  const source = await readFile(inSample('calc', 'calc.py'), 'utf8');
  const ZipFile = await new JSZip().file('calc.py', source).generateAsync({ type: 'uint8array' });
  const FunctionName = await createTestFunction(clients, {
    FunctionName: functionName,
    Handler: 'calc.lambda_handler',
    Code: { ZipFile },
  });
  await clients.lambda.send(new PublishVersionCommand({ FunctionName }));
  for (const Name of ['PRODUCTION', 'DEV'])
    await clients.lambda.send(new CreateAliasCommand({ FunctionName, Name, FunctionVersion: '1' }));
}
