import { codeFailures } from '../../core/failures/codeFailures.ts';
import { isFailure } from '../../core/failures/failure.ts';
import { versionFailures } from '../../core/failures/versionFailures.ts';
import { allOrNone } from '../allOrNone.ts';
import { prepareCode } from '../build/prepareCode.ts';
import { checkRegion, startIdentifying } from '../pinnedPlace.ts';
import type { DeploymentTarget } from '../planDeployment.ts';
import type { Archiver, CallOptions } from '../ports.ts';
import type { BuildOptions, CodeBuilder } from '../portsForBuild.ts';
import { compareCode } from './compareCode.ts';
import type { ShownChange } from './compareCode.ts';
import { readCode, readVersion } from './readCode.ts';
import type { CodeDependencies, DeployedCode } from './readCode.ts';

export interface WorkspaceComparison {
  /** The version that was compared: of an alias the one that it points to. */
  readonly version: string;
  /** Absolute path of the folder that the archive's files lie in. */
  readonly root: string;
  /** Undefined when a deploy would upload nothing: the archives are equal byte for byte. */
  readonly code: { readonly before: DeployedCode; readonly changes: readonly ShownChange[] } | undefined;
}

/**
 * How what a deploy would upload, excludes applied, differs from what is deployed. Account and region that the manifest
 * pins hold here too.
 * @param version `$LATEST`, a number, or an alias
 */
export async function compareWithWorkspace(
  target: DeploymentTarget,
  version: string,
  dependencies: CodeDependencies & { readonly archiver: Archiver; readonly builder?: CodeBuilder },
  options: CallOptions & {
    readonly onProgress?: (done: number, total: number) => void;
    readonly build?: Omit<BuildOptions, 'signal'>;
  },
): Promise<WorkspaceComparison> {
  const { connection, store, archiver, builder } = dependencies;
  const { functionName } = target.manifest;
  checkRegion(target, connection);
  return allOrNone(options.signal, async (signal, together) => {
    const { identifying } = await startIdentifying(target, connection, { signal });
    const reading = readVersion(functionName, version, dependencies, { signal }).catch((error: unknown) => {
      throw isFailure(error, 'code.gone') ? versionFailures.notDeployed(functionName, version) : error;
    });
    const preparing = prepareCode(target, target.knownFiles, builder, { ...options.build, signal });
    const building = preparing.then((code) =>
      // Nothing is uploaded: what is too large for that can be compared all the same.
      archiver.build({ ...code, anySize: true }, { signal, onProgress: options.onProgress }),
    );
    const [{ root }, live, built] = await together([preparing, reading, building, identifying]);
    if (live.codeSha256 === built.sha256) return { version: live.version, root, code: undefined };
    if (live.packageType === 'Image') throw codeFailures.image(functionName);
    const before = await readCode(live, dependencies, { signal });
    const changes = await compareCode(before.archive, await store.open(built.file), { signal });
    return { version: live.version, root, code: { before, changes } };
  });
}
