import type { JsonValue } from '../../json.ts';
import { account, region, seconds, type SampleContext } from './sampleContext.ts';

/** What an event source mapping sends for a data stream: here a batch of one record. `data` is base64. */
export function kinesisEvent({ functionName, now }: SampleContext): JsonValue {
  const shard = 'shardId-000000000006';
  const sequenceNumber = '49590338271490256608559692538361571095921575989136588898';
  return {
    Records: [
      {
        kinesis: {
          kinesisSchemaVersion: '1.0',
          partitionKey: '1',
          sequenceNumber,
          // {"name": "Ada"}
          data: 'eyJuYW1lIjogIkFkYSJ9',
          approximateArrivalTimestamp: seconds(now),
        },
        eventSource: 'aws:kinesis',
        eventVersion: '1.0',
        eventID: `${shard}:${sequenceNumber}`,
        eventName: 'aws:kinesis:record',
        invokeIdentityArn: `arn:aws:iam::${account}:role/${functionName}-role`,
        awsRegion: region,
        eventSourceARN: `arn:aws:kinesis:${region}:${account}:stream/${functionName}`,
      },
    ],
  };
}
