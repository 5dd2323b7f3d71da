import type { JsonValue } from '../../json.ts';
import { account, isoTime, mailTime, region, type SampleContext } from './sampleContext.ts';

const pass = { status: 'PASS' };

/** What a receipt rule's Lambda action sends (SES developer guide, "Contents of notifications"). */
export function sesNotification({ functionName, now, recipient }: SampleContext): JsonValue {
  const to = recipient === undefined ? 'inbox@example.com' : addressOf(recipient);
  const headers = {
    From: 'Anna Example <anna@example.com>',
    To: to,
    Subject: 'A trip to Lisbon',
    'Message-ID': '<trip-1@example.com>',
  };
  return {
    Records: [
      {
        eventSource: 'aws:ses',
        eventVersion: '1.0',
        ses: {
          mail: {
            timestamp: isoTime(now),
            source: 'anna@example.com',
            messageId: 'o3vrnil0e2ic28trm7dfhrc2v0clambda4nbp0g1',
            destination: [to],
            headersTruncated: false,
            headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
            commonHeaders: {
              returnPath: 'anna@example.com',
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
            action: {
              type: 'Lambda',
              functionArn: `arn:aws:lambda:${region}:${account}:function:${functionName}`,
              invocationType: 'Event',
            },
          },
        },
      },
    ],
  };
}

/** A rule's recipient may be a domain, with or without its subdomains. */
const addressOf = (recipient: string): string =>
  recipient.includes('@') ? recipient : `inbox@${recipient.replace(/^\./, 'mail.')}`;
