import { normalName } from './requirementLines.ts';
import { isTable, tableAt, textsOf } from './toml.ts';
import type { TomlTable } from './toml.ts';

/**
 * The main group of a poetry.lock as requirements, each with version, marker and hashes. Lock formats 2.1, which says the group and
 * the marker of each package, and 2.0, which is walked from what pyproject.toml names.
 */
export function poetryRequirements(lock: TomlTable, project: TomlTable): string[] {
  const packages = (Array.isArray(lock['package']) ? lock['package'] : []).filter(isTable);
  const saysGroups = packages.some((one) => Array.isArray(one['groups']));
  const reached = saysGroups ? undefined : reachedFrom(mainNames(project), packages);
  const wanted = packages.filter((one) =>
    reached === undefined
      ? textsOf(one['groups']).includes('main') && one['optional'] !== true
      : reached.has(normalName(String(one['name']))),
  );
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

/** What the project needs always: of PEP 621 and of Poetry's own table. */
function mainNames(project: TomlTable): string[] {
  const listed = textsOf(tableAt(project, 'project')['dependencies']).map(
    (text) => /^[\w.-]+/.exec(text)?.[0] ?? '',
  );
  const own = Object.entries(tableAt(project, 'tool', 'poetry', 'dependencies'))
    .filter(([name, value]) => name !== 'python' && !(isTable(value) && value['optional'] === true))
    .map(([name]) => name);
  return [...listed, ...own];
}

function reachedFrom(names: readonly string[], packages: readonly TomlTable[]): Set<string> {
  const reached = new Set<string>();
  const next = names.map(normalName);
  for (let name = next.pop(); name !== undefined; name = next.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    for (const one of packages) {
      if (normalName(String(one['name'])) !== name) continue;
      const needed = Object.entries(tableAt(one, 'dependencies'));
      next.push(
        ...needed
          .filter(([, value]) => !(isTable(value) && value['optional'] === true))
          .filter(([, value]) => !isForAnother(isTable(value) ? value['markers'] : undefined))
          .map(([dependency]) => normalName(dependency)),
      );
    }
  }
  return reached;
}

/** The usual marker of what Windows alone needs, such as colorama. */
const isForAnother = (marker: unknown) =>
  typeof marker === 'string' &&
  /^\s*(?:sys_platform|platform_system) == "(?:win32|Windows|darwin|Darwin)"\s*$/.test(marker);
