import { baseName, resolvePath } from '../workspacePath.ts';
import type { CodeTree } from './codeTree.ts';

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
    const rest =
      place === '' ? path : path.startsWith(`${place}/`) ? path.slice(place.length + 1) : undefined;
    if (rest === undefined) return [];
    // A file keeps its name in a folder that is named with a slash.
    return [resolvePath(from, rest), ...(to !== place && rest === baseName(from) ? [from] : [])];
  });
  return [resolvePath(root, path), ...elsewhere];
}
