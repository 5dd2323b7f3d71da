import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchClient, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { MetricsGateway } from '../workflows/portsForFunctions.ts';
import { sendCall } from './awsCalls.ts';
import type { CallContext } from './awsCalls.ts';

const queryIds = { Invocations: 'invocations', Errors: 'errors' } as const;

/** Seconds: Lambda's metrics come by the minute. */
const period = 60;

export function createMetricsGateway(cloudWatch: CloudWatchClient, context: CallContext): MetricsGateway {
  return {
    async countCalls({ functionName, alias, version }, from, to, { signal }) {
      const dimensions = [
        { Name: 'FunctionName', Value: functionName },
        { Name: 'Resource', Value: `${functionName}:${alias}` },
        ...(version === undefined ? [] : [{ Name: 'ExecutedVersion', Value: version }]),
      ];
      const queries = Object.entries(queryIds).map(([MetricName, Id]): MetricDataQuery => ({
        Id,
        MetricStat: {
          Metric: { Namespace: 'AWS/Lambda', MetricName, Dimensions: dimensions },
          Period: period,
          Stat: 'Sum',
        },
      }));
      const call = {
        operation: 'cloudwatch:GetMetricData',
        resource: `${functionName}:${alias}`,
        kind: 'read',
        signal,
      } as const;
      const sums = { invocations: 0, errors: 0 };
      let next: string | undefined;
      do {
        const command = new GetMetricDataCommand({
          MetricDataQueries: queries,
          StartTime: new Date(from),
          EndTime: new Date(to),
          NextToken: next,
        });
        const page = await sendCall(context, call, (options) => cloudWatch.send(command, options));
        for (const { Id, Values = [] } of page.MetricDataResults ?? []) {
          const name = Id === queryIds.Errors ? 'errors' : 'invocations';
          sums[name] += Values.reduce((sum, value) => sum + value, 0);
        }
        next = page.NextToken;
      } while (next !== undefined && next !== '');
      return sums;
    },
  };
}
