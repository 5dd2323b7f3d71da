import type { JsonValue } from '../json.ts';

/** What a receipt rule does with a mail. Of those that run no function, all is kept as it is. */
export interface ReceiptAction {
  /** AWS's own name: `LambdaAction`, `S3Action`, `StopAction`, … */
  readonly name: string;
  readonly settings: Readonly<Record<string, JsonValue>>;
}

export interface ReceiptRule {
  readonly name: string;
  readonly enabled: boolean;
  /** Addresses and domains; none: every recipient of the verified domains. */
  readonly recipients: readonly string[];
  /** In the order that they are carried out. */
  readonly actions: readonly ReceiptAction[];
  readonly tlsPolicy: string | undefined;
  readonly scanEnabled: boolean;
}

/** Rules in the order that SES goes through them. */
export interface ReceiptRuleSet {
  readonly name: string;
  readonly rules: readonly ReceiptRule[];
}

/** ARN of the function that an action runs; undefined for every other action. */
export const functionOfAction = ({ name, settings }: ReceiptAction): string | undefined =>
  name === 'LambdaAction' && typeof settings['FunctionArn'] === 'string'
    ? settings['FunctionArn']
    : undefined;

/**
 * Whether a rule with these recipients is for a mail to this address: the address itself, its domain, or `.domain` for the
 * domains below one (SES, "Recipient conditions").
 */
export function isForAddress(recipients: readonly string[], address: string): boolean {
  const to = address.toLowerCase();
  const domain = to.slice(to.lastIndexOf('@') + 1);
  return (
    recipients.length === 0 ||
    recipients.some((one) => {
      const recipient = one.toLowerCase();
      return (
        recipient === to || recipient === domain || (recipient.startsWith('.') && domain.endsWith(recipient))
      );
    })
  );
}

/** The rule with the function in place of what it ran of it before; everything that is not said here stays. */
export function withFunction(
  rule: ReceiptRule,
  recipients: readonly string[],
  functionArn: string,
): ReceiptRule {
  const functionOf = (arn: string | undefined) => arn?.split(':').slice(0, 7).join(':');
  const own = rule.actions.findIndex(
    (action) => functionOf(functionOfAction(action)) === functionOf(functionArn),
  );
  const stop = rule.actions.findIndex(({ name }) => name === 'StopAction');
  const at = own >= 0 ? own : stop >= 0 ? stop : rule.actions.length;
  const settings = { InvocationType: 'Event', ...rule.actions[own]?.settings, FunctionArn: functionArn };
  const actions = rule.actions.toSpliced(at, own >= 0 ? 1 : 0, { name: 'LambdaAction', settings });
  return { ...rule, recipients, actions };
}

/** Equal whatever the order and the case: SES writes both as it likes. */
export const sameRecipients = (one: readonly string[], other: readonly string[]): boolean => {
  const sorted = (list: readonly string[]) =>
    [...new Set(list.map((text) => text.toLowerCase()))].sort().join(' ');
  return sorted(one) === sorted(other);
};
