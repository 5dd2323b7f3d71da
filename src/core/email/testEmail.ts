import { receivedMail } from '../events/samples/sesNotification.ts';
import type { ReceivedMail } from '../events/samples/sesNotification.ts';
import type { JsonValue } from '../json.ts';

/** A mail that nobody sent. */
export type TestEmail = Pick<ReceivedMail, 'from' | 'to' | 'subject'>;

/**
 * The event with which SES would run the function for such a mail.
 * @param now milliseconds since the epoch
 */
export const testEmailEvent = (mail: TestEmail, functionArn: string, now: number): JsonValue => {
  const sender = addressIn(mail.from) ?? mail.from;
  return receivedMail({ ...mail, sender, id: `test-${now}@lambda-workbench` }, functionArn, now);
};

/** The address of `you@example.com` or `You <you@example.com>`; undefined where there is none. */
export const addressIn = (sender: string): string | undefined =>
  /^(?:[^<>]*<)?([^\s@<>]+@[^\s@<>]+\.[^\s@<>]+?)>?$/.exec(sender.trim())?.[1];
