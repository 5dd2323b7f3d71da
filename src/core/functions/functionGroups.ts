import type { FunctionSummary } from './functionSummary.ts';

/** Functions under the part of the name that they share, or one alone. */
export type FunctionGroup =
  | { readonly kind: 'one'; readonly functionName: string }
  | { readonly kind: 'group'; readonly prefix: string; readonly functionNames: readonly string[] };

/** What a name begins with, up to its first `-`, `_` or `.`. */
const prefixOf = (name: string): string | undefined => /^([^-_.]+)[-_.]./.exec(name)?.[1];

/** Names that share what comes before the first separator, in the order of the names. One alone is no group. */
export function groupsOf(functionNames: readonly string[]): FunctionGroup[] {
  const byPrefix = new Map<string, string[]>();
  for (const name of functionNames) {
    const prefix = prefixOf(name);
    if (prefix !== undefined) byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), name]);
  }
  const groups: FunctionGroup[] = [];
  const begun = new Set<string>();
  for (const functionName of functionNames) {
    const prefix = prefixOf(functionName);
    const members = byPrefix.get(prefix ?? '') ?? [];
    if (prefix === undefined || members.length < 2) groups.push({ kind: 'one', functionName });
    else if (!begun.has(prefix)) {
      begun.add(prefix);
      groups.push({ kind: 'group', prefix, functionNames: members });
    }
  }
  return groups;
}

/** The names that hold every word of the filter, in any case. */
export function filterNames(functions: readonly FunctionSummary[], filter: string): string[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const names: string[] = [];
  for (const { functionName } of functions) {
    const name = functionName.toLowerCase();
    if (words.every((word) => name.includes(word))) names.push(functionName);
  }
  return names;
}
