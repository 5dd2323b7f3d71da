import type { JsonValue } from '../../json.ts';
import { isoTime, region, type SampleContext } from './sampleContext.ts';

/** What S3 sends when an object was put (S3 user guide, "Event message structure"). Keys are URL-encoded. */
export function s3Event({ functionName, now }: SampleContext): JsonValue {
  return {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: region,
        eventTime: isoTime(now),
        eventName: 'ObjectCreated:Put',
        userIdentity: { principalId: 'AWS:AIDACKCEVSQ6C2EXAMPLE' },
        requestParameters: { sourceIPAddress: '192.0.2.1' },
        responseElements: {
          'x-amz-request-id': 'C3D13FE58DE4C810',
          'x-amz-id-2': 'FMyUVURIY8/IgAtTv8xRjskZQpcIZ9KG4V5Wp6S7S/JRWeUWerMUE5JgHvANOjpD',
        },
        s3: {
          s3SchemaVersion: '1.0',
          configurationId: functionName,
          bucket: {
            name: 'example-bucket',
            ownerIdentity: { principalId: 'A3NL1KOZZKExample' },
            arn: 'arn:aws:s3:::example-bucket',
          },
          object: {
            key: 'uploads/trip+to+Lisbon.txt',
            size: 1024,
            eTag: 'd41d8cd98f00b204e9800998ecf8427e',
            sequencer: '0055AED6DCD90281E5',
          },
        },
      },
    ],
  };
}
