import type { JsonValue } from '../../core/json.ts';
import type { FunctionManifest } from '../../core/manifest/functionManifest.ts';
import type { WarmUpSpec } from '../../core/warmUp/warmUpPlan.ts';
import type { WarmUpTarget } from '../../workflows/warmUp/planWarmUp.ts';

type WarmUpKey = NonNullable<FunctionManifest['warmUp']>;

/**
 * What a manifest wants of its rule.
 * @param turnOn whether a rule that is off and of which the manifest does not say it is to be turned on
 */
export const specOf = ({ schedule, enabled, input }: WarmUpKey, turnOn: boolean): WarmUpSpec => ({
  schedule,
  enabled: enabled ?? (turnOn ? true : undefined),
  input: input as JsonValue | undefined,
});

/** The warm-up of a manifest, as far as it says what is meant and where. */
export const targetOf = (
  { functionName, accountId, region }: FunctionManifest,
  { alias }: WarmUpKey,
  manifestFile: string | undefined,
): WarmUpTarget => ({ functionName, alias, accountId, region, manifestFile });
