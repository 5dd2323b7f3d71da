import type { LiveAlias } from '../deployment/liveState.ts';

/** A version and its share of the calls, from 0 to 1. */
export interface VersionShare {
  readonly version: string;
  readonly share: number;
}

/** Where an alias sends calls: the version it points to first, then those that its weights name. */
export function sharesOf({
  functionVersion,
  routing,
}: Pick<LiveAlias, 'functionVersion' | 'routing'>): VersionShare[] {
  const others = Object.entries(routing).map(([version, share]) => ({ version, share }));
  const rest = others.reduce((sum, { share }) => sum + share, 0);
  return [{ version: functionVersion, share: 1 - rest }, ...others];
}

/** `23`, or weighted `23 90 % · 24 10 %`. */
export function aliasTarget(alias: Pick<LiveAlias, 'functionVersion' | 'routing'>): string {
  const shares = sharesOf(alias);
  if (shares.length === 1) return alias.functionVersion;
  return shares.map(({ version, share }) => `${version} ${percent(share)}`).join(' · ');
}

/** `10 %`; tenths only where there are some. */
export function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

/** Names of the aliases that send calls to this version. */
export function aliasesOn(version: string, aliases: readonly LiveAlias[]): string[] {
  return aliases
    .filter(({ functionVersion, routing }) => functionVersion === version || version in routing)
    .map(({ name }) => name);
}
