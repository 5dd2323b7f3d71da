import { isFailure } from '../../core/failures/failure.ts';
import { versionFailures } from '../../core/failures/versionFailures.ts';
import { aliasesOn } from '../../core/functions/aliasText.ts';
import { usesOf } from '../../core/versions/versionUse.ts';
import type { AwsConnection, CallOptions, Clock } from '../ports.ts';
import { writeReliably } from '../reliableWrite.ts';

interface Dependencies {
  readonly connection: AwsConnection;
  readonly clock: Clock;
}

/** Rejects with `version.inUse`, which names what points to the version, by weights too. Asks AWS, not what was read before. */
export async function requireUnused(
  functionName: string,
  version: string,
  { connection }: Pick<Dependencies, 'connection'>,
  options: CallOptions,
): Promise<void> {
  const aliases = await connection.aliases.listAliases(functionName, options);
  const uses = usesOf(version, aliases);
  if (uses.length > 0) throw versionFailures.inUse(functionName, version, uses, aliasesOn(version, aliases));
}

/**
 * Deletes a published version. Lambda refuses one that an alias got to in the meantime: then it rejects with
 * `version.inUse`. After a lost answer is looked whether it is gone. Deleting one that is gone is no failure.
 */
export async function deleteVersion(
  functionName: string,
  version: string,
  dependencies: Dependencies,
  { signal }: CallOptions,
): Promise<void> {
  const { connection, clock } = dependencies;
  const apply = async () => {
    await connection.versions.deleteVersion(functionName, version, { signal });
    return true;
  };
  const readBack = async () =>
    (await connection.functions.readFunction(functionName, version, { signal })) === undefined || undefined;
  try {
    await writeReliably({ apply, readBack }, clock, signal);
  } catch (error) {
    if (isFailure(error, 'aws.inProgress'))
      await requireUnused(functionName, version, dependencies, { signal });
    throw error;
  }
}
