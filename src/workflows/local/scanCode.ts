import { isFailure } from '../../core/failures/failure.ts';
import type { ContainerMount } from '../../core/local/containerSpec.ts';
import { resolvePath } from '../../core/workspacePath.ts';
import type { CallOptions } from '../ports.ts';
import type { CodeRequest, CodeState } from '../portsForContainers.ts';
import type { FunctionSource } from '../resolveFunction.ts';
import type { LocalDependencies } from './localDependencies.ts';
import { unlessAborted } from './unlessAborted.ts';

export type ScanChoice = CallOptions & {
  /** False where nobody is there to be asked whether a folder outside of the workspace may be mounted; default true. */
  readonly mayAsk?: boolean;
};

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
export const codeRequestOf = (source: FunctionSource): CodeRequest => ({
  folder: codeFolderOf(source),
  workspaceFolder: source.workspaceFolder,
  layers: (source.manifest.local?.layers ?? []).map((path) => resolvePath(source.folder, path)),
  mounts: namedMounts(source).map((mount) => mount.source),
});

/**
 * The code, layers and mounts of a function as they are now. One that is outside of the workspace folder is asked for once:
 * a manifest may have come with a cloned repository.
 * @throws Failure as `CodeScanner.scan`; AbortError when a folder is not allowed.
 */
export async function scanCode(
  source: FunctionSource,
  { scanner, folders }: Pick<LocalDependencies, 'scanner' | 'folders'>,
  { signal, mayAsk = true }: ScanChoice,
): Promise<CodeState> {
  const { manifest } = source;
  const request = codeRequestOf(source);
  const looking = await scanner();
  for (;;) {
    try {
      return await looking.scan(request, { signal, allowed: folders.allowed() });
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
