import type { ReceiptRule } from '../../src/core/email/receiptRule.ts';
import { Failure } from '../../src/core/failures/failure.ts';
import type { CallOptions } from '../../src/workflows/ports.ts';
import type { EmailGateway } from '../../src/workflows/portsForEmail.ts';

type Call = <T>(operation: string, options: CallOptions, answer: () => T) => Promise<T>;

/** SES's receipt rules in FakeAws. */
export class FakeEmail {
  readonly ruleSets = new Map<string, ReceiptRule[]>();
  readonly verified = new Set(['example.com']);
  active: string | undefined;

  gateway(read: Call, write: Call): EmailGateway {
    return {
      readActiveRuleSet: (options) =>
        read('DescribeActiveReceiptRuleSet', options, () =>
          this.active === undefined ? undefined : this.#set(this.active),
        ),
      readRuleSet: (name, options) => read('DescribeReceiptRuleSet', options, () => this.#set(name)),
      createRuleSet: (name, options) =>
        write('CreateReceiptRuleSet', options, () => {
          if (this.ruleSets.has(name)) throw new Failure('aws.alreadyExists', 'fake');
          this.ruleSets.set(name, []);
        }),
      createRule: (ruleSet, rule, after, options) =>
        write('CreateReceiptRule', options, () => {
          const rules = this.#rules(ruleSet);
          if (rules.some(({ name }) => name === rule.name)) throw new Failure('aws.alreadyExists', 'fake');
          rules.splice(rules.findIndex(({ name }) => name === after) + 1, 0, rule);
        }),
      updateRule: (ruleSet, rule, options) =>
        write('UpdateReceiptRule', options, () => {
          const rules = this.#rules(ruleSet);
          const at = rules.findIndex(({ name }) => name === rule.name);
          if (at < 0) throw new Failure('aws.notFound', 'fake');
          rules[at] = rule;
        }),
      deleteRule: (ruleSet, rule, options) =>
        write('DeleteReceiptRule', options, () => {
          const left = this.#rules(ruleSet).filter(({ name }) => name !== rule);
          this.ruleSets.set(ruleSet, left);
        }),
      deleteRuleSet: (name, options) =>
        write('DeleteReceiptRuleSet', options, () => void this.ruleSets.delete(name)),
      activateRuleSet: (name, options) =>
        write('SetActiveReceiptRuleSet', options, () => {
          this.active = name;
        }),
      verifiedIdentities: (identities, options) =>
        read('GetIdentityVerificationAttributes', options, () =>
          identities.filter((identity) => this.verified.has(identity)),
        ),
    };
  }

  #set(name: string) {
    const rules = this.ruleSets.get(name);
    return rules && { name, rules: [...rules] };
  }

  #rules(ruleSet: string): ReceiptRule[] {
    const rules = this.ruleSets.get(ruleSet);
    if (rules === undefined) throw new Failure('aws.notFound', 'fake');
    return rules;
  }
}
