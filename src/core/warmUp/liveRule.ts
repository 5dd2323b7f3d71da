import type { JsonValue } from '../json.ts';

/** A rule of the default event bus. */
export interface LiveRule {
  /** Undefined for a rule that events start, not the time. */
  readonly schedule: string | undefined;
  readonly enabled: boolean;
}

export interface LiveTarget {
  readonly id: string;
  readonly arn: string;
  /** JSON text that the target is given in place of the event. */
  readonly input: string | undefined;
}

/** A rule that runs a function, or an alias of it, by the time. */
export interface ScheduleRule {
  readonly name: string;
  readonly alias: string | undefined;
  readonly schedule: string;
  readonly enabled: boolean;
}

/** What there is of a warm-up. */
export interface LiveWarmUp {
  readonly rule: LiveRule | undefined;
  readonly targets: readonly LiveTarget[];
  /** The resource policy of the function, or of the alias. */
  readonly policy: JsonValue | undefined;
}
