/** A package that a tool has installed somewhere, or one of the workspace. */
export interface InstalledPackage {
  /** Where it lies; what the others know it by. */
  readonly path: string;
  /** What it loads: the name that it asks for, and the path of what it gets. */
  readonly dependencies: ReadonlyMap<string, string>;
}

/** A package and a place for it: `node_modules/a/node_modules/b`. */
export interface PlacedPackage {
  readonly path: string;
  readonly to: string;
}

/** Two versions that need each other in turn have no end in folders inside one another. */
const deepest = 40;

/**
 * Lays packages out so that each finds what it needs where Node.js looks for it, from a function's own folder. Tools lay
 * them out for a workspace or as links into a store, and neither can go into an archive as it is. Each goes as high up as
 * nothing of another version is in its way. The places of a package are before those inside of it. Undefined when there is
 * no such layout.
 */
export function layPackagesOut(
  packages: ReadonlyMap<string, InstalledPackage>,
  root: string,
): PlacedPackage[] | undefined {
  const taken = new Map<string, string>();
  const placed: PlacedPackage[] = [];
  const waiting: PlacedPackage[] = [{ path: root, to: '' }];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { path, to } = next;
    const wanted = [...(packages.get(path)?.dependencies ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [name, dependency] of wanted) {
      const found = foldersAbove(to).find((folder) => taken.has(`${folder}node_modules/${name}`));
      if (found !== undefined && taken.get(`${found}node_modules/${name}`) === dependency) continue;
      const place = `${found === undefined || to === '' ? '' : `${to}/`}node_modules/${name}`;
      if (place.split('/node_modules/').length > deepest) return undefined;
      taken.set(place, dependency);
      placed.push({ path: dependency, to: place });
      waiting.push({ path: dependency, to: place });
    }
  }
  return placed;
}

/** Folders whose node_modules Node.js looks through for what a package asks for, nearest first, each with its `/`. */
function foldersAbove(to: string): string[] {
  const folders: string[] = [];
  let folder = to;
  while (folder !== '') {
    folders.push(`${folder}/`);
    const up = folder.lastIndexOf('/node_modules/');
    folder = up === -1 ? '' : folder.slice(0, up);
  }
  return [...folders, ''];
}
