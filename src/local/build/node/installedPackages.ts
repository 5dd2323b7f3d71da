import { access, readFile, readdir, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import type { InstalledPackage } from '../../../core/build/nodeLayout.ts';
import {
  fitsLambda,
  packageJsonOf,
  platformBinaries,
  readPackageObject,
  type PackageJson,
} from '../../../core/build/packageJson.ts';

export interface InstalledPackages {
  readonly packages: ReadonlyMap<string, InstalledPackage>;
  /** Absolute path in the skeleton of the workspace's package that a tool has copied, by where the copy lies. */
  readonly copies: ReadonlyMap<string, string>;
  /** Absolute path of the function's own folder, without links. */
  readonly root: string;
  /** What needs a binary that is not there for the function's processor, as `sharp 0.20.0`; with one that others can do without. */
  readonly withoutBinary: readonly { readonly package: string; readonly isOptional: boolean }[];
  /** Packages that have a script which was to run when they are installed. */
  readonly withInstallScript: readonly string[];
}

/** Reads what a tool has installed for the package in `folder`: what that needs, and what those need. Nothing above `top` counts. */
export async function readInstalled(
  top: string,
  folder: string,
  cpu: string,
  signal: AbortSignal,
): Promise<InstalledPackages> {
  const [realTop, root] = await Promise.all([realpath(top), realpath(folder)]);
  const packages = new Map<string, InstalledPackage>();
  const facts = new Map<string, PackageJson | undefined>();
  const read = async (place: string) => {
    if (!facts.has(place)) facts.set(place, await factsOf(place));
    return facts.get(place);
  };
  const copies = new Map<string, string>();
  const needed = new Set<string>([root]);
  const unfit: string[] = [];
  const waiting = [{ place: root, isNeeded: true }];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    signal.throwIfAborted();
    const { place, isNeeded } = next;
    const own = await read(place);
    const dependencies = new Map<string, string>();
    for (const [names, isRequired] of [
      [own?.required, true],
      [own?.optional, false],
    ] as const) {
      for (const name of names ?? []) {
        const found = await resolve(name, place, realTop);
        const facts = found === undefined ? undefined : await read(found);
        if (found === undefined || facts === undefined) continue;
        if (!fitsLambda(facts.platform, cpu)) {
          if (isRequired && isNeeded) unfit.push(found);
          continue;
        }
        dependencies.set(name, found);
        const local = own?.local.get(name);
        const folder = path.join(copies.get(place) ?? place, local ?? '');
        // npm and workspaces link to it: that is where it lies.
        if (local !== undefined && found !== folder && (await exists(path.join(folder, 'package.json'))))
          copies.set(found, folder);
        const isNeededToo = isNeeded && isRequired;
        if (packages.has(found) && (!isNeededToo || needed.has(found))) continue;
        if (isNeededToo) needed.add(found);
        packages.set(found, packages.get(found) ?? { path: found, dependencies: new Map() });
        waiting.push({ place: found, isNeeded: isNeededToo });
      }
    }
    packages.set(place, { path: place, dependencies });
  }
  const withoutBinary = unfit.map((place) => ({ package: titleOf(facts.get(place)), isOptional: false }));
  const withInstallScript: string[] = [];
  for (const [place, { dependencies }] of packages) {
    const own = facts.get(place);
    if (place === root || own === undefined) continue;
    const binaries = platformBinaries(own.optional);
    const hasBinary = binaries.some((name) => dependencies.has(name));
    const isCompiled = await exists(path.join(place, 'binding.gyp'));
    if (own.hasInstallScript || isCompiled) withInstallScript.push(titleOf(own));
    await removeForeignPrebuilds(place, cpu);
    if (hasBinary || (binaries.length === 0 && !(isCompiled && !(await holdsBinary(place))))) continue;
    withoutBinary.push({ package: titleOf(own), isOptional: !needed.has(place) });
  }
  return {
    ...{ packages, copies, root, withoutBinary },
    withInstallScript: [...new Set(withInstallScript)].sort(),
  };
}

const titleOf = (facts: PackageJson | undefined) => `${facts?.name ?? ''} ${facts?.version ?? ''}`.trim();

async function factsOf(place: string): Promise<PackageJson | undefined> {
  const text = await readFile(path.join(place, 'package.json'), 'utf8').catch(() => undefined);
  const value = text === undefined ? undefined : readPackageObject(text);
  return value && packageJsonOf(value);
}

/** Absolute path, without links, of what Node.js finds for a package's name in a folder. */
async function resolve(name: string, from: string, top: string): Promise<string | undefined> {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (path.basename(folder) !== 'node_modules') {
      const place = path.join(folder, 'node_modules', name);
      if (await exists(path.join(place, 'package.json'))) return realpath(place);
    }
    if (folder === top || folder === path.dirname(folder)) return undefined;
  }
}

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );

/** Packages that bring binaries for all platforms have them in prebuilds/PLATFORM-CPU. */
async function removeForeignPrebuilds(place: string, cpu: string): Promise<void> {
  const names: string[] = await readdir(path.join(place, 'prebuilds')).catch(() => []);
  for (const name of names) {
    const [system, ...processors] = name.split(/[-+]/);
    if (
      /^(linux|darwin|win32|android|freebsd)$/.test(system ?? '') &&
      !(system === 'linux' && processors.includes(cpu))
    )
      await rm(path.join(place, 'prebuilds', name), { recursive: true, force: true });
  }
}

async function holdsBinary(place: string): Promise<boolean> {
  const names = await readdir(place, { recursive: true }).catch(() => []);
  return names.some((name) => name.endsWith('.node'));
}
