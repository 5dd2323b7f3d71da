import type { EnvironmentEntry } from '../../core/environmentFile.ts';
import { readEnvironmentFile } from '../../core/environmentFormats.ts';
import { localFailures } from '../../core/failures/localFailures.ts';
import { environmentFileInvalid } from '../../core/failures/manifestFailures.ts';
import { specKey } from '../../core/local/containerSpec.ts';
import type { ContainerSpec } from '../../core/local/containerSpec.ts';
import { contractOf, imageOf } from '../../core/local/images.ts';
import {
  defaultMemorySize,
  defaultTimeout,
  localEnvironment,
  sandboxPortOf,
} from '../../core/local/localEnvironment.ts';
import { splitEnvironment } from '../../core/local/splitEnvironment.ts';
import { hasErrors } from '../../core/problem.ts';
import type { CallOptions } from '../ports.ts';
import { readNamed } from '../resolveFunction.ts';
import type { FunctionSource } from '../resolveFunction.ts';
import { ensureImage } from './ensureImage.ts';
import type { EnsureOptions, ImageRequest } from './ensureImage.ts';
import { functionId } from './functionId.ts';
import { layerFolders } from './layerFolders.ts';
import type { LocalDependencies } from './localDependencies.ts';
import { namedMounts, scanCode } from './scanCode.ts';
import type { ScanChoice, ScannedCode } from './scanCode.ts';

export interface ResolvedContainer {
  readonly spec: ContainerSpec;
  readonly key: string;
  /** Of the code: see `CodeState`. */
  readonly revision: number;
  readonly code: ScannedCode;
}

/** /tmp of a function that does not say otherwise, in MB. */
const defaultStorage = 512;

/** A spec as far as the manifest alone decides it: without code and layers. */
export type DescribedContainer = Omit<ContainerSpec, 'imageId' | 'codeFolder'>;

/**
 * What the function needs now: files, environment and image read anew, so that whatever could change the outcome changes
 * the key or the revision.
 * @throws Failure `manifest.…`, `environmentFile.invalid`, `local.…`
 */
export async function resolveContainer(
  source: FunctionSource,
  deps: LocalDependencies,
  options: EnsureOptions & ScanChoice,
): Promise<ResolvedContainer> {
  const { manifest } = source;
  const scanning = scanCode(source, deps, options);
  const wanted: ImageRequest = {
    source,
    image: imageOf(manifest, deps.settings().images),
    runsNatively: deps.runsNatively(functionId(source)),
    foreignCode: async (architecture) => {
      // Nothing is looked into that may not be mounted.
      const { folder } = await scanning;
      const layers = await layerFolders(source, deps, options);
      const places = [folder, ...layers.all, ...namedMounts(source).map((mount) => mount.source)];
      const found = await (await deps.scanner()).foreignCode(places, architecture, options);
      // Of the copy nobody knows, but of what is in it.
      return found?.startsWith(folder) === true ? found.slice(folder.length + 1) : found;
    },
  };
  const [described, code, { image, id }] = await Promise.all([
    describeContainer(source, deps, options),
    scanning,
    deps.engine().then((engine) => ensureImage(wanted, engine, options)),
  ]);
  const mounts = [...code.layers, ...described.mounts];
  const spec = { ...described, image, imageId: id, codeFolder: code.folder, mounts };
  return { spec, key: specKey(spec), revision: code.revision, code };
}

/**
 * The container without what the engine and the code folder have to be asked for.
 * @throws Failure as `resolveContainer`
 */
export async function describeContainer(
  source: FunctionSource,
  deps: LocalDependencies,
  options: CallOptions,
): Promise<DescribedContainer> {
  const { manifest } = source;
  const { local } = manifest;
  const image = imageOf(manifest, deps.settings().images);
  const contract = contractOf(image, local);
  const network = local?.network === 'bridge' ? undefined : local?.network;
  if (network === 'host' && contract === 'lambci') throw localFailures.hostNetwork(image);
  return {
    contract,
    image,
    functionName: manifest.functionName,
    handler: manifest.handler,
    customRuntime: /^(provided|go1\.x)/.test(manifest.runtime),
    timeout: manifest.timeout ?? defaultTimeout,
    memorySize: manifest.memorySize ?? defaultMemorySize,
    ephemeralStorage: manifest.ephemeralStorage ?? defaultStorage,
    mounts: namedMounts(source),
    ...(await resolveLocalEnvironment(source, deps, options)),
    network,
    extraHosts: local?.extraHosts ?? [],
  };
}

/** @throws Failure as `resolveContainer` */
async function resolveLocalEnvironment(
  source: FunctionSource,
  deps: LocalDependencies,
  options: CallOptions,
): Promise<Pick<ContainerSpec, 'environment' | 'sandboxPort'>> {
  const { environmentFile, local } = source.manifest;
  const [connection, shared, own] = await Promise.all([
    deps.connection(options),
    readEntries(source, deps, environmentFile, ['environmentFile']),
    readEntries(source, deps, local?.environmentFile, ['local', 'environmentFile']),
  ]);
  const environment = localEnvironment({
    manifest: source.manifest,
    files: [shared, own],
    connection,
    hostValue: deps.hostValue,
  });
  const [impossible] = splitEnvironment(environment).impossible;
  if (impossible !== undefined) throw localFailures.lineBreak(impossible);
  return { environment, sandboxPort: sandboxPortOf(environment, connection) };
}

async function readEntries(
  target: FunctionSource,
  { files }: LocalDependencies,
  path: string | undefined,
  at: readonly string[],
): Promise<readonly EnvironmentEntry[]> {
  if (path === undefined) return [];
  const { file, text } = await readNamed({ target, files }, path, at);
  const { entries, problems } = readEnvironmentFile(text, target.manifest.environmentFileFormat);
  if (hasErrors(problems)) throw environmentFileInvalid(file, problems);
  return entries;
}
