import * as v from 'valibot';
import { sandboxFailures } from '../../core/failures/sandboxFailures.ts';
import type { SandboxMail } from '../../workflows/ports.ts';

const text = v.nullish(v.string(), '');
const addresses = v.nullish(v.array(v.string()), []);
const messageSchema = v.object({
  Source: text,
  To: addresses,
  CC: addresses,
  BCC: addresses,
  Subject: text,
  BodyText: text,
  BodyHtml: text,
  /** Seconds since the epoch. */
  Timestamp: v.optional(v.number()),
});
const mailboxSchema = v.object({ messages: v.record(v.string(), v.array(messageSchema)) });

/** E-mail that functions sent through the sandbox's SES, of all accounts, newest first. Fails with `sandbox.mailboxUnreadable`. */
export async function readMailbox(endpoint: string, signal: AbortSignal): Promise<SandboxMail[]> {
  let answer: unknown;
  try {
    const response = await fetch(`${endpoint}/_ministack/ses/messages`, { signal });
    answer = await response.json();
  } catch (error) {
    signal.throwIfAborted();
    throw sandboxFailures.mailboxUnreadable(new URL(endpoint).host, error);
  }
  return parseMailbox(answer, new URL(endpoint).host);
}

/** The answer of `GET /_ministack/ses/messages`: account id → messages. `host` is who gave it. */
export function parseMailbox(answer: unknown, host: string): SandboxMail[] {
  const parsed = v.safeParse(mailboxSchema, answer);
  if (!parsed.success)
    throw sandboxFailures.mailboxUnreadable(host, new Error('the answer has another shape'));
  const mails = Object.values(parsed.output.messages)
    .flat()
    .map((message) => ({
      from: message.Source,
      to: [...message.To, ...message.CC, ...message.BCC],
      subject: message.Subject,
      body: message.BodyText === '' ? message.BodyHtml : message.BodyText,
      sentAt: message.Timestamp === undefined ? undefined : Math.round(message.Timestamp * 1000),
    }));
  return mails.sort((one, other) => (other.sentAt ?? 0) - (one.sentAt ?? 0));
}
