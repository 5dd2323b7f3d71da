import type { CallerIdentity } from '../../core/deployment/liveState.ts';
import { warmUpFailures } from '../../core/failures/warmUpFailures.ts';
import type { LiveWarmUp } from '../../core/warmUp/liveRule.ts';
import { warmUpRuleName } from '../../core/warmUp/warmUpNames.ts';
import { planWarmUp, planWarmUpOff, planWarmUpRemoval } from '../../core/warmUp/warmUpPlan.ts';
import type { WarmUpPlace, WarmUpSpec, WarmUpStep } from '../../core/warmUp/warmUpPlan.ts';
import { qualifiedName } from '../../core/functions/functionName.ts';
import { checkRegion, startIdentifying } from '../pinnedPlace.ts';
import type { AwsConnection, CallOptions } from '../ports.ts';

/** The function, or an alias of it, whose warm-up rule is meant; a manifest may pin account and region. */
export interface WarmUpTarget {
  readonly functionName: string;
  readonly alias: string | undefined;
  readonly accountId?: string;
  readonly region?: string;
  /** Absolute path of the manifest; undefined for a rule of the Functions view that has none. */
  readonly manifestFile?: string;
}

/** What there is, and what to do. */
export interface PlannedWarmUp {
  readonly target: WarmUpTarget;
  readonly identity: CallerIdentity;
  readonly region: string;
  readonly rule: string;
  readonly live: LiveWarmUp;
  readonly steps: readonly WarmUpStep[];
}

/**
 * Reads rule, target and permission and plans them as the spec says; writes nothing. Rejects with
 * `warmUp.functionMissing` or `warmUp.aliasMissing`, and in another account or region than the manifest pins before
 * anything else is read.
 */
export async function planWarmUpOn(
  target: WarmUpTarget,
  spec: WarmUpSpec,
  connection: AwsConnection,
  options: CallOptions,
): Promise<PlannedWarmUp> {
  const { functionName, alias } = target;
  const { identity, place } = await placeOf(target, connection, options);
  const [existing, liveAlias, live] = await Promise.all([
    connection.functions.readFunction(functionName, undefined, options),
    alias === undefined ? undefined : connection.functions.readAlias(functionName, alias, options),
    readWarmUp(target, connection, options),
  ]);
  if (existing === undefined) throw warmUpFailures.functionMissing(functionName, target.manifestFile);
  if (alias !== undefined && liveAlias === undefined) throw warmUpFailures.aliasMissing(alias, functionName);
  return planned(target, identity, place, live, planWarmUp(spec, live, place));
}

/** Plans to turn the rule off. Rejects with `warmUp.ruleMissing`. */
export async function planToTurnOff(
  target: WarmUpTarget,
  connection: AwsConnection,
  options: CallOptions,
): Promise<PlannedWarmUp> {
  const { identity, place } = await placeOf(target, connection, options);
  const { functionName, alias, manifestFile } = target;
  const rule = await connection.triggers.readRule(warmUpRuleName(functionName, alias), options);
  if (rule === undefined) throw warmUpFailures.ruleMissing(qualifiedName(functionName, alias), manifestFile);
  const live = { rule, targets: [], policy: undefined };
  return planned(target, identity, place, live, planWarmUpOff(live, place));
}

/** Plans to remove the rule with its targets and its permission. Rejects with `warmUp.ruleMissing` where nothing of it is there. */
export async function planToRemove(
  target: WarmUpTarget,
  connection: AwsConnection,
  options: CallOptions,
): Promise<PlannedWarmUp> {
  const { identity, place } = await placeOf(target, connection, options);
  const live = await readWarmUp(target, connection, options);
  const steps = planWarmUpRemoval(live, place);
  if (steps.length === 0)
    throw warmUpFailures.ruleMissing(qualifiedName(target.functionName, target.alias), target.manifestFile);
  return planned(target, identity, place, live, steps);
}

async function placeOf(
  target: WarmUpTarget,
  connection: AwsConnection,
  options: CallOptions,
): Promise<{ readonly identity: CallerIdentity; readonly place: WarmUpPlace }> {
  const { functionName, alias, manifestFile } = target;
  const pinned = { manifest: target, manifestFile };
  checkRegion(pinned, connection);
  const { identifying } = await startIdentifying(pinned, connection, options);
  const identity = await identifying;
  return { identity, place: { functionName, alias, identity, region: connection.region } };
}

async function readWarmUp(
  { functionName, alias }: WarmUpTarget,
  { triggers, rules }: AwsConnection,
  options: CallOptions,
): Promise<LiveWarmUp> {
  const name = warmUpRuleName(functionName, alias);
  const [rule, targets, policy] = await Promise.all([
    triggers.readRule(name, options),
    rules.readTargets(name, options),
    triggers.readPolicy(functionName, alias, options),
  ]);
  return { rule, targets, policy };
}

const planned = (
  target: WarmUpTarget,
  identity: CallerIdentity,
  { functionName, alias, region }: WarmUpPlace,
  live: LiveWarmUp,
  steps: readonly WarmUpStep[],
): PlannedWarmUp => ({ target, identity, region, rule: warmUpRuleName(functionName, alias), live, steps });
