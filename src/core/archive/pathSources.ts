import type { FunctionManifest } from '../manifest/functionManifest.ts';
import { baseName, resolvePath } from '../workspacePath.ts';
import type { CodeTree, IncludedPath } from './codeTree.ts';

/**
 * What `package.include` names.
 *
 * @param folder absolute path that the manifest's paths start from
 */
export const includedPaths = (manifest: Pick<FunctionManifest, 'package'>, folder: string): IncludedPath[] =>
  (manifest.package?.include ?? []).map(({ from, to }) => ({ from: resolvePath(folder, from), to }));

/**
 * Absolute paths at which a file of the archive may lie, the one that wins first: the root's own, what is included, what was
 * built.
 *
 * @param path in the archive
 */
export function pathSources(
  { root, include = [], built }: Pick<CodeTree, 'root' | 'include' | 'built'>,
  path: string,
): string[] {
  const elsewhere = [...include, ...(built?.parts ?? [])].flatMap(({ from, to }) => {
    const place = to.replace(/\/+$/, '');
    if (path === place) return [from];
    if (place === '') return [resolvePath(from, path)];
    if (!path.startsWith(`${place}/`)) return [];
    const rest = path.slice(place.length + 1);
    // A file keeps its name below a place that is written with a slash.
    const asFile = to.endsWith('/') && rest === baseName(from) ? [from] : [];
    return [...asFile, resolvePath(from, rest)];
  });
  return [resolvePath(root, path), ...elsewhere];
}
