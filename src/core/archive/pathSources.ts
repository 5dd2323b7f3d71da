import { resolvePath } from '../workspacePath.ts';
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
    if (place === '') return [resolvePath(from, path)];
    return path.startsWith(`${place}/`) ? [resolvePath(from, path.slice(place.length + 1))] : [];
  });
  return [resolvePath(root, path), ...elsewhere];
}
