import type { JsonValue } from '../../json.ts';
import { account, region, type SampleContext } from './sampleContext.ts';

/** What an event source mapping sends for a queue: here a batch of one message. */
export function sqsEvent({ functionName, now }: SampleContext): JsonValue {
  return {
    Records: [
      {
        messageId: '059f36b4-87a3-44ab-83d2-661975830a7d',
        receiptHandle: 'AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a...',
        body: '{"name": "Ada"}',
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: String(now),
          SenderId: 'AIDAIENQZJOLO23YVJ4VO',
          ApproximateFirstReceiveTimestamp: String(now),
        },
        messageAttributes: {},
        // MD5 of the body above.
        md5OfBody: '8e196067027073b46e50757561e2422c',
        eventSource: 'aws:sqs',
        eventSourceARN: `arn:aws:sqs:${region}:${account}:${functionName}`,
        awsRegion: region,
      },
    ],
  };
}
