import { byteLength } from '../quantities.ts';
import type { EnvironmentNames } from './deploymentStep.ts';
import type { EnvironmentSpec } from './functionSpec.ts';

/** Bytes of JSON text that Lambda takes for the whole environment (Lambda quotas). */
export const environmentLimit = 4096;

export interface EnvironmentPlan {
  /** The whole map after the deploy. Secret. */
  readonly variables: Readonly<Record<string, string>>;
  readonly names: EnvironmentNames;
  readonly changes: boolean;
}

/**
 * Merges what the workspace names into what is deployed: UpdateFunctionConfiguration replaces the whole map, so what the
 * manifest does not name is sent back as it was, unless the mode is exact.
 */
export function planEnvironment(
  spec: EnvironmentSpec,
  live: Readonly<Record<string, string>>,
): EnvironmentPlan {
  const named = new Set([...Object.keys(spec.set), ...spec.keep, ...spec.empty]);
  const deployed = Object.keys(live).sort();
  const kept = spec.exact ? [] : deployed.filter((name) => !named.has(name));
  const removed = spec.exact ? deployed.filter((name) => !named.has(name)) : [];
  const variables: Record<string, string> = {};
  for (const name of deployed) {
    const value = live[name];
    if (value !== undefined && !removed.includes(name)) variables[name] = value;
  }
  // A template of an environment file has names without values: they empty nothing.
  const absent = spec.empty.filter((name) => live[name] === undefined);
  const written = { ...spec.set, ...Object.fromEntries(absent.map((name) => [name, ''])) };
  Object.assign(variables, written);
  const set = Object.keys(written).sort();
  const added = set.filter((name) => live[name] === undefined);
  const changed = set.filter((name) => live[name] !== undefined && live[name] !== spec.set[name]);
  const keptOverEmpty = spec.empty.filter((name) => (live[name] ?? '') !== '').sort();
  return {
    variables,
    names: { added, changed, removed, kept, keptOverEmpty },
    changes: added.length + changed.length + removed.length > 0,
  };
}

/** Bytes of the environment as Lambda measures it: the map as JSON text in UTF-8. */
export function environmentSize(variables: Readonly<Record<string, string>>): number {
  return byteLength(JSON.stringify(variables));
}
