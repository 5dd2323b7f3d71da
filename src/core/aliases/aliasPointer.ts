import type { LiveAlias } from '../deployment/liveState.ts';

/** Where an alias sends calls. */
export interface AliasPointer {
  /** A version's number, or `$LATEST`. */
  readonly version: string;
  /** Additional version → share from 0 to 1; empty for an alias that is not weighted. */
  readonly routing: Readonly<Record<string, number>>;
}

/** All calls to one version. */
export const pointerTo = (version: string): AliasPointer => ({ version, routing: {} });

export const pointerOf = ({ functionVersion, routing }: LiveAlias): AliasPointer => ({
  version: functionVersion,
  routing,
});

export function equalPointers(a: AliasPointer, b: AliasPointer): boolean {
  const names = Object.keys(a.routing);
  return (
    a.version === b.version &&
    names.length === Object.keys(b.routing).length &&
    names.every((name) => a.routing[name] === b.routing[name])
  );
}

/** Whether calls are split between two versions. */
export const isWeighted = ({ routing }: Pick<AliasPointer, 'routing'>): boolean =>
  Object.keys(routing).length > 0;

/** The versions that get calls, the main one first. */
export const versionsOf = ({ version, routing }: AliasPointer): string[] => [
  version,
  ...Object.keys(routing),
];
