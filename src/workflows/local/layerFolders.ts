import { t } from '@vscode/l10n';
import { namedLayers, layerText } from '../../core/deployment/layerSpec.ts';
import { layerFailures } from '../../core/failures/layerFailures.ts';
import { isCancellation } from '../../core/failures/failure.ts';
import { formatBytes } from '../../core/quantities.ts';
import { resolvePath } from '../../core/workspacePath.ts';
import type { AwsConnection, CallOptions } from '../ports.ts';
import type { LayerStore } from '../portsForLayers.ts';
import type { FunctionSource } from '../resolveFunction.ts';
import type { FetchOptions, LocalDependencies } from './localDependencies.ts';

/** What lies at /opt. */
export interface LayerFolders {
  /** Absolute paths, the later over the earlier: those of deploys in their order, then `local.layers`. */
  readonly all: readonly string[];
  /** Those that are the product's own: deployed layers that were fetched. */
  readonly fetched: readonly string[];
}

/** Rejects with `layer.unreachable` where a layer is not on this machine and cannot be fetched. */
export async function layerFolders(
  { manifest, folder }: FunctionSource,
  { layerFolder }: Pick<LocalDependencies, 'layerFolder'>,
  options: FetchOptions,
): Promise<LayerFolders> {
  const fetched: string[] = [];
  const named = await Promise.all(
    (namedLayers(manifest, folder) ?? []).map(async (layer) => {
      if (layer.kind === 'folder') return layer.root;
      const found = await layerFolder(layer.arn, options);
      fetched.push(found);
      return found;
    }),
  );
  const local = (manifest.local?.layers ?? []).map((path) => resolvePath(folder, path));
  return { all: [...named, ...local], fetched };
}

/** Of an emulator, which begins with version 1 again when it starts anew. */
const mayChange = (arn: string): boolean => arn.split(':')[4] === '000000000000';

/**
 * Absolute path of a deployed layer's content, downloaded once: a layer version never changes, so that no connection is needed
 * afterwards. Rejects with `layer.unreachable`, `code.…` or `import.…`.
 */
export async function fetchLayer(
  arn: string,
  store: LayerStore,
  connect: (options: CallOptions) => Promise<Pick<AwsConnection, 'layers'>>,
  { signal, onPhase, mayAsk = true }: FetchOptions,
): Promise<string> {
  const found = await store.find(arn);
  if (found !== undefined && (!mayChange(arn) || !mayAsk)) return found.folder;
  if (!mayAsk) throw layerFailures.unreachable(arn, undefined);
  try {
    const { layers } = await connect({ signal });
    if (found !== undefined) {
      const live = await layers.readVersion(arn, { signal });
      if (live === undefined || live.codeSha256 === found.codeSha256) return found.folder;
    }
    const name = layerText(arn);
    const downloaded = await layers.download(arn, {
      signal,
      onProgress: (received, total) =>
        onPhase?.(t('fetching layer {0}: {1} of {2}', name, formatBytes(received), formatBytes(total))),
    });
    return await store.keep(arn, downloaded, { signal });
  } catch (error) {
    if (signal.aborted || isCancellation(error)) throw error;
    if (found !== undefined) return found.folder;
    throw layerFailures.unreachable(arn, error);
  }
}
