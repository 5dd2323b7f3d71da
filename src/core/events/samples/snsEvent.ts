import type { JsonValue } from '../../json.ts';
import { account, isoTime, region, type SampleContext } from './sampleContext.ts';

/** What a topic sends to a subscribed function. */
export function snsEvent({ functionName, now }: SampleContext): JsonValue {
  const topic = `arn:aws:sns:${region}:${account}:${functionName}`;
  const subscription = `${topic}:21be56ed-a058-49f5-8c98-aedd2564c486`;
  return {
    Records: [
      {
        EventVersion: '1.0',
        EventSubscriptionArn: subscription,
        EventSource: 'aws:sns',
        Sns: {
          Type: 'Notification',
          MessageId: '95df01b4-ee98-5cb9-9903-4c221d41eb5e',
          TopicArn: topic,
          Subject: 'Greeting',
          Message: '{"name": "Ada"}',
          Timestamp: isoTime(now),
          SignatureVersion: '1',
          Signature: 'EXAMPLE',
          SigningCertUrl: `https://sns.${region}.amazonaws.com/SimpleNotificationService.pem`,
          UnsubscribeUrl: `https://sns.${region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${subscription}`,
          MessageAttributes: { language: { Type: 'String', Value: 'de' } },
        },
      },
    ],
  };
}
