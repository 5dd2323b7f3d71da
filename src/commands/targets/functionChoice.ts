import type { ManifestEntry } from '../../editor/manifestIndex.ts';
import { isInside } from '../../core/workspacePath.ts';

/** What a path of the workspace stands for among its manifests. */
export type PathMeaning =
  | { readonly kind: 'manifests'; readonly entries: readonly ManifestEntry[] }
  /** A code file that no manifest names; `nearby` are the manifests whose folder it lies in, nearest first. */
  | { readonly kind: 'code'; readonly nearby: readonly ManifestEntry[] }
  | { readonly kind: 'none' };

const codeFile = /\.(py|[mc]?[jt]s|tsx)$/;

/** Decides by path alone: manifest, handler, policy or env file that manifests name, or a folder that holds some. */
export function meaningOf(path: string, entries: readonly ManifestEntry[]): PathMeaning {
  const own = entries.filter(({ file }) => file === path);
  if (own.length > 0) return { kind: 'manifests', entries: own };
  const naming = entries.filter((entry) => namedFiles(entry).includes(path));
  if (naming.length > 0) return { kind: 'manifests', entries: naming };
  const here = entries.filter(({ folder }) => folder === path);
  const below = here.length > 0 ? here : entries.filter(({ folder }) => isInside(path, folder));
  if (below.length > 0) return { kind: 'manifests', entries: below };
  const nearby = entries.filter(({ root, folder }) => isInside(root, path) || isInside(folder, path));
  const nearest = nearby.toSorted((a, b) => b.folder.length - a.folder.length);
  if (codeFile.test(path)) return { kind: 'code', nearby: nearest };
  const closest = nearest[0];
  if (closest === undefined) return { kind: 'none' };
  return { kind: 'manifests', entries: nearest.filter(({ folder }) => folder === closest.folder) };
}

function namedFiles(entry: ManifestEntry): readonly (string | undefined)[] {
  return [...entry.handlerFiles, entry.trustPolicyFile, ...entry.permissionFiles, ...entry.environmentFiles];
}
