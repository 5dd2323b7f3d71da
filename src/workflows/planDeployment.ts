import { defaultArchitecture, findForeignCode } from '../core/archive/foreignCode.ts';
import { needsNewestVersion, planDeployment as plan } from '../core/deployment/deploymentPlan.ts';
import type { DeploymentPlan } from '../core/deployment/deploymentPlan.ts';
import type { FunctionSpec } from '../core/deployment/functionSpec.ts';
import type { CallerIdentity } from '../core/deployment/liveState.ts';
import { versionDescription } from '../core/deployment/versionDescription.ts';
import { archiveFailures } from '../core/failures/archiveFailures.ts';
import { deployFailures } from '../core/failures/deployFailures.ts';
import type { FunctionManifest } from '../core/manifest/functionManifest.ts';
import { runtimeState, successorOf } from '../core/runtimes.ts';
import { allOrNone } from './allOrNone.ts';
import { prepareCode } from './build/prepareCode.ts';
import type {
  Archiver,
  AwsConnection,
  BuiltArchive,
  CallOptions,
  Clock,
  RevisionFacts,
  SourceControl,
  WorkspaceFiles,
} from './ports.ts';
import { checkLayerSizes, resolveLayers } from './planLayers.ts';
import type { ResolvedLayers } from './planLayers.ts';
import { checkRegion, startIdentifying } from './pinnedPlace.ts';
import type { BuildOptions, CodeBuilder } from './portsForBuild.ts';
import type { AliasVersions } from './readLiveState.ts';
import { nothingDeployed, readLiveDeployment, readNewestVersion } from './readLiveState.ts';
import { publishes, readScopeOf, resolveFunctionSpec } from './resolveFunction.ts';

/** A function of the workspace that can be deployed, from a manifest or from the answers to a few questions. */
export interface DeploymentTarget {
  readonly manifest: FunctionManifest;
  /** Absolute path of the manifest; undefined when there is none. */
  readonly manifestFile?: string;
  /** Absolute path of the folder that relative paths start from. */
  readonly folder: string;
  /** Absolute path of the workspace folder. */
  readonly workspaceFolder: string;
  /** Absolute paths of manifests, policies, env and event files of the workspace: left out of the archive by default. */
  readonly knownFiles: readonly string[];
}

export interface DeploymentDependencies {
  readonly connection: AwsConnection;
  readonly archiver: Archiver;
  /** Absent: folders go as they are. */
  readonly builder?: CodeBuilder;
  readonly files: WorkspaceFiles;
  readonly sourceControl: SourceControl;
  readonly clock: Clock;
  /** Bytes of a deployed layer's files where they are known; absent: of none. */
  readonly layerSize?: (arn: string) => Promise<number | undefined>;
  /** Versions behind aliases that were read before; absent: nothing is kept. */
  readonly aliasVersions?: AliasVersions;
}

export interface PlannedDeployment {
  readonly target: DeploymentTarget;
  readonly identity: CallerIdentity;
  readonly region: string;
  readonly plan: DeploymentPlan;
  readonly archive: BuiltArchive;
}

export interface PlanOptions extends CallOptions {
  readonly protectedAliases: readonly string[];
  /** Whether a published version's description carries commit, branch and "dirty". */
  readonly describeVersions: boolean;
  readonly onProgress?: (done: number, total: number) => void;
  /** How what goes into the archive is built. */
  readonly build?: Omit<BuildOptions, 'signal'>;
  /**
   * Plans a first deploy and asks AWS for nothing but who is calling: for a person who may not read what is there and
   * wants to know which permissions to ask for.
   */
  readonly assumeNew?: boolean;
}

/**
 * Reads the workspace and the live state side by side and plans; writes nothing but the archive in the product's storage.
 * Account and region that the manifest pins are checked before anything else is read. Rejects with a `Failure`.
 */
