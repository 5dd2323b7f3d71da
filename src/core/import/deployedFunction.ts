import type { LiveFunction, LiveRole } from '../deployment/liveState.ts';
import type { JsonValue } from '../json.ts';
import type { DeployedTriggers } from './deployedTriggers.ts';

/** A function as it is deployed, with everything around it that a manifest can say. */
export interface DeployedFunction {
  /** `$LATEST`. */
  readonly latest: LiveFunction;
  readonly aliases: readonly DeployedAlias[];
  readonly role: DeployedRole;
  readonly triggers: DeployedTriggers;
  /** Sentences about what could not be read of the rest. */
  readonly notes: readonly string[];
}

export interface DeployedAlias {
  readonly name: string;
  /** A number, or `$LATEST`. */
  readonly version: string;
  /** Whether it sends a share of the calls to another version. */
  readonly weighted: boolean;
  /** Whether a deploy that changes nothing else would leave it where it is. */
  readonly inStep: boolean;
}

export type DeployedRole =
  /** `reason`: why no more is known of it. */
  | { readonly kind: 'arn'; readonly reason: 'denied' | 'missing' | 'elsewhere' }
  | {
      readonly kind: 'role';
      readonly role: LiveRole;
      readonly inlinePolicies: ReadonlyMap<string, JsonValue>;
      readonly managedPolicyArns: readonly string[];
      /** Actions that were refused: what they would have told is not in the manifest. */
      readonly deniedReads: readonly string[];
    };

/** The one alias that a manifest would name; `ask` where a person has to say. */
export function proposedAlias(aliases: readonly DeployedAlias[]): DeployedAlias | 'ask' | undefined {
  const [only, ...others] = aliases;
  return others.length === 0 && (only === undefined || only.inStep) ? only : 'ask';
}
