import { versionsOf } from '../../core/aliases/aliasPointer.ts';
import type { AliasPointer } from '../../core/aliases/aliasPointer.ts';
import type { LiveAlias, LiveFunction } from '../../core/deployment/liveState.ts';
import { aliasFailures } from '../../core/failures/aliasFailures.ts';
import type { AwsConnection, CallOptions } from '../ports.ts';

/** What Lambda has now, read before a person is asked. */
export interface AliasFacts {
  /** Undefined when there is no such alias. */
  readonly live: LiveAlias | undefined;
  /** The versions that it is to point to, the main one first. */
  readonly versions: readonly LiveFunction[];
}

/** Rejects with `alias.versionGone` when there is no version that the alias is to point to. */
export async function readAliasFacts(
  functionName: string,
  alias: string,
  to: AliasPointer,
  { functions }: Pick<AwsConnection, 'functions'>,
  options: CallOptions,
): Promise<AliasFacts> {
  const readVersion = async (version: string) => {
    const found = await functions.readFunction(functionName, qualifierOf(version), options);
    if (found === undefined) throw aliasFailures.versionGone(version, functionName);
    return found;
  };
  const [live, versions] = await Promise.all([
    functions.readAlias(functionName, alias, options),
    Promise.all(versionsOf(to).map(readVersion)),
  ]);
  return { live, versions };
}

/** `$LATEST` is what a function without a qualifier is. */
export const qualifierOf = (version: string): string | undefined =>
  version === '$LATEST' ? undefined : version;
