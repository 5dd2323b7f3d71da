import type { CodeTree } from '../../core/archive/codeTree.ts';
import { resolvePath } from '../../core/workspacePath.ts';
import type { BuildOptions, CodeBuilder } from '../portsForBuild.ts';
import type { FunctionSource } from '../resolveFunction.ts';

/** Absolute path of the folder whose files are the function's own. */
export const codeRootOf = ({ manifest, folder }: FunctionSource): string =>
  resolvePath(folder, manifest.package?.root ?? '.');

/**
 * The tree that a function's code is, wherever it goes, with what a build adds. Rejects as `CodeBuilder.build`.
 *
 * @param known absolute paths that are left out by default
 */
export async function prepareCode(
  source: FunctionSource,
  known: readonly string[],
  builder: CodeBuilder | undefined,
  options: BuildOptions,
): Promise<CodeTree> {
  const { manifest, manifestFile, folder, workspaceFolder } = source;
  const root = codeRootOf(source);
  const request = { manifest, manifestFile, folder, root, workspaceFolder };
  const built = manifest.build === 'none' ? undefined : await builder?.build(request, options);
  const { exclude = [], symlinks, include } = manifest.package ?? {};
  return {
    ...{ root, workspaceFolder, exclude, known },
    ...(symlinks !== undefined && { symlinks }),
    ...(include !== undefined && {
      include: include.map(({ from, to }) => ({ from: resolvePath(folder, from), to })),
    }),
    ...(built !== undefined && { built }),
  };
}
