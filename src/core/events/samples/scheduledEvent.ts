import type { JsonValue } from '../../json.ts';
import { account, isoTime, region, type SampleContext } from './sampleContext.ts';

/** What a schedule rule of EventBridge sends: what a warm-up rule calls the function with. */
export function scheduledEvent({ functionName, now }: SampleContext): JsonValue {
  return {
    version: '0',
    id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account,
    // EventBridge writes whole seconds.
    time: isoTime(now).replace(/\.\d+Z$/, 'Z'),
    region,
    resources: [`arn:aws:events:${region}:${account}:rule/${functionName}-warm-up`],
    detail: {},
  };
}
