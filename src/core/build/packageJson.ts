import { parseTree } from 'jsonc-parser';
import { asObject, type JsonObject } from './packageValues.ts';

/** What a package.json says that decides what is installed, and where. */
export interface PackageJson {
  readonly name: string;
  readonly version: string;
  /** Names of `dependencies` and of the peers that are not optional. */
  readonly required: readonly string[];
  /** Names of `optionalDependencies` and of optional peers. */
  readonly optional: readonly string[];
  readonly local: ReadonlyMap<string, string>;
  readonly platform: PlatformRules;
  /** Whether it builds or fetches something when it is installed. */
  readonly hasInstallScript: boolean;
}

/** npm's fields `os`, `cpu` and `libc`: names, or names that are ruled out by a `!`. */
export interface PlatformRules {
  readonly os: readonly string[];
  readonly cpu: readonly string[];
  readonly libc: readonly string[];
}

/** The object in a package.json's text; undefined when there is none. */
export function readPackageObject(text: string): JsonObject | undefined {
  try {
    return asObject(JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text));
  } catch {
    return undefined;
  }
}

/** Line (1-based) of the first thing in a text that is no JSON; 1 when its JSON is no object. */
export function lineOfJsonMistake(text: string): number {
  const errors: { offset: number }[] = [];
  parseTree(text, errors as never, { disallowComments: true });
  return text.slice(0, errors[0]?.offset ?? 0).split('\n').length;
}

/** Line (1-based) of a dependency in a package.json's text; undefined for one that others bring. `name` may end with a version. */
export function lineOfDependency(text: string, name: string): number | undefined {
  const bare = name.replace(/(?<=.)[@ ].*$/, '');
  const found = text.indexOf(`${JSON.stringify(bare)}:`);
  return found === -1 ? undefined : text.slice(0, found).split('\n').length;
}

export function packageJsonOf(value: JsonObject): PackageJson {
  const optional = Object.keys(asObject(value['optionalDependencies']) ?? {});
  const peers = Object.keys(asObject(value['peerDependencies']) ?? {});
  const peerMeta = asObject(value['peerDependenciesMeta']) ?? {};
  const isOptionalPeer = (name: string) => asObject(peerMeta[name])?.['optional'] === true;
  // npm lists an optional dependency among the others too when a package is published.
  const required = Object.keys(asObject(value['dependencies']) ?? {}).filter(
    (name) => !optional.includes(name),
  );
  const bundled = texts(value['bundleDependencies'] ?? value['bundledDependencies']);
  const scripts = asObject(value['scripts']) ?? {};
  return {
    name: textOf(value['name']),
    version: textOf(value['version']),
    required: [...new Set([...required, ...peers.filter((name) => !isOptionalPeer(name))])],
    optional: [...new Set([...optional, ...peers.filter(isOptionalPeer), ...bundled])],
    local: localDependencies(value),
    platform: { os: texts(value['os']), cpu: texts(value['cpu']), libc: texts(value['libc']) },
    hasInstallScript: ['preinstall', 'install', 'postinstall'].some((name) => name in scripts),
  };
}

/** Paths that dependencies of a package.json name in place of a version, relative to its folder, by their names. */
export function localDependencies(value: JsonObject): ReadonlyMap<string, string> {
  const fields = ['dependencies', 'optionalDependencies', 'devDependencies'];
  const wanted = fields.flatMap((field) => Object.entries(asObject(value[field]) ?? {}));
  return new Map(
    wanted.flatMap(([name, spec]): [string, string][] => {
      const local = /^(?:file|link|portal):(?!\/)(.+)$/.exec(textOf(spec))?.[1];
      return local === undefined ? [] : [[name, local]];
    }),
  );
}

/** Whether a function of this package.json has anything to install. */
export const hasDependencies = (value: JsonObject): boolean =>
  ['dependencies', 'optionalDependencies'].some((key) => Object.keys(asObject(value[key]) ?? {}).length > 0);

/** Keys of a package.json that a package manager installs by; scripts are none, as the sources they work on are elsewhere. */
const kept = new Set([
  ...['name', 'version', 'type', 'private', 'workspaces', 'packageManager', 'pnpm', 'resolutions'],
  ...['overrides', 'dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'],
  ...[
    'allowScripts',
    'peerDependenciesMeta',
    'dependenciesMeta',
    'bundleDependencies',
    'bundledDependencies',
  ],
]);

/** The text of a package.json with nothing but what a package manager installs by. */
export const reducedPackageJson = (value: JsonObject): string =>
  `${JSON.stringify(Object.fromEntries(Object.entries(value).filter(([key]) => kept.has(key))), null, 2)}\n`;

/** Whether a package with these rules runs in Lambda: Linux with glibc. */
export function fitsLambda({ os, cpu, libc }: PlatformRules, targetCpu: string): boolean {
  return allows(os, 'linux') && allows(cpu, targetCpu) && allows(libc, 'glibc');
}

function allows(rules: readonly string[], name: string): boolean {
  if (rules.includes(`!${name}`)) return false;
  const wanted = rules.filter((rule) => !rule.startsWith('!'));
  return wanted.length === 0 || wanted.includes(name) || wanted.includes('any');
}

const systems = /(?:^|[-/_])(linux|darwin|win32|freebsd|android)(?=[-_]|$)/;

/**
 * Of a package's optional dependencies those that are one binary for one platform each, by the way everybody names them:
 * `@esbuild/linux-arm64`. Empty unless there is one for Linux's kin at all.
 */
export function platformBinaries(optional: readonly string[]): string[] {
  const binaries = optional.filter((name) => systems.test(name));
  return new Set(binaries.map((name) => systems.exec(name)?.[1])).size > 1 ? binaries : [];
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');
