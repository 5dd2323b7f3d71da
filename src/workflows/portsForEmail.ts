import type { CallOptions } from '../core/callOptions.ts';
import type { ReceiptRule, ReceiptRuleSet } from '../core/email/receiptRule.ts';

/**
 * Receipt rules of SES. Rejects as said in ports.ts, and with `aws.functionRefused` where SES may not run the function of a
 * rule. SES takes one of these calls a second: whoever makes several waits (workflows/email/inTurn).
 */
export interface EmailGateway {
  /** Undefined where none is active. */
  readActiveRuleSet(options: CallOptions): Promise<ReceiptRuleSet | undefined>;
  readRuleSet(name: string, options: CallOptions): Promise<ReceiptRuleSet | undefined>;
  /** `aws.alreadyExists` when there is one of this name. */
  createRuleSet(name: string, options: CallOptions): Promise<void>;
  /** @param after name of the rule that it comes behind; undefined: it becomes the first */
  createRule(
    ruleSet: string,
    rule: ReceiptRule,
    after: string | undefined,
    options: CallOptions,
  ): Promise<void>;
  /** Replaces the rule of this name, at its place. */
  updateRule(ruleSet: string, rule: ReceiptRule, options: CallOptions): Promise<void>;
  /** One that is not there is no failure. */
  deleteRule(ruleSet: string, rule: string, options: CallOptions): Promise<void>;
  /** With all rules that are in it; refused while it is the active one. */
  deleteRuleSet(name: string, options: CallOptions): Promise<void>;
  activateRuleSet(name: string, options: CallOptions): Promise<void>;
  /** Those of these domains and addresses that are verified. */
  verifiedIdentities(identities: readonly string[], options: CallOptions): Promise<string[]>;
}
