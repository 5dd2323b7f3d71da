import { t } from '@vscode/l10n';
import type { JsonValue } from '../json.ts';
import type { FunctionManifest } from '../manifest/functionManifest.ts';
import { dynamoDbStreamEvent } from './samples/dynamoDbStreamEvent.ts';
import { httpApiRequest } from './samples/httpApiRequest.ts';
import { kinesisEvent } from './samples/kinesisEvent.ts';
import { restProxyRequest } from './samples/restProxyRequest.ts';
import { s3Event } from './samples/s3Event.ts';
import type { SampleContext } from './samples/sampleContext.ts';
import { scheduledEvent } from './samples/scheduledEvent.ts';
import { sesNotification } from './samples/sesNotification.ts';
import { snsEvent } from './samples/snsEvent.ts';
import { sqsEvent } from './samples/sqsEvent.ts';

export interface SampleEvent {
  /** Stable; the name of a file made of it, without `.json`. */
  readonly id: string;
  /** As a person knows it. */
  readonly label: string;
  /** What sends such events. */
  readonly description: string;
  readonly make: (context: SampleContext) => JsonValue;
}

/** Every kind of event that can be generated. Their shapes are held to @types/aws-lambda by a test. */
export function sampleEvents(): readonly SampleEvent[] {
  const sample = (
    id: string,
    label: string,
    description: string,
    make: SampleEvent['make'],
  ): SampleEvent => ({
    id,
    label,
    description,
    make,
  });
  return [
    sample('rest-request', t('REST API request'), t('API Gateway, proxy integration'), restProxyRequest),
    sample('http-request', t('HTTP API request'), t('payload 2.0, also of a function URL'), httpApiRequest),
    sample('scheduled-event', t('Scheduled event'), t('EventBridge rule, warm-up'), scheduledEvent),
    sample('ses-notification', t('SES notification'), t('an e-mail was received'), sesNotification),
    sample('s3-event', t('S3 event'), t('an object was put'), s3Event),
    sample('sqs-event', t('SQS event'), t('a batch of one message'), sqsEvent),
    sample('sns-event', t('SNS event'), t('a published message'), snsEvent),
    sample('dynamodb-event', t('DynamoDB stream event'), t('an item was changed'), dynamoDbStreamEvent),
    sample('kinesis-event', t('Kinesis event'), t('a batch of one record'), kinesisEvent),
  ];
}

/** What samples need to know of a function. */
export function sampleContext(manifest: FunctionManifest, now: number): SampleContext {
  const { functionName, api, email } = manifest;
  const [route] = api?.routes ?? [];
  return {
    functionName,
    now,
    ...(api === undefined || route === undefined ? {} : { route: { ...route, stage: api.stage } }),
    ...(email?.recipients[0] === undefined ? {} : { recipient: email.recipients[0] }),
  };
}

/** The text of an event file made of a sample. */
export function sampleText(sample: SampleEvent, context: SampleContext): string {
  return `${JSON.stringify(sample.make(context), undefined, 2)}\n`;
}
