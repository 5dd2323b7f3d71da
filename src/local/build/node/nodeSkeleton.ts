import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { joined } from '../../../core/build/nodeLock.ts';
import {
  hasDependencies,
  localDependencies,
  readPackageObject,
  reducedPackageJson,
} from '../../../core/build/packageJson.ts';
import type { JsonObject } from '../../../core/build/packageValues.ts';
import { nodePackageFailures } from '../../../core/failures/nodePackageFailures.ts';
import { isFolder, packageObject, type NodeProject } from './nodeProject.ts';

/** All that a package manager reads of a project, by paths relative to its base: made of nothing else, so that is its recipe. */
export type NodeSkeleton = ReadonlyMap<string, Buffer>;

/** Beside the lock file: settings of the tools, with what they name. */
const settings = [
  '.npmrc',
  'pnpm-workspace.yaml',
  '.pnpmfile.cjs',
  '.pnpmfile.mjs',
  '.yarnrc',
  '.yarnrc.yml',
];
const settingFolders = ['patches', '.yarn/patches', '.yarn/plugins', '.yarn/releases'];

/** Reads what a package manager has to be given to install a project's packages elsewhere. */
export async function readSkeleton(project: NodeProject): Promise<NodeSkeleton> {
  const { base, top, lock, members } = project;
  const files = new Map<string, Buffer>();
  const add = async (file: string) => {
    const bytes = await readFile(path.join(base, file)).catch(() => undefined);
    if (bytes !== undefined) files.set(file, bytes);
  };
  if (lock !== undefined) await add(joined(top, lock.name));
  for (const name of settings) await add(joined(top, name));
  for (const folder of settingFolders) {
    const names = await readdir(path.join(base, top, folder), { recursive: true }).catch(() => []);
    for (const name of names) await add(joined(top, `${folder}/${name.split(path.sep).join('/')}`));
  }
  for (const file of members.files) await add(within(file, project));
  const waiting = [...new Set([project.folder, top, ...members.folders])];
  const seen = new Set(waiting);
  for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
    const packageJson = await memberPackage(within(folder, project), project);
    if (packageJson === undefined) continue;
    files.set(joined(folder, 'package.json'), Buffer.from(reducedPackageJson(packageJson)));
    // npm installs there by itself.
    if (isOutside(folder, project) && project.tool === 'npm')
      for (const name of ['package-lock.json', '.npmrc']) await add(joined(folder, name));
    for (const local of localDependencies(packageJson).values()) {
      const target = within(joined(folder, local), project);
      if ((await isFolder(path.join(base, target))) === false) await add(target);
      else if (!seen.has(target)) waiting.push(target);
      seen.add(target);
    }
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const isOutside = (folder: string, { top }: NodeProject) => top !== '' && !`${folder}/`.startsWith(`${top}/`);

/** Folders outside of the top that packages come from, relative to the project's base: npm links to them, and leaves them as they are. */
export const foldersOutside = (skeleton: NodeSkeleton, project: NodeProject): string[] =>
  [...skeleton].flatMap(([file, bytes]) => {
    const folder = path.posix.dirname(file);
    const isPackage = path.posix.basename(file) === 'package.json' && isOutside(folder, project);
    return isPackage && hasDependencies(readPackageObject(bytes.toString()) ?? {}) ? [folder] : [];
  });

const fileOf = ({ base, folder }: NodeProject) => path.join(base, folder, 'package.json');

function within(target: string, project: NodeProject): string {
  if (!target.startsWith('..')) return target;
  throw nodePackageFailures.outsideWorkspace(path.join(project.base, target), { file: fileOf(project) });
}

async function memberPackage(folder: string, project: NodeProject): Promise<JsonObject | undefined> {
  try {
    return await packageObject(path.join(project.base, folder, 'package.json'));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')))
      throw error;
    // A pnpm workspace needs no package.json at its top.
    if (folder === project.top) return undefined;
    throw nodePackageFailures.packageFolderGone(path.join(project.base, folder), { file: fileOf(project) });
  }
}

/** Writes a skeleton into an empty folder. */
export async function writeSkeleton(skeleton: NodeSkeleton, folder: string): Promise<void> {
  for (const [file, bytes] of skeleton) {
    const target = path.join(folder, file);
    await mkdir(path.dirname(target), { recursive: true });
    // A registry's token may be in there.
    await writeFile(target, bytes, { mode: 0o600 });
  }
}
