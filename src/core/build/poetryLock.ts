import { poetryPackages } from './poetryPackages.ts';
import type { PythonTarget } from './pythonTarget.ts';
import { isTable, tableAt, textsOf } from './toml.ts';
import type { TomlTable } from './toml.ts';

/**
 * The main group of a poetry.lock as requirements, each with version, marker and hashes. Lock formats 2.1, which says the group and
 * the marker of each package, and 2.0, which is walked from what pyproject.toml names for the target.
 */
export function poetryRequirements(lock: TomlTable, project: TomlTable, target: PythonTarget): string[] {
  const packages = (Array.isArray(lock['package']) ? lock['package'] : []).filter(isTable);
  const saysGroups = packages.some((one) => Array.isArray(one['groups']));
  const wanted = saysGroups
    ? packages.filter((one) => textsOf(one['groups']).includes('main') && one['optional'] !== true)
    : poetryPackages(packages, project, target);
  // pip takes hashes for all or for none.
  const isHashed = wanted.every((one) => isLocal(one) || hashesOf(one).length > 0);
  const indexes = wanted.flatMap((one) => {
    const { type, url } = tableAt(one, 'source');
    return type === 'legacy' && typeof url === 'string' ? [`--extra-index-url ${url}`] : [];
  });
  return [...new Set(indexes), ...wanted.map((one) => lineOf(one, isHashed))];
}

function lineOf(one: TomlTable, isHashed: boolean): string {
  const source = tableAt(one, 'source');
  const url = String(source['url']);
  if (isLocal(one)) return url.startsWith('/') || url.startsWith('.') ? url : `./${url}`;
  const name = String(one['name']);
  const reference = String(source['resolved_reference'] ?? source['reference']);
  const marker = markerOf(one);
  const where =
    source['type'] === 'git'
      ? ` @ git+${url}@${reference}`
      : source['type'] === 'url'
        ? ` @ ${url}`
        : `==${String(one['version'])}`;
  return [
    name + where + (marker === undefined ? '' : ` ; ${marker}`),
    ...(isHashed ? hashesOf(one).map((hash) => `--hash=${hash}`) : []),
  ].join(' ');
}

const isLocal = (one: TomlTable) => ['directory', 'file'].includes(String(tableAt(one, 'source')['type']));

function markerOf({ markers }: TomlTable): string | undefined {
  const marker = isTable(markers) ? markers['main'] : markers;
  return typeof marker === 'string' && marker !== '' ? marker : undefined;
}

const hashesOf = ({ files }: TomlTable): string[] =>
  (Array.isArray(files) ? files : []).flatMap((file) =>
    isTable(file) && typeof file['hash'] === 'string' ? [file['hash']] : [],
  );
