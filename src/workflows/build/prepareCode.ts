import type { CodeTree } from '../../core/archive/codeTree.ts';
import { includedPaths } from '../../core/archive/pathSources.ts';
import { layerRoots } from '../../core/deployment/layerSpec.ts';
import { namedFileMissing, namedFileOutside } from '../../core/failures/manifestFailures.ts';
import { isInside, resolvePath } from '../../core/workspacePath.ts';
import type { WorkspaceFiles } from '../ports.ts';
import type { BuildOptions, BuildRequest, CodeBuilder } from '../portsForBuild.ts';
import { placeInManifest } from '../resolveFunction.ts';
import type { FunctionSource } from '../resolveFunction.ts';

/** Absolute path of the folder whose files are the function's own. */
export const codeRootOf = ({ manifest, folder }: FunctionSource): string =>
  resolvePath(folder, manifest.package?.root ?? '.');

type PrepareOptions = BuildOptions & {
  readonly liveArchitecture?: BuildRequest['liveArchitecture'];
  /** What is included is looked for with it, to say the line of the manifest that names what is missing. */
  readonly files?: WorkspaceFiles;
};

/** Absolute paths of files and folders with a function's sources, as far as its manifest names them: code, includes, layers. */
export const sourcePlaces = (source: FunctionSource): string[] => [
  codeRootOf(source),
  ...includedPaths(source.manifest, source.folder).map(({ from }) => from),
  ...layerRoots(source.manifest, source.folder),
];

/** What a build is asked for. */
export const buildRequest = (source: FunctionSource): BuildRequest => {
  const { manifest, manifestFile, folder, workspaceFolder } = source;
  return { manifest, manifestFile, folder, root: codeRootOf(source), workspaceFolder };
};

/**
 * The tree that a function's code is, wherever it goes, with what a build adds. Rejects as `CodeBuilder.build`, and with
 * `manifest.fileMissing` or `manifest.fileOutside` for what is included.
 *
 * @param known absolute paths that are left out by default
 */
export async function prepareCode(
  source: FunctionSource,
  known: readonly string[],
  builder: CodeBuilder | undefined,
  { files, liveArchitecture, ...options }: PrepareOptions,
): Promise<CodeTree> {
  const { manifest, folder, workspaceFolder } = source;
  const root = codeRootOf(source);
  if (files !== undefined) await checkIncludes(source, files);
  const request = { ...buildRequest(source), liveArchitecture };
  const built = manifest.build === 'none' ? undefined : await builder?.build(request, options);
  const { exclude = [], symlinks } = manifest.package ?? {};
  const include = includedPaths(manifest, folder);
  return {
    ...{ root, workspaceFolder, exclude, known },
    ...(symlinks !== undefined && { symlinks }),
    ...(include.length > 0 && { include }),
    ...(built !== undefined && { built }),
  };
}

async function checkIncludes(target: FunctionSource, files: WorkspaceFiles): Promise<void> {
  for (const [index, { from }] of (target.manifest.package?.include ?? []).entries()) {
    const path = resolvePath(target.folder, from);
    const inside = isInside(target.workspaceFolder, path);
    if (inside && (await files.exists(path))) continue;
    const place = await placeInManifest({ target, files }, ['package', 'include', index, 'from'], path);
    throw inside ? namedFileMissing(from, place) : namedFileOutside(from, place);
  }
}
