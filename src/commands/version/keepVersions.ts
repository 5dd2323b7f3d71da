import { parseManifest } from '../../core/manifest/parseManifest.ts';
import type { CommandServices } from '../commandServices.ts';

/**
 * How many of a function's versions the workspace wants to keep (`deploy.keepVersions`); undefined where no manifest says
 * so. Of several manifests for one name, such as in two accounts, the one that keeps more counts.
 */
export async function keepVersions(
  functionName: string,
  { manifests, files }: Pick<CommandServices, 'manifests' | 'files'>,
): Promise<number | undefined> {
  const entries = (await manifests.all()).filter((entry) => entry.functionName === functionName);
  const wanted = await Promise.all(
    entries.map(
      async ({ file }) => parseManifest((await files.readText(file)) ?? '').manifest?.deploy?.keepVersions,
    ),
  );
  const said = wanted.filter((keep) => keep !== undefined);
  return said.length === 0 ? undefined : Math.max(...said);
}
