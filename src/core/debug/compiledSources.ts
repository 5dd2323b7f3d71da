import { resolvePath } from '../workspacePath.ts';

/**
 * Relative sources of a source map, by their names there, as absolute paths of the workspace: a map for the archive names
 * them as if it lay in the code folder, while what runs lies elsewhere. Absolute ones hold anywhere.
 *
 * @param text of the map; one that is no map has none
 * @param path of the map in the archive
 * @param root absolute path of the code folder
 */
export function compiledSources(text: string, path: string, root: string): Readonly<Record<string, string>> {
  const folder = resolvePath(root, path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.');
  const places = sourcesOf(text).map((source): [string, string] => [source, resolvePath(folder, source)]);
  return Object.fromEntries(places.filter(([source, place]) => source !== place));
}

function sourcesOf(text: string): readonly string[] {
  try {
    const map: unknown = JSON.parse(text);
    const isMap = typeof map === 'object' && map !== null && 'sources' in map && Array.isArray(map.sources);
    return isMap ? (map.sources as unknown[]).filter((source) => typeof source === 'string') : [];
  } catch {
    return [];
  }
}
