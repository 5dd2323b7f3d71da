import { countOldVersions } from '../../workflows/versions/pruneVersions.ts';
import { logError } from '../../editor/log.ts';
import type { CommandServices } from '../commandServices.ts';
import type { PlannedHere } from './planInProgress.ts';

/**
 * How many versions there are after a deploy that `deploy.keepVersions` does not want to keep: none where it says nothing,
 * or where they cannot be listed, which is no reason for a deploy to fail.
 */
export async function oldVersions(
  { planned, dependencies }: PlannedHere,
  { log }: Pick<CommandServices, 'log'>,
  signal: AbortSignal,
): Promise<number> {
  const { functionName, deploy } = planned.target.manifest;
  if (deploy?.keepVersions === undefined) return 0;
  try {
    return await countOldVersions(functionName, deploy.keepVersions, dependencies, { signal });
  } catch (error) {
    logError(log, 'Looking for old versions', error);
    return 0;
  }
}
