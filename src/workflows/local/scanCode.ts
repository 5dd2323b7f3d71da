import { isFailure } from '../../core/failures/failure.ts';
import type { ContainerMount } from '../../core/local/containerSpec.ts';
import { resolvePath } from '../../core/workspacePath.ts';
import type { CodeRequest, CodeState } from '../portsForContainers.ts';
import type { FunctionSource } from '../resolveFunction.ts';
import { layerFolders } from './layerFolders.ts';
import type { LayerFolders } from './layerFolders.ts';
import type { FetchOptions, LocalDependencies } from './localDependencies.ts';
import { unlessAborted } from './unlessAborted.ts';

/** `mayAsk`: false where nobody is there to be asked whether a folder outside of the workspace may be mounted. */
export type ScanChoice = FetchOptions;

/** Absolute path of the folder that becomes /var/task. */
export const codeFolderOf = ({ manifest, folder }: FunctionSource): string =>
  resolvePath(folder, manifest.package?.root ?? '.');

/** What `local.mounts` names, in its order. */
export const namedMounts = ({ manifest, folder }: FunctionSource): ContainerMount[] =>
  Object.entries(manifest.local?.mounts ?? {}).map(([target, path]) => ({
    source: resolvePath(folder, path),
    target,
  }));

/** What of a function is looked at. */
export const codeRequestOf = (source: FunctionSource, layers: LayerFolders): CodeRequest => ({
  folder: codeFolderOf(source),
  workspaceFolder: source.workspaceFolder,
  layers: layers.all,
  mounts: namedMounts(source).map((mount) => mount.source),
});

/**
 * The code, layers and mounts of a function as they are now. One that is outside of the workspace folder is asked for once:
 * a manifest may have come with a cloned repository.
 * @throws Failure as `CodeScanner.scan`; AbortError when a folder is not allowed.
 */
export async function scanCode(
  source: FunctionSource,
  deps: Pick<LocalDependencies, 'scanner' | 'folders' | 'layerFolder'>,
  options: ScanChoice,
): Promise<CodeState> {
  const { manifest } = source;
  const { scanner, folders } = deps;
  const { signal, mayAsk = true } = options;
  const layers = await layerFolders(source, deps, options);
  const request = codeRequestOf(source, layers);
  const looking = await scanner();
  for (;;) {
    try {
      return await looking.scan(request, { signal, allowed: [...folders.allowed(), ...layers.fetched] });
    } catch (error) {
      const outside = isFailure(error, 'local.folderOutside') ? error.location?.file : undefined;
      if (outside === undefined || !mayAsk) throw error;
      const allowed = await unlessAborted(folders.ask(manifest.functionName, outside), signal);
      if (!allowed) throw new DOMException('A folder was not allowed.', 'AbortError');
    }
  }
}

/** What a look at the code adds to a container's mounts: targets of links, then layers. */
export const scannedMounts = ({ links, layers }: CodeState): ContainerMount[] => [
  ...links.map(({ path, target }) => ({ source: target, target: `/var/task/${path}` })),
  ...layers,
];
