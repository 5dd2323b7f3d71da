import { t } from '@vscode/l10n';
import type { CodeTree } from '../../core/archive/codeTree.ts';
import { isFailure } from '../../core/failures/failure.ts';
import type { ContainerMount } from '../../core/local/containerSpec.ts';
import { resolvePath } from '../../core/workspacePath.ts';
import { prepareCode } from '../build/prepareCode.ts';
import type { CodeState } from '../portsForContainers.ts';
import type { FunctionSource } from '../resolveFunction.ts';
import { functionId } from './functionId.ts';
import { layerFolders } from './layerFolders.ts';
import type { FetchOptions, LocalDependencies } from './localDependencies.ts';
import { unlessAborted } from './unlessAborted.ts';

/** `mayAsk`: false where nobody is there to be asked whether a folder outside of the workspace may be mounted. */
export type ScanChoice = FetchOptions;

/** What `local.mounts` names, in its order. */
export const namedMounts = ({ manifest, folder }: FunctionSource): ContainerMount[] =>
  Object.entries(manifest.local?.mounts ?? {}).map(([target, path]) => ({
    source: resolvePath(folder, path),
    target,
  }));

type ScanDependencies = Pick<
  LocalDependencies,
  'scanner' | 'folders' | 'layerFolder' | 'builder' | 'knownFiles' | 'files'
>;

/** A function's code as it is now, and what it is made of. */
export interface ScannedCode extends CodeState {
  readonly tree: CodeTree;
}

/**
 * The code, layers and mounts of a function as they are now: what has to be built is built, and the copy of it all is brought
 * up to date. What is outside of the workspace folder is asked for once: a manifest may have come with a cloned repository.
 * @throws Failure as `CodeScanner.scan` and `CodeBuilder.build`; AbortError when a folder is not allowed.
 */
export async function scanCode(
  source: FunctionSource,
  deps: ScanDependencies,
  options: ScanChoice,
): Promise<ScannedCode> {
  const { manifest } = source;
  const { scanner, folders } = deps;
  const { signal, mayAsk = true, onPhase } = options;
  const [layers, tree, looking] = await Promise.all([
    layerFolders(source, deps, options),
    preparedTree(source, deps, options),
    scanner(),
  ]);
  const mounts = namedMounts(source).map((mount) => mount.source);
  const request = { name: functionId(source), tree, layers: layers.all, mounts };
  const onProgress = (done: number, total: number) =>
    onPhase?.(t('Copying the code: {0} of {1} files', done, total));
  for (;;) {
    try {
      const allowed = [...folders.allowed(), ...layers.fetched];
      return { ...(await looking.scan(request, { signal, allowed, onProgress })), tree };
    } catch (error) {
      const outside = isFailure(error, 'local.folderOutside') ? error.location?.file : undefined;
      if (outside === undefined || !mayAsk) throw error;
      const allowed = await unlessAborted(folders.ask(manifest.functionName, outside), signal);
      if (!allowed) throw new DOMException('A folder was not allowed.', 'AbortError');
    }
  }
}

async function preparedTree(
  source: FunctionSource,
  { builder, knownFiles, files }: ScanDependencies,
  { signal, mayAsk = true, onPhase }: ScanChoice,
): Promise<CodeTree> {
  const [made, known] = await Promise.all([builder(), knownFiles(source)]);
  return prepareCode(source, known, made, { files, signal, onProgress: onPhase, onlyMade: !mayAsk });
}
