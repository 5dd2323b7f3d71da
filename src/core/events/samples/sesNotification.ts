import type { JsonValue } from '../../json.ts';
import { account, isoTime, mailTime, region, type SampleContext } from './sampleContext.ts';

const pass = { status: 'PASS' };

/** A mail as its headers say it. */
export interface ReceivedMail {
  /** `you@example.com`, `You <you@example.com>` */
  readonly from: string;
  /** Address alone. */
  readonly sender: string;
  readonly to: string;
  readonly subject: string;
  readonly id: string;
}

/** What a receipt rule's Lambda action sends (SES developer guide, "Contents of notifications"). */
export function receivedMail(
  { from, sender, to, subject, id }: ReceivedMail,
  functionArn: string,
  now: number,
): JsonValue {
  const headers = { From: from, To: to, Subject: subject, 'Message-ID': `<${id}>` };
  return {
    Records: [
      {
        eventSource: 'aws:ses',
        eventVersion: '1.0',
        ses: {
          mail: {
            timestamp: isoTime(now),
            source: sender,
            messageId: 'o3vrnil0e2ic28trm7dfhrc2v0clambda4nbp0g1',
            destination: [to],
            headersTruncated: false,
            headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
            commonHeaders: {
              returnPath: sender,
              from: [headers.From],
              date: mailTime(now),
              to: [to],
              messageId: headers['Message-ID'],
              subject: headers.Subject,
            },
          },
          receipt: {
            timestamp: isoTime(now),
            processingTimeMillis: 574,
            recipients: [to],
            spamVerdict: pass,
            virusVerdict: pass,
            spfVerdict: pass,
            dkimVerdict: pass,
            dmarcVerdict: pass,
            action: { type: 'Lambda', functionArn, invocationType: 'Event' },
          },
        },
      },
    ],
  };
}

export function sesNotification({ functionName, now, recipient }: SampleContext): JsonValue {
  const mail = {
    from: 'Anna Example <anna@example.com>',
    sender: 'anna@example.com',
    to: recipient === undefined ? 'inbox@example.com' : exampleAddress(recipient),
    subject: 'A trip to Lisbon',
    id: 'trip-1@example.com',
  };
  return receivedMail(mail, `arn:aws:lambda:${region}:${account}:function:${functionName}`, now);
}

/** A rule's recipient may be a domain, with or without its subdomains. */
export const exampleAddress = (recipient: string): string =>
  recipient.includes('@') ? recipient : `inbox@${recipient.replace(/^\./, 'mail.')}`;
