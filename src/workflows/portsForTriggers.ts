import type { CallOptions } from '../core/callOptions.ts';
import type { JsonValue } from '../core/json.ts';
import type { LiveRestApi } from '../core/restApi/liveRestApi.ts';
import type { LiveRule, LiveTarget } from '../core/warmUp/liveRule.ts';

/** What runs functions by itself, to read. Rejects as said in ports.ts. */
export interface TriggerGateway {
  /** The resource policy of a function, or of one of its aliases; undefined when there is none. */
  readPolicy(
    functionName: string,
    qualifier: string | undefined,
    options: CallOptions,
  ): Promise<JsonValue | undefined>;
  readRestApi(id: string, options: CallOptions): Promise<LiveRestApi | undefined>;
  /** Names of the rules of the default event bus that have this function or alias as their target. */
  listRuleNames(targetArn: string, options: CallOptions): Promise<string[]>;
  readRule(name: string, options: CallOptions): Promise<LiveRule | undefined>;
}

/** A statement of a resource policy that lets a service run the function. */
export interface Permission {
  readonly statementId: string;
  readonly principal: string;
  readonly sourceArn: string;
  /** Account that the service must call for; undefined: the ARN says it. */
  readonly sourceAccount?: string;
}

/**
 * Rules of the default event bus and what they need, to change. Rejects as said in ports.ts. Putting replaces; removing
 * what is not there is no failure, turning it off is (`aws.notFound`).
 */
export interface RuleGateway {
  /** None where there is no such rule. */
  readTargets(rule: string, options: CallOptions): Promise<LiveTarget[]>;
  putRule(
    rule: string,
    to: { readonly schedule: string; readonly enabled: boolean },
    options: CallOptions,
  ): Promise<void>;
  disableRule(rule: string, options: CallOptions): Promise<void>;
  /** A target of this id keeps what is not named here. */
  putTarget(rule: string, target: LiveTarget, options: CallOptions): Promise<void>;
  removeTargets(rule: string, ids: readonly string[], options: CallOptions): Promise<void>;
  /** Refused while it has targets. */
  deleteRule(rule: string, options: CallOptions): Promise<void>;
  /** `aws.alreadyExists` when a statement has this id. */
  addPermission(
    functionName: string,
    alias: string | undefined,
    permission: Permission,
    options: CallOptions,
  ): Promise<void>;
  removePermission(
    functionName: string,
    alias: string | undefined,
    statementId: string,
    options: CallOptions,
  ): Promise<void>;
}
