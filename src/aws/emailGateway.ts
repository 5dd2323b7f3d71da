import {
  CreateReceiptRuleCommand,
  CreateReceiptRuleSetCommand,
  DeleteReceiptRuleCommand,
  DeleteReceiptRuleSetCommand,
  DescribeActiveReceiptRuleSetCommand,
  DescribeReceiptRuleSetCommand,
  GetIdentityVerificationAttributesCommand,
  SetActiveReceiptRuleSetCommand,
  UpdateReceiptRuleCommand,
} from '@aws-sdk/client-ses';
import type { ReceiptRule as SdkRule, SESClient } from '@aws-sdk/client-ses';
import type { ReceiptRule, ReceiptRuleSet } from '../core/email/receiptRule.ts';
import type { JsonValue } from '../core/json.ts';
import type { EmailGateway } from '../workflows/portsForEmail.ts';
import { readCall, sendCall } from './awsCalls.ts';
import type { CallContext, SendOptions } from './awsCalls.ts';
import type { ClientPair } from './clients.ts';
import { readSdkError } from './sdkError.ts';

/** Identities that one call of GetIdentityVerificationAttributes takes. */
const identitiesACall = 100;

export function createEmailGateway(
  { reads, writes }: ClientPair<SESClient>,
  context: CallContext,
): EmailGateway {
  const write = (
    operation: string,
    resource: string,
    signal: AbortSignal,
    send: (options: SendOptions) => Promise<unknown>,
  ) => sendCall(context, { operation: `ses:${operation}`, resource, kind: 'write', signal }, send);
  const readRuleSet: EmailGateway['readRuleSet'] = async (name, { signal }) => {
    const call = { operation: 'ses:DescribeReceiptRuleSet', resource: name, signal };
    const command = new DescribeReceiptRuleSetCommand({ RuleSetName: name });
    const found = await readCall(context, call, (options) => reads.send(command, options));
    return found && ruleSetOf(name, found.Rules);
  };
  const gateway: EmailGateway = {
    readRuleSet,

    async readActiveRuleSet({ signal }) {
      const call = { operation: 'ses:DescribeActiveReceiptRuleSet', resource: context.host, signal };
      const command = new DescribeActiveReceiptRuleSetCommand({});
      const found = await readCall(context, call, (options) => reads.send(command, options));
      const name = found?.Metadata?.Name;
      return name === undefined ? undefined : ruleSetOf(name, found?.Rules);
    },

    async createRuleSet(name, { signal }) {
      const command = new CreateReceiptRuleSetCommand({ RuleSetName: name });
      await write('CreateReceiptRuleSet', name, signal, (options) => writes.send(command, options));
    },

    async createRule(ruleSet, rule, after, { signal }) {
      const command = new CreateReceiptRuleCommand({
        RuleSetName: ruleSet,
        Rule: sdkRule(rule),
        After: after,
      });
      await write('CreateReceiptRule', rule.name, signal, (options) => writes.send(command, options));
    },

    async updateRule(ruleSet, rule, { signal }) {
      const command = new UpdateReceiptRuleCommand({ RuleSetName: ruleSet, Rule: sdkRule(rule) });
      const known = await write('UpdateReceiptRule', rule.name, signal, (options) =>
        writes.send(command, options).then(
          () => true,
          (error: unknown) => {
            if (readSdkError(error).name !== 'InvalidAction') throw error;
            return false;
          },
        ),
      );
      if (known === true) return;
      // MiniStack has no UpdateReceiptRule.
      const rules = (await readRuleSet(ruleSet, { signal }))?.rules ?? [];
      const at = rules.findIndex(({ name }) => name === rule.name);
      await gateway.deleteRule(ruleSet, rule.name, { signal });
      await gateway.createRule(ruleSet, rule, rules[at - 1]?.name, { signal });
    },

    async deleteRule(ruleSet, rule, { signal }) {
      const command = new DeleteReceiptRuleCommand({ RuleSetName: ruleSet, RuleName: rule });
      await write('DeleteReceiptRule', rule, signal, (options) => writes.send(command, options));
    },

    async deleteRuleSet(name, { signal }) {
      const command = new DeleteReceiptRuleSetCommand({ RuleSetName: name });
      await write('DeleteReceiptRuleSet', name, signal, (options) => writes.send(command, options));
    },

    async activateRuleSet(name, { signal }) {
      const command = new SetActiveReceiptRuleSetCommand({ RuleSetName: name });
      await write('SetActiveReceiptRuleSet', name, signal, (options) => writes.send(command, options));
    },

    async verifiedIdentities(identities, { signal }) {
      const resource = identities[0] ?? '';
      const call = { operation: 'ses:GetIdentityVerificationAttributes', resource, signal };
      const command = new GetIdentityVerificationAttributesCommand({
        Identities: identities.slice(0, identitiesACall),
      });
      const found = await readCall(context, call, (options) => reads.send(command, options));
      return Object.entries(found?.VerificationAttributes ?? {}).flatMap(
        ([identity, { VerificationStatus }]) => (VerificationStatus === 'Success' ? [identity] : []),
      );
    },
  };
  return gateway;
}

const ruleSetOf = (name: string, rules: readonly SdkRule[] = []): ReceiptRuleSet => ({
  name,
  rules: rules.map((rule): ReceiptRule => ({
    name: rule.Name ?? '',
    enabled: rule.Enabled ?? false,
    recipients: rule.Recipients ?? [],
    tlsPolicy: rule.TlsPolicy,
    scanEnabled: rule.ScanEnabled ?? false,
    // An action has the one member that says what it is.
    actions: (rule.Actions ?? []).flatMap((action) =>
      Object.entries(action as Record<string, Record<string, JsonValue>>).map(([name, settings]) => ({
        name,
        settings,
      })),
    ),
  })),
});

const sdkRule = (rule: ReceiptRule): SdkRule => ({
  Name: rule.name,
  // Left out, the rule would be off.
  Enabled: rule.enabled,
  Recipients: [...rule.recipients],
  TlsPolicy: rule.tlsPolicy as SdkRule['TlsPolicy'],
  ScanEnabled: rule.scanEnabled,
  Actions: rule.actions.map(({ name, settings }) => ({ [name]: settings })),
});
