/** What of an archive belongs to one package, or is the function's own. */
export interface PackageSize {
  /** `@scope/name`, `numpy 2.3.5`; undefined for the function's own code. */
  readonly name: string | undefined;
  /** Bytes before and after compression. */
  readonly size: number;
  readonly compressedSize: number;
  readonly files: number;
}

interface File {
  readonly path: string;
  readonly size: number;
  readonly compressedSize: number;
}

const recordFolder = /^(?:(.*)\/)?([^/]+)\.dist-info$/;

/** Paths of what Python's installers wrote about each package: which files are its (`RECORD`). */
export function recordPaths(files: readonly Pick<File, 'path'>[]): string[] {
  return files.map(({ path }) => path).filter((path) => path.endsWith('.dist-info/RECORD'));
}

/**
 * The packages of an archive, largest first: of Node by their folder in `node_modules`, also where one lies in another; of Python by
 * their records. What is left is one row, the function's own.
 *
 * @param records path of a `RECORD` in the archive → its text
 */
export function packageSizes(
  files: readonly File[],
  records: ReadonlyMap<string, string> = new Map(),
): PackageSize[] {
  const owners = recordedOwners(records);
  const sums = new Map<string | undefined, { size: number; compressedSize: number; files: number }>();
  for (const { path, size, compressedSize } of files) {
    const name = nodePackage(path) ?? owners.get(path) ?? recordOwner(path);
    const sum = sums.get(name) ?? { size: 0, compressedSize: 0, files: 0 };
    sum.size += size;
    sum.compressedSize += compressedSize;
    sum.files++;
    sums.set(name, sum);
  }
  return [...sums].map(([name, sum]) => ({ name, ...sum })).sort((a, b) => b.size - a.size);
}

function nodePackage(path: string): string | undefined {
  const at = `/${path}`.lastIndexOf('/node_modules/');
  if (at < 0) return undefined;
  const [first = '', second, third] = path.slice(at + 'node_modules/'.length).split('/');
  // A package is a folder; links and what package managers write beside them are none.
  if (second === undefined || first.startsWith('.')) return undefined;
  if (!first.startsWith('@')) return first;
  return third === undefined ? undefined : `${first}/${second}`;
}

/** Archive path → package, of every file that is recorded. */
function recordedOwners(records: ReadonlyMap<string, string>): Map<string, string> {
  const owners = new Map<string, string>();
  for (const [record, text] of records) {
    const [, folder = '', name = ''] = recordFolder.exec(record.slice(0, -'/RECORD'.length)) ?? [];
    for (const line of text.split('\n')) {
      // Comma-separated: path, hash, size. A path with a comma is quoted.
      const path = line.startsWith('"') ? /^"([^"]*)"/.exec(line)?.[1] : line.split(',')[0];
      if (path !== undefined && path !== '') owners.set(joined(folder, path), packageName(name));
    }
  }
  return owners;
}

/**
 * Says which package a file belongs to, also where the records were not read: Python's packages have folders and modules of their
 * name beside their record then.
 */
export function packageOwners(
  files: readonly Pick<File, 'path'>[],
  records: ReadonlyMap<string, string>,
): (path: string) => string | undefined {
  const owners = recordedOwners(records);
  const names = new Map<string, string>();
  const folders = new Set<string>();
  for (const record of recordPaths(files)) {
    const [, folder = '', name = ''] = recordFolder.exec(record.slice(0, -'/RECORD'.length)) ?? [];
    folders.add(folder);
    names.set(joined(folder, moduleName(name.split('-')[0] ?? '')), packageName(name));
  }
  const besideRecord = (path: string): string | undefined => {
    const parts = path.split('/');
    const at = parts.findLastIndex((_, index) => folders.has(parts.slice(0, index).join('/')));
    const first = at < 0 ? undefined : parts[at];
    if (first === undefined) return undefined;
    const stem = first.split('.')[0] ?? first;
    const name = names.get(joined(parts.slice(0, at).join('/'), moduleName(stem)));
    // A folder that is not called as its package is: better its name than none.
    return name ?? (at + 1 < parts.length ? stem : undefined);
  };
  return (path) => nodePackage(path) ?? owners.get(path) ?? recordOwner(path) ?? besideRecord(path);
}

/** One spelling for a module and the package that has it: `PyYAML`, `ruamel.yaml`. */
const moduleName = (name: string): string => name.toLowerCase().replace(/[-.]/g, '_');

/** The record itself, where its text is not known. */
function recordOwner(path: string): string | undefined {
  const name = recordFolder.exec(path.slice(0, path.lastIndexOf('/')))?.[2];
  return name === undefined ? undefined : packageName(name);
}

/** `numpy-2.3.5` → `numpy 2.3.5`: neither has another hyphen there. */
const packageName = (record: string): string => record.replace('-', ' ');

function joined(folder: string, path: string): string {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
