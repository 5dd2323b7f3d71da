import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { AwsTestClients } from './awsTestClients.ts';

/** What Lambda would report of a version's calls through an alias; the emulator reports nothing by itself. */
export async function putCalls(
  { cloudWatch }: Pick<AwsTestClients, 'cloudWatch'>,
  of: { readonly functionName: string; readonly alias: string; readonly version?: string },
  { invocations, errors }: { readonly invocations: number; readonly errors: number },
): Promise<void> {
  const dimensions = [
    { Name: 'FunctionName', Value: of.functionName },
    { Name: 'Resource', Value: `${of.functionName}:${of.alias}` },
    ...(of.version === undefined ? [] : [{ Name: 'ExecutedVersion', Value: of.version }]),
  ];
  const datum = (MetricName: string, Value: number) => ({
    MetricName,
    Value,
    Dimensions: dimensions,
    Timestamp: new Date(),
    Unit: 'Count' as const,
  });
  const MetricData = [datum('Invocations', invocations), datum('Errors', errors)];
  await cloudWatch.send(new PutMetricDataCommand({ Namespace: 'AWS/Lambda', MetricData }));
}
