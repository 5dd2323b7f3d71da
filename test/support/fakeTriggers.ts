import type { JsonValue } from '../../src/core/json.ts';
import type { CallOptions } from '../../src/workflows/ports.ts';
import type { LiveRestApi, LiveRule, TriggerGateway } from '../../src/workflows/portsForTriggers.ts';

type Call = <T>(operation: string, options: CallOptions, answer: () => T) => Promise<T>;

/** What runs functions in FakeAws. */
export class FakeTriggers {
  /** By function, or `function:alias`. */
  readonly policies = new Map<string, JsonValue>();
  readonly apis = new Map<string, LiveRestApi>();
  readonly rules = new Map<string, LiveRule & { readonly targets: readonly string[] }>();

  gateway(read: Call): TriggerGateway {
    return {
      readPolicy: (name, qualifier, options) =>
        read('GetPolicy', options, () =>
          this.policies.get(qualifier === undefined ? name : `${name}:${qualifier}`),
        ),
      readRestApi: (id, options) => read('GetRestApi', options, () => this.apis.get(id)),
      listRuleNames: (arn, options) =>
        read('ListRuleNamesByTarget', options, () =>
          [...this.rules].filter(([, { targets }]) => targets.includes(arn)).map(([name]) => name),
        ),
      readRule: (name, options) => read('DescribeRule', options, () => this.rules.get(name)),
    };
  }
}
