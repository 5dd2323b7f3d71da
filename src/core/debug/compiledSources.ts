import { resolvePath } from '../workspacePath.ts';

/**
 * Sources that a source map names, by their names there, as absolute paths of the workspace. A build's maps name them as if
 * they lay in the code folder.
 *
 * @param text of the map; one that is no map has none
 * @param path of the map in the archive
 * @param root absolute path of the code folder
 */
export function compiledSources(text: string, path: string, root: string): Readonly<Record<string, string>> {
  const folder = resolvePath(root, path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.');
  return Object.fromEntries(sourcesOf(text).map((source) => [source, resolvePath(folder, source)]));
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
