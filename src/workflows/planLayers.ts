import { unzippedLimit } from '../core/archive/archiveLimits.ts';
import type { ArchiveFacts, LayerSpec } from '../core/deployment/functionSpec.ts';
import { layerRegion, layerText, namedLayers } from '../core/deployment/layerSpec.ts';
import type { NamedLayer } from '../core/deployment/layerSpec.ts';
import type { LiveDeployment, LiveFunction, LiveLayerVersion } from '../core/deployment/liveState.ts';
import { isFailure } from '../core/failures/failure.ts';
import { layerFailures } from '../core/failures/layerFailures.ts';
import { namedFileMissing, namedFileOutside } from '../core/failures/manifestFailures.ts';
import { isInside } from '../core/workspacePath.ts';
import type {
  ArchiveRequest,
  Archiver,
  AwsConnection,
  BuiltArchive,
  CallOptions,
  WorkspaceFiles,
} from './ports.ts';
import { placeInManifest } from './resolveFunction.ts';
import type { FunctionSource } from './resolveFunction.ts';

type FolderLayer = Extract<NamedLayer, { kind: 'folder' }>;

interface LayerTarget extends FunctionSource {
  /** Left out of archives by default. */
  readonly knownFiles: readonly string[];
}

interface LayerDependencies {
  readonly connection: AwsConnection;
  readonly archiver: Archiver;
  readonly files: WorkspaceFiles;
  readonly layerSize?: (arn: string) => Promise<number | undefined>;
}

/** What is known of layers when a deployment is planned. */
export interface ResolvedLayers {
  readonly specs: readonly LayerSpec[];
  readonly newest: NonNullable<LiveDeployment['layers']>;
  /** By the layer's name. */
  readonly archives: ReadonlyMap<string, BuiltArchive>;
}

/**
 * The layers of a manifest with their folders packaged and their newest versions read; undefined where it does not manage
 * them. Writes nothing but archives in the product's storage. Rejects with a `Failure`: `manifest.fileMissing`,
 * `manifest.fileOutside`, `layer.otherRegion`, `archive.…`.
 */
export async function resolveLayers(
  target: LayerTarget,
  { connection, archiver, files }: LayerDependencies,
  { signal, assumeNew }: CallOptions & { readonly assumeNew?: boolean },
): Promise<ResolvedLayers | undefined> {
  const named = namedLayers(target.manifest, target.folder);
  if (named === undefined) return undefined;
  const specs: LayerSpec[] = [];
  const newest = new Map<string, LiveLayerVersion | undefined>();
  const archives = new Map<string, BuiltArchive>();
  for (const layer of named) {
    if (layer.kind === 'arn') {
      if (layerRegion(layer.arn) !== connection.region) {
        const place = await placeInManifest({ target, files }, layer.at, target.folder);
        throw layerFailures.otherRegion(layer.arn, connection.region, place);
      }
      specs.push(layer);
      continue;
    }
    await requireFolder(layer, target, files);
    const [archive, found] = await Promise.all([
      archiver.build(layerTree(layer, target), { signal }),
      newest.get(layer.name) ??
        (assumeNew === true ? undefined : connection.layers.readNewest(layer.name, { signal })),
    ]);
    newest.set(layer.name, found);
    archives.set(layer.name, archive);
    const { file, sha256, size, unzippedSize } = archive;
    const { name, folder } = layer;
    specs.push({ kind: 'folder', name, folder, archive: { file, sha256, size, unzippedSize } });
  }
  return { specs, newest, archives };
}

async function requireFolder(
  { folder, root, at }: FolderLayer,
  target: LayerTarget,
  files: WorkspaceFiles,
): Promise<void> {
  const inside = isInside(target.workspaceFolder, root);
  if (inside && (await files.exists(root))) return;
  const place = await placeInManifest({ target, files }, at, root);
  throw inside ? namedFileMissing(folder, place) : namedFileOutside(folder, place);
}

/** A layer's folder as it goes into an archive: whole, but for what is left out by default. */
const layerTree = (
  { root }: FolderLayer,
  { workspaceFolder, knownFiles, manifest }: LayerTarget,
): ArchiveRequest => ({
  ...{ root, workspaceFolder, exclude: [], known: knownFiles },
  anySize: manifest.package?.bucket !== undefined,
});

/**
 * Lambda counts a function and its layers together, unzipped. Of a layer that is given by its ARN and was not fetched
 * to this machine only the size of its zip is known, which is less. Rejects with `layer.tooLarge`, or `layer.missing` where an ARN leads to nothing.
 */
export async function checkLayerSizes(
  { specs }: ResolvedLayers,
  archive: ArchiveFacts,
  live: LiveFunction | undefined,
  target: LayerTarget,
  { connection, files, layerSize }: Omit<LayerDependencies, 'archiver'>,
  options: CallOptions,
): Promise<void> {
  const { functionName } = target.manifest;
  const sizes = await Promise.all(
    specs.map(async (layer, index) => {
      if (layer.kind === 'folder') return { name: layer.name, size: layer.archive.unzippedSize };
      const [found, size] = await Promise.all([
        readUnlessDenied(layer.arn, connection, options),
        layerSize?.(layer.arn),
      ]);
      // A version that was deleted serves the functions that have it already.
      if (found !== undefined || live?.layers?.includes(layer.arn) === true)
        return { name: layerText(layer.arn), size: size ?? found?.codeSize ?? 0 };
      const place = await placeInManifest({ target, files }, ['layers', index], target.folder);
      throw layerFailures.missing(layer.arn, place);
    }),
  );
  const parts = [{ name: functionName, size: archive.unzippedSize }, ...sizes];
  const total = parts.reduce((sum, { size }) => sum + size, 0);
  if (total > unzippedLimit) throw layerFailures.tooLarge(functionName, total, unzippedLimit, parts);
}

/** Who may not read a layer may be allowed to attach it: Lambda decides. */
async function readUnlessDenied(
  arn: string,
  { layers }: AwsConnection,
  options: CallOptions,
): Promise<{ readonly codeSize: number } | undefined> {
  return layers.readVersion(arn, options).catch((error: unknown) => {
    if (isFailure(error, 'aws.accessDenied')) return { codeSize: 0 };
    throw error;
  });
}
