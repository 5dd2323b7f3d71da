import { asObject } from './packageValues.ts';
import { readPackageObject } from './packageJson.ts';

/** A program that installs Node.js packages. Yarn is two: 1 with the lock file it always had, and what came after. */
export type NodeTool = 'npm' | 'pnpm' | 'yarn' | 'yarn berry';

export interface NodeLock {
  readonly tool: 'npm' | 'pnpm' | 'yarn';
  readonly name: string;
}

/** Lock files in the order in which one wins over another beside it. */
export const nodeLocks: readonly NodeLock[] = [
  { tool: 'pnpm', name: 'pnpm-lock.yaml' },
  { tool: 'yarn', name: 'yarn.lock' },
  { tool: 'npm', name: 'npm-shrinkwrap.json' },
  { tool: 'npm', name: 'package-lock.json' },
];

/** Folders of packages that belong to a lock, relative to its own, `/`-separated; '' for its own. */
export interface LockMembers {
  readonly folders: readonly string[];
  /** Archives that packages come from, in place of a registry. */
  readonly files: readonly string[];
}

/** Folders and files of the workspace that an npm lock leads to. */
export function npmLockMembers(text: string): LockMembers {
  const packages = asObject(readPackageObject(text)?.['packages']) ?? {};
  const inside = (key: string) => !/(^|\/)node_modules(\/|$)/.test(key);
  const files = Object.values(packages).flatMap((entry) => {
    const resolved = asObject(entry)?.['resolved'];
    return typeof resolved === 'string' && resolved.startsWith('file:') ? [resolved.slice(5)] : [];
  });
  return { folders: Object.keys(packages).filter(inside), files: [...new Set(files)] };
}

/** The same of a pnpm lock: its importers, and what they link to outside of the workspace's own packages. */
export function pnpmLockMembers(text: string): LockMembers {
  const importers = /^importers:\s*\n((?:[ ].*\n|\s*\n)*)/m.exec(text)?.[1] ?? '';
  const folders: string[] = [];
  for (const line of importers.split('\n')) {
    const importer = /^ {2}(?! )['"]?([^'":]+)['"]?:/.exec(line)?.[1];
    if (importer !== undefined) folders.push(importer === '.' ? '' : importer);
    const linked = /^\s+version: ['"]?link:([^'"\s]+)/.exec(line)?.[1];
    if (linked !== undefined) folders.push(joined(folders.at(-1) ?? '', linked));
  }
  const files = [...text.matchAll(/tarball: ['"]?file:([^'"\s},]+)/g)].flatMap(([, file]) => file ?? []);
  return { folders: [...new Set(folders.length === 0 ? [''] : folders)], files: [...new Set(files)] };
}

/** The same of a lock of yarn 2 and later; undefined for a lock of yarn 1, which does not say. */
export function berryLockMembers(text: string): LockMembers | undefined {
  if (!/^__metadata:/m.test(text)) return undefined;
  const folders = [...text.matchAll(/^ {2}resolution: ['"].*@workspace:([^'"]+)['"]/gm)].map(([, folder]) =>
    folder === undefined || folder === '.' ? '' : folder,
  );
  return { folders: [...new Set(['', ...folders])], files: [] };
}

/** The pattern lines of `workspaces` in a package.json. */
export function workspacePatterns(packageJson: Readonly<Record<string, unknown>>): string[] {
  const value = packageJson['workspaces'];
  const list = Array.isArray(value) ? value : asObject(value)?.['packages'];
  return Array.isArray(list) ? list.filter((one): one is string => typeof one === 'string') : [];
}

/** Whether a folder is meant by patterns such as `packages/*`; one with a `!` takes back what one before it meant. */
export function matchesWorkspace(patterns: readonly string[], folder: string): boolean {
  let isMeant = false;
  for (const pattern of patterns) {
    const isNot = pattern.startsWith('!');
    if (globOf(isNot ? pattern.slice(1) : pattern).test(folder)) isMeant = !isNot;
  }
  return isMeant;
}

function globOf(pattern: string): RegExp {
  const clean = pattern.replace(/^\.?\//, '').replace(/\/+$/, '');
  const source = clean
    .split(/(\*\*\/?|\*)/)
    .map((part) =>
      part.startsWith('**') ? '(?:.*)' : part === '*' ? '[^/]*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'),
    )
    .join('');
  return new RegExp(`^${source}$`);
}

/** `path` from `folder`, both relative and `/`-separated. What leads out at the top keeps its `..`. */
export function joined(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}
