import type { CodeTree } from '../../core/archive/codeTree.ts';
import { pathSources } from '../../core/archive/pathSources.ts';
import { codeFailures } from '../../core/failures/codeFailures.ts';
import { isFailure } from '../../core/failures/failure.ts';
import { versionFailures } from '../../core/failures/versionFailures.ts';
import { resolvePath } from '../../core/workspacePath.ts';
import { allOrNone } from '../allOrNone.ts';
import { prepareCode } from '../build/prepareCode.ts';
import { checkRegion, startIdentifying } from '../pinnedPlace.ts';
import type { DeploymentTarget } from '../planDeployment.ts';
import type { Archiver, CallOptions, WorkspaceFiles } from '../ports.ts';
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
  readonly code:
    | {
        readonly before: DeployedCode;
        readonly changes: readonly ShownChange[];
        /** Absolute path of what would be uploaded under a path of the archive. */
        readonly source: (path: string) => string;
      }
    | undefined;
}

/**
 * How what a deploy would upload, excludes applied, differs from what is deployed. Account and region that the manifest
 * pins hold here too.
 * @param version `$LATEST`, a number, or an alias
 */
export async function compareWithWorkspace(
  target: DeploymentTarget,
  version: string,
  dependencies: CodeDependencies & {
    readonly archiver: Archiver;
    readonly builder?: CodeBuilder;
    readonly files: Pick<WorkspaceFiles, 'exists'>;
  },
  options: CallOptions & {
    readonly onProgress?: (done: number, total: number) => void;
    readonly build?: Omit<BuildOptions, 'signal'>;
  },
): Promise<WorkspaceComparison> {
  const { connection, store, archiver, builder, files } = dependencies;
  const { functionName } = target.manifest;
  checkRegion(target, connection);
  return allOrNone(options.signal, async (signal, together) => {
    const { identifying } = await startIdentifying(target, connection, { signal });
    const reading = readVersion(functionName, version, dependencies, { signal }).catch((error: unknown) => {
      throw isFailure(error, 'code.gone') ? versionFailures.notDeployed(functionName, version) : error;
    });
    const liveArchitecture = async () => (await reading).architecture;
    const build = { ...options.build, signal, liveArchitecture };
    const preparing = prepareCode(target, target.knownFiles, builder, build);
    const building = preparing.then((code) =>
      // Nothing is uploaded: what is too large for that can be compared all the same.
      archiver.build({ ...code, anySize: true }, { signal, onProgress: options.onProgress }),
    );
    const [tree, live, built] = await together([preparing, reading, building, identifying]);
    const { root } = tree;
    if (live.codeSha256 === built.sha256) return { version: live.version, root, code: undefined };
    if (live.packageType === 'Image') throw codeFailures.image(functionName);
    const before = await readCode(live, dependencies, { signal });
    const changes = await compareCode(before.archive, await store.open(built.file), { signal });
    const sources = await sourcesOf(changes, tree, files);
    const source = (path: string) => sources.get(path) ?? resolvePath(root, path);
    return { version: live.version, root, code: { before, changes, source } };
  });
}

/** Where the changed files lie that are not the root's own. */
async function sourcesOf(
  changes: readonly ShownChange[],
  tree: CodeTree,
  files: Pick<WorkspaceFiles, 'exists'>,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  if (tree.include === undefined && tree.built === undefined) return found;
  for (const { change } of changes) {
    for (const source of pathSources(tree, change.path)) {
      if (!(await files.exists(source))) continue;
      found.set(change.path, source);
      break;
    }
  }
  return found;
}
