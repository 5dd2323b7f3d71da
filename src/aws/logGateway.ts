import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  PutRetentionPolicyCommand,
  StartLiveTailCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { isFailure } from '../core/failures/failure.ts';
import type { LogEvent } from '../core/logs/logEvent.ts';
import type { LogGateway } from '../workflows/portsForLogs.ts';
import { answerFailure } from './answerFailure.ts';
import { abortError, readCall, sendCall } from './awsCalls.ts';
import type { CallContext } from './awsCalls.ts';
import type { ClientPair } from './clients.ts';
import { readSdkError } from './sdkError.ts';

export function createLogGateway(
  clients: () => ClientPair<CloudWatchLogsClient>,
  context: CallContext,
): LogGateway {
  return {
    async filterEvents({ group, from, to, pattern, next }, { signal }) {
      const command = new FilterLogEventsCommand({
        logGroupName: group,
        startTime: from,
        endTime: to,
        filterPattern: pattern,
        nextToken: next,
      });
      const call = { operation: 'logs:FilterLogEvents', resource: group, signal };
      const page = await readCall(context, call, (options) => clients().reads.send(command, options));
      if (page === undefined) return undefined;
      const token = page.nextToken === '' ? undefined : page.nextToken;
      return { events: (page.events ?? []).map(logEvent), next: token };
    },

    async *liveTail(groupArn, { signal }) {
      const call = { operation: 'logs:StartLiveTail', resource: groupArn, signal };
      // For as long as the stream is read, and not only until it begins.
      const session = new AbortController();
      const stop = () => session.abort();
      signal.addEventListener('abort', stop);
      try {
        const command = new StartLiveTailCommand({ logGroupIdentifiers: [groupArn] });
        const { responseStream = [] } = await sendCall(context, { ...call, kind: 'read' }, () =>
          clients().reads.send(command, { abortSignal: session.signal }),
        );
        try {
          for await (const { sessionStart, sessionUpdate } of responseStream) {
            if (sessionStart !== undefined) yield { kind: 'started' };
            if (sessionUpdate === undefined) continue;
            const { sessionResults = [], sessionMetadata } = sessionUpdate;
            const sampled = sessionMetadata?.sampled === true;
            yield { kind: 'events', events: sessionResults.map(logEvent), sampled };
          }
        } catch (error) {
          if (signal.aborted) throw abortError();
          // The end after 3 hours.
          if (readSdkError(error).name === 'SessionTimeoutException') return;
          throw answerFailure(error, { ...call, ...context, kind: 'read', secrets: [] });
        }
      } finally {
        signal.removeEventListener('abort', stop);
        stop();
      }
    },

    async readRetention(group, { signal }) {
      const call = { operation: 'logs:DescribeLogGroups', resource: group, signal };
      let next: string | undefined;
      do {
        const command = new DescribeLogGroupsCommand({ logGroupNamePrefix: group, nextToken: next });
        const page = await readCall(context, call, (options) => clients().reads.send(command, options));
        const found = page?.logGroups?.find(({ logGroupName }) => logGroupName === group);
        if (found !== undefined) return found.retentionInDays;
        next = page?.nextToken;
      } while (next !== undefined && next !== '');
      return 'missing';
    },

    async createGroup(group, { signal }) {
      const command = new CreateLogGroupCommand({ logGroupName: group });
      const call = { operation: 'logs:CreateLogGroup', resource: group, kind: 'write', signal } as const;
      await sendCall(context, call, (options) => clients().writes.send(command, options));
    },

    async deleteGroup(group, { signal }) {
      const command = new DeleteLogGroupCommand({ logGroupName: group });
      const call = { operation: 'logs:DeleteLogGroup', resource: group, kind: 'write', signal } as const;
      try {
        await sendCall(context, call, (options) => clients().writes.send(command, options));
      } catch (error) {
        if (!isFailure(error, 'aws.notFound')) throw error;
      }
    },

    async putRetention(group, days, { signal }) {
      const command = new PutRetentionPolicyCommand({ logGroupName: group, retentionInDays: days });
      const call = { operation: 'logs:PutRetentionPolicy', resource: group, kind: 'write', signal } as const;
      await sendCall(context, call, (options) => clients().writes.send(command, options));
    },
  };
}

function logEvent({
  eventId: id,
  logStreamName: stream = '',
  timestamp: time = 0,
  ingestionTime: ingested = time,
  message = '',
}: {
  readonly eventId?: string;
  readonly logStreamName?: string;
  readonly timestamp?: number;
  readonly ingestionTime?: number;
  readonly message?: string;
}): LogEvent {
  return { id, stream, time, ingested, message };
}