export async function planDeployment(
  target: DeploymentTarget,
  dependencies: DeploymentDependencies,
  options: PlanOptions,
): Promise<PlannedDeployment> {
  const { connection, archiver, builder, files, sourceControl, clock, aliasVersions } = dependencies;
  const { manifest, folder, knownFiles } = target;
  checkRegion(target, connection);
  return allOrNone(options.signal, async (signal, together) => {
    const scope = { signal };
    const { identifying } = await startIdentifying(target, connection, scope);
    const wanted = readScopeOf(manifest);
    const reading = options.assumeNew
      ? Promise.resolve(nothingDeployed(wanted, connection))
      : readLiveDeployment(wanted, connection, scope, aliasVersions);
    // The answers take longest: files and archive begin when the calls are on their way.
    const sent = connection.underWay();
    const resolving = sent.then(() => resolveFunctionSpec(target, dependencies));
    const building = sent.then(async () => {
      // Packages alone wait for it: what is there keeps its architecture.
      const liveArchitecture = async () => (await reading).function?.architecture;
      const build = { ...options.build, files, signal, liveArchitecture };
      const code = await prepareCode(target, knownFiles, builder, build);
      const anySize = manifest.package?.bucket !== undefined;
      return archiver.build({ ...code, anySize }, { signal, onProgress: options.onProgress });
    });
    const layering = sent.then(() =>
      resolveLayers(target, dependencies, { signal, assumeNew: options.assumeNew }),
    );
    const askGit = async () => ({ revision: await sourceControl.describeRevision(folder, scope) });
    // A new function is certain to be published: git is asked while the archive is made.
    const describing = reading.then((read) =>
      options.describeVersions && publishes(manifest) && read.function === undefined ? askGit() : undefined,
    );
    const [resolved, identity, read, archive, asked, layers] = await together([
      resolving,
      identifying,
      reading,
      building,
      describing,
      layering,
    ]);
    const spec = layers === undefined ? resolved : { ...resolved, layers: layers.specs };
    const newestVersion = needsNewestVersion(spec, read, archive)
      ? await readNewestVersion(spec.functionName, connection, scope)
      : undefined;
    const live = { ...read, identity, newestVersion, layers: layers?.newest };
    const undescribed = plan(spec, live, archive, options.protectedAliases);
    if (layers !== undefined && undescribed.steps.length > 0 && !options.assumeNew)
      await checkLayerSizes(layers, archive, read.function, target, dependencies, scope);
    checkRuntime(undescribed, clock.now());
    checkMachineCode(undescribed, archive, layers, target);
    checkRole(undescribed, target, connection);
    const planned =
      options.describeVersions && undescribed.steps.some(({ kind }) => kind === 'publishVersion')
        ? plan(described(spec, asked ?? (await askGit())), live, archive, options.protectedAliases)
        : undescribed;
    return { target, identity, region: connection.region, plan: planned, archive };
  });
}

/** git is only asked when a version is published: it costs more than the reads of an unchanged function. */
function described(
  spec: FunctionSpec,
  { revision }: { readonly revision: RevisionFacts | undefined },
): FunctionSpec {
  return revision === undefined ? spec : { ...spec, versionDescription: versionDescription(revision) };
}

/** Lambda refuses a retired runtime only at the write: it is said before the first one instead. */
function checkRuntime({ spec, live, steps }: DeploymentPlan, now: number): void {
  const writes = steps.some(
    ({ kind }) => kind === 'createFunction' || kind === 'updateConfiguration' || kind === 'updateCode',
  );
  if (!writes) return;
  const state = runtimeState(spec.runtime, now);
  if (state.kind === 'retired' || (state.kind === 'updateOnly' && live.function === undefined)) {
    const { functionName, runtime } = spec;
    throw deployFailures.runtimeRetired(functionName, runtime, state.kind, successorOf(runtime, now));
  }
}

/** Machine code for another system or processor fails at the first invocation: it is not sent. */
function checkMachineCode(
  { spec, live, steps }: DeploymentPlan,
  archive: BuiltArchive,
  layers: ResolvedLayers | undefined,
  { manifestFile }: DeploymentTarget,
): void {
  const architecture = spec.architecture ?? live.function?.architecture ?? defaultArchitecture;
  const location = manifestFile === undefined ? undefined : { file: manifestFile };
  for (const step of steps) {
    const sendsCode = step.kind === 'createFunction' || step.kind === 'updateCode';
    const sent = step.kind === 'publishLayer' ? layers?.archives.get(step.name) : sendsCode && archive;
    const found = findForeignCode(sent ? sent.files : [], architecture);
    if (found.length > 0) throw archiveFailures.foreignCode(spec.functionName, architecture, found, location);
  }
}

/** Lambda takes roles of the function's own account only. An emulator has an account of its own and takes any. */
function checkRole(
  { spec, live, steps }: DeploymentPlan,
  { manifestFile }: DeploymentTarget,
  { endpoint }: AwsConnection,
): void {
  const { role, functionName } = spec;
  if (role.kind !== 'arn' || endpoint !== undefined || steps.length === 0) return;
  const { accountId } = live.identity;
  const roleAccount = role.arn.split(':')[4] ?? '';
  if (roleAccount !== accountId) {
    throw deployFailures.roleOfAnotherAccount(functionName, role.arn, accountId, manifestFile);
  }
}
