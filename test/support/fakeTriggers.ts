import type { JsonValue } from '../../src/core/json.ts';
import type { LiveRule, LiveTarget } from '../../src/core/warmUp/liveRule.ts';
import type { LiveRestApi } from '../../src/core/restApi/liveRestApi.ts';
import { Failure } from '../../src/core/failures/failure.ts';
import type { CallOptions } from '../../src/workflows/ports.ts';
import type { RuleGateway, TriggerGateway } from '../../src/workflows/portsForTriggers.ts';

type Call = <T>(operation: string, options: CallOptions, answer: () => T) => Promise<T>;

interface Statement {
  readonly Sid: string;
  readonly [key: string]: JsonValue;
}

/** What runs functions in FakeAws. */
export class FakeTriggers {
  /** By function, or `function:alias`. */
  readonly policies = new Map<string, JsonValue>();
  readonly rules = new Map<string, LiveRule & { readonly targets: readonly string[] }>();
  /** By rule: targets that were put through the gateway. */
  readonly targets = new Map<string, readonly LiveTarget[]>();
  /** AddPermission answers, and the policy stays as it was. */
  forgetsPermissions = false;

  gateway(read: Call, apis: ReadonlyMap<string, LiveRestApi>): TriggerGateway {
    return {
      readPolicy: (name, qualifier, options) =>
        read('GetPolicy', options, () => this.policies.get(policyKey(name, qualifier))),
      readRestApi: (id, options) => read('GetRestApi', options, () => apis.get(id)),
      listRuleNames: (arn, options) =>
        read('ListRuleNamesByTarget', options, () =>
          [...this.rules]
            .filter(
              ([name, { targets }]) =>
                targets.includes(arn) ||
                this.targets.get(name)?.some((target) => target.arn === arn) === true,
            )
            .map(([name]) => name),
        ),
      readRule: (name, options) => read('DescribeRule', options, () => this.rules.get(name)),
    };
  }

  ruleGateway(read: Call, write: Call): RuleGateway {
    return {
      readTargets: (rule, options) => read('ListTargetsByRule', options, () => this.#targetsOf(rule)),
      putRule: (rule, to, options) =>
        write('PutRule', options, () => {
          this.rules.set(rule, { targets: [], ...this.rules.get(rule), ...to });
        }),
      disableRule: (rule, options) =>
        write('DisableRule', options, () => {
          this.rules.set(rule, { ...this.#rule(rule), enabled: false });
        }),
      putTarget: (rule, target, options) =>
        write('PutTargets', options, () => {
          this.#rule(rule);
          const others = this.#targetsOf(rule).filter(({ id }) => id !== target.id);
          this.targets.set(rule, [...others, target]);
        }),
      removeTargets: (rule, ids, options) =>
        write('RemoveTargets', options, () => {
          const left = this.#targetsOf(rule).filter(({ id }) => !ids.includes(id));
          this.targets.set(rule, left);
        }),
      deleteRule: (rule, options) =>
        write('DeleteRule', options, () => {
          if (this.#targetsOf(rule).length > 0)
            throw new Failure('aws.invalid', "Rule can't be deleted since it has targets.");
          this.rules.delete(rule);
        }),
      addPermission: (name, alias, { statementId, principal, sourceArn, sourceAccount }, options) =>
        write('AddPermission', options, () => {
          const key = policyKey(name, alias);
          const statements = this.#statements(key);
          if (statements.some(({ Sid }) => Sid === statementId))
            throw new Failure('aws.alreadyExists', 'The statement id exists.');
          if (this.forgetsPermissions) return;
          const added = {
            Sid: statementId,
            Effect: 'Allow',
            Principal: { Service: principal },
            Action: 'lambda:InvokeFunction',
            Resource: key,
            Condition: {
              ArnLike: { 'AWS:SourceArn': sourceArn },
              ...(sourceAccount === undefined
                ? {}
                : { StringEquals: { 'AWS:SourceAccount': sourceAccount } }),
            },
          };
          this.policies.set(key, { Version: '2012-10-17', Statement: [...statements, added] });
        }),
      removePermission: (name, alias, statementId, options) =>
        write('RemovePermission', options, () => {
          const key = policyKey(name, alias);
          const left = this.#statements(key).filter(({ Sid }) => Sid !== statementId);
          if (left.length === 0) this.policies.delete(key);
          else this.policies.set(key, { Version: '2012-10-17', Statement: left });
        }),
    };
  }

  #rule(name: string) {
    const rule = this.rules.get(name);
    if (rule === undefined) throw new Failure('aws.notFound', `There is no rule ${name}.`);
    return rule;
  }

  #targetsOf(rule: string): LiveTarget[] {
    return [...(this.targets.get(rule) ?? [])];
  }

  #statements(key: string): readonly Statement[] {
    return (this.policies.get(key) as { Statement: readonly Statement[] } | undefined)?.Statement ?? [];
  }
}

const policyKey = (name: string, qualifier: string | undefined): string =>
  qualifier === undefined ? name : `${name}:${qualifier}`;
