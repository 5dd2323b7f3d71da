import type { JsonValue } from '../../json.ts';
import { account, isoTime, region, seconds, type SampleContext } from './sampleContext.ts';

/** What an event source mapping sends for a table's stream: here a batch of one changed item. */
export function dynamoDbStreamEvent({ functionName, now }: SampleContext): JsonValue {
  const table = `arn:aws:dynamodb:${region}:${account}:table/${functionName}`;
  return {
    Records: [
      {
        eventID: 'c4ca4238a0b923820dcc509a6f75849b',
        eventName: 'MODIFY',
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: region,
        dynamodb: {
          ApproximateCreationDateTime: seconds(now),
          Keys: { Id: { N: '101' } },
          NewImage: { Id: { N: '101' }, Name: { S: 'Ada' }, Visits: { N: '2' } },
          OldImage: { Id: { N: '101' }, Name: { S: 'Ada' }, Visits: { N: '1' } },
          SequenceNumber: '4421584500000000017450439091',
          SizeBytes: 59,
          StreamViewType: 'NEW_AND_OLD_IMAGES',
        },
        // Unlike what is around it, the stream's label is the time when it was switched on.
        eventSourceARN: `${table}/stream/${isoTime(now).replace('Z', '')}`,
      },
    ],
  };
}
