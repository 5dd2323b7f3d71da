/** Folder names that only package managers make. */
const dependencyNames = new Set([
  'node_modules',
  'site-packages',
  'dist-packages',
  '__pypackages__',
  'vendor',
  'vendored',
  '_vendor',
]);
const installRecord = /\.(?:dist-info|egg-info)$/;

/**
 * Whether a folder holds installed dependencies: by its name, or because pip left its record there
 * (`pip install --target python`, a layer's `python/`). The root is never one as a whole, see `installedNames`.
 */
export function isDependencyFolder(name: string, entries: readonly string[]): boolean {
  return dependencyNames.has(name) || entries.some((entry) => installRecord.test(entry));
}

/** The `*.dist-info` folders among a folder's entries; each holds a `RECORD` for `installedNames`. */
export function installRecordFolders(entries: readonly string[]): string[] {
  return entries.filter((entry) => entry.endsWith('.dist-info'));
}

/**
 * Top-level folders that a `RECORD` file says pip installed (packaging.python.org, "Recording installed projects").
 * With `pip install --target .` dependencies lie beside the handler, so the root alone does not tell them apart.
 */
export function installedNames(record: string): Set<string> {
  const names = new Set<string>();
  for (const line of record.split('\n')) {
    const path = line.startsWith('"') ? line.slice(1) : line;
    const slash = path.indexOf('/');
    if (slash > 0 && !path.startsWith('../')) names.add(path.slice(0, slash));
  }
  return names;
}
