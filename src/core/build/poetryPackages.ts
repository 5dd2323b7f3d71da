import { holdsFor } from './pythonMarkers.ts';
import type { PythonTarget } from './pythonTarget.ts';
import { isMeant, newestOf } from './pythonVersions.ts';
import { normalName } from './requirementLines.ts';
import { isTable, tableAt, textsOf } from './toml.ts';
import type { TomlTable } from './toml.ts';

/** A package that is asked for, in the way that names are compared, and which versions of it would do. */
interface Asked {
  readonly name: string;
  readonly versions: string;
}

/** Of a lock that does not say it (format 2.0) the packages that a project needs for the target, each in one version. */
export const poetryPackages = (
  packages: readonly TomlTable[],
  project: TomlTable,
  target: PythonTarget,
): readonly TomlTable[] => reachedFrom(mainDependencies(project, target), packages, target);

function reachedFrom(
  first: readonly Asked[],
  packages: readonly TomlTable[],
  target: PythonTarget,
): readonly TomlTable[] {
  const named = (name: string) => packages.filter((one) => nameOf(one) === name);
  const isSettled = (name: string | undefined) => name === undefined || named(name).length === 1;
  const asked = new Map<string, { readonly versions: string; readonly by?: string }[]>();
  const ask = (one: Asked, by?: string): void => {
    const before = asked.get(one.name);
    asked.set(one.name, [...(before ?? []), { versions: one.versions, ...(by !== undefined && { by }) }]);
    if (before !== undefined) return;
    for (const found of named(one.name))
      for (const next of dependenciesIn(tableAt(found, 'dependencies'), target)) ask(next, one.name);
  };
  for (const one of first) ask(one);
  const reached = packages.filter((one) => asked.has(nameOf(one)));
  const isTaken = (one: TomlTable): boolean => {
    const wanted = asked.get(nameOf(one)) ?? [];
    // One version of it may ask for what the other does not.
    if (!wanted.every(({ by }) => isSettled(by))) return true;
    const fits = named(nameOf(one)).filter(
      (other) =>
        isMeant(target.version, textOf(other['python-versions'])) &&
        wanted.every(({ versions }) => isMeant(textOf(other['version']), versions)),
    );
    // As Poetry's own solver would. Where none fits, whoever installs them says so.
    return fits.length === 0 || one['version'] === newestOf(fits.map((other) => textOf(other['version'])));
  };
  const taken = reached.filter(isTaken);
  return taken.length === reached.length ? taken : reachedFrom(first, taken, target);
}

/** What the project needs always: of PEP 621 and of Poetry's own table. */
function mainDependencies(project: TomlTable, target: PythonTarget): Asked[] {
  const listed = textsOf(tableAt(project, 'project')['dependencies']).flatMap((text): Asked[] => {
    const [, name = '', versions = '', marker] =
      /^([\w.-]+)(?:\[.*?\])?([^;@]*)[^;]*(?:;(.*))?$/.exec(text) ?? [];
    return marker !== undefined && !holdsFor(marker, target) ? [] : [{ name: normalName(name), versions }];
  });
  const { python: _, ...own } = tableAt(project, 'tool', 'poetry', 'dependencies');
  return [...listed, ...dependenciesIn(own, target)];
}

/** Values are a constraint, a table with one, or a list of such, each for another platform. */
const dependenciesIn = (table: TomlTable, target: PythonTarget): Asked[] =>
  Object.entries(table).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as unknown[]) : [value]).flatMap((one): Asked[] => {
      const { version, python, markers, platform, optional } = isTable(one) ? one : { version: one };
      const isAsked =
        optional !== true &&
        isMeant(target.version, textOf(python)) &&
        (typeof markers !== 'string' || holdsFor(markers, target)) &&
        (platform === undefined || platform === 'linux');
      return isAsked ? [{ name: normalName(name), versions: textOf(version) }] : [];
    }),
  );

const nameOf = (one: TomlTable) => normalName(textOf(one['name']));
const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
