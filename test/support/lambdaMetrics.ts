import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { AwsTestClients } from './awsTestClients.ts';

/**
 * What Lambda would report of a version's calls through an alias; the emulator reports nothing by itself. Calls are counted
 * by whole minutes: near the end of one, what is watched from now on would begin in the next.
 */
export async function putCalls(
  { cloudWatch }: Pick<AwsTestClients, 'cloudWatch'>,
  of: { readonly functionName: string; readonly alias: string; readonly version?: string },
  { invocations, errors }: { readonly invocations: number; readonly errors: number },
): Promise<void> {
  const seconds = new Date().getSeconds();
  if (seconds >= 45) await new Promise((resolve) => setTimeout(resolve, (60 - seconds) * 1000));
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
