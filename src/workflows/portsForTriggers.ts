import type { CallOptions } from '../core/callOptions.ts';
import type { JsonValue } from '../core/json.ts';

/** A method of a REST API and what it runs. */
export interface LiveRoute {
  readonly method: string;
  readonly path: string;
  /** URI of its integration; undefined where it has none. */
  readonly uri: string | undefined;
}

export interface LiveRestApi {
  readonly name: string;
  /** Names of its stages, sorted. */
  readonly stages: readonly string[];
  readonly routes: readonly LiveRoute[];
}

export interface LiveRule {
  /** Undefined for a rule that events start, not the time. */
  readonly schedule: string | undefined;
  readonly enabled: boolean;
}

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
