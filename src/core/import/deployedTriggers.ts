import type { LiveEmailRule } from '../email/liveEmailRule.ts';
import type { FunctionManifest } from '../manifest/functionManifest.ts';
import type { Route } from '../restApi/liveRestApi.ts';
import type { ScheduleRule } from '../warmUp/liveRule.ts';

export type ApiKey = NonNullable<FunctionManifest['api']>;
export type WarmUpKey = NonNullable<FunctionManifest['warmUp']>;

/** A route in a stage that runs a function, or an alias of it. */
export interface DeployedRoute extends Route {
  readonly apiId: string;
  readonly api: string;
  readonly stage: string;
  /** Where the stage answers. */
  readonly url: string;
  readonly alias: string | undefined;
}

/** What runs a function by itself, as far as a manifest can say it. A manifest has room for the first of each. */
export interface DeployedTriggers {
  readonly apis: readonly ApiKey[];
  readonly warmUps: readonly WarmUpKey[];
  /** The routes themselves, in every stage. */
  readonly routes: readonly DeployedRoute[];
  /** The schedule rules themselves, in the same order. */
  readonly rules: readonly ScheduleRule[];
  readonly emails: readonly LiveEmailRule[];
  /** Sentences about what was found and cannot be said, or could not be read. */
  readonly notes: readonly string[];
}
