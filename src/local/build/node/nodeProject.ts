import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  berryLockMembers,
  joined,
  matchesWorkspace,
  nodeLocks,
  npmLockMembers,
  pnpmLockMembers,
  workspacePatterns,
  type LockMembers,
  type NodeLock,
  type NodeTool,
} from '../../../core/build/nodeLock.ts';
import { lineOfJsonMistake, readPackageObject } from '../../../core/build/packageJson.ts';
import type { JsonObject } from '../../../core/build/packageValues.ts';
import { nodePackageFailures } from '../../../core/failures/nodePackageFailures.ts';
import { workspaceFolders } from './workspaceFolders.ts';

/** Where a function's packages come from. */
export interface NodeProject {
  readonly tool: NodeTool;
  /** Absolute path of the folder that the others are relative to, `/`-separated; nothing above it is looked at. */
  readonly base: string;
  /** Folder of the function's package.json. */
  readonly folder: string;
  /** Folder that the tool is run for: the function's, or that of the workspace it belongs to. */
  readonly top: string;
  readonly lock: NodeLock | undefined;
  /** Folders and files of the workspace that packages come from, relative to `base`. */
  readonly members: LockMembers;
}

export interface NodeProjectQuery {
  /** Absolute path of the function's package.json. */
  readonly file: string;
  readonly workspaceFolder: string;
  readonly wantedTool: NodeLock['tool'] | undefined;
}

/**
 * The project that a function's package.json belongs to: by the lock file beside it, or the first above that knows it, or
 * the first workspace above that means it.
 */
export async function nodeProject(query: NodeProjectQuery, packageJson: JsonObject): Promise<NodeProject> {
  const own = path.dirname(query.file);
  const inWorkspace = relativeTo(query.workspaceFolder, own);
  const isOutside = inWorkspace.startsWith('..') || path.isAbsolute(inWorkspace);
  const base = isOutside ? own : query.workspaceFolder;
  const folder = isOutside ? '' : inWorkspace;
  for (let top = folder; ; top = joined(top, '..')) {
    const place = { base, folder, top };
    const found = await projectAt(query, place, top === folder ? packageJson : undefined);
    if (found !== undefined) return found;
    if (top === '') break;
  }
  return {
    ...{ base, folder, top: folder, lock: undefined },
    tool: toolWithoutLock(packageJson, query.wantedTool),
    members: { folders: [folder], files: [] },
  };
}

interface Place {
  readonly base: string;
  readonly folder: string;
  readonly top: string;
}

async function projectAt(
  { wantedTool }: NodeProjectQuery,
  place: Place,
  own: JsonObject | undefined,
): Promise<NodeProject | undefined> {
  const { base, folder, top } = place;
  const absolute = path.join(base, top);
  const names: string[] = await readdir(absolute).catch(() => []);
  const lock = nodeLocks.find(
    ({ tool, name }) => names.includes(name) && (wantedTool === undefined || tool === wantedTool),
  );
  if (lock === undefined && (own !== undefined || !names.includes('package.json'))) return undefined;
  const inTop = relativeTo(`/${top}`, `/${folder}`);
  const packageJson =
    own ??
    (names.includes('package.json') ? await packageObject(path.join(absolute, 'package.json')) : undefined);
  const text = lock === undefined ? '' : await readFile(path.join(absolute, lock.name), 'utf8');
  const said = lock === undefined ? undefined : membersOf(lock, text);
  const patterns = workspacePatterns(packageJson ?? {});
  if (own === undefined && !(said?.folders.includes(inTop) ?? matchesWorkspace(patterns, inTop)))
    return undefined;
  const members = said ?? { folders: ['', ...(await workspaceFolders(absolute, patterns))], files: [] };
  const isBerry = lock?.tool === 'yarn' && /^__metadata:/m.test(text);
  return {
    ...{ ...place, lock },
    tool: isBerry ? 'yarn berry' : (lock?.tool ?? toolWithoutLock(packageJson ?? {}, wantedTool)),
    members: {
      folders: members.folders.map((member) => joined(top, member)),
      files: members.files.map((file) => joined(top, file)),
    },
  };
}

function membersOf({ tool }: NodeLock, text: string): LockMembers | undefined {
  if (tool === 'npm') return npmLockMembers(text);
  return tool === 'pnpm' ? pnpmLockMembers(text) : berryLockMembers(text);
}

function toolWithoutLock(packageJson: JsonObject, wanted: NodeLock['tool'] | undefined): NodeTool {
  const manager = packageJson['packageManager'];
  const named = /^(npm|pnpm|yarn)@(\d+)/.exec(typeof manager === 'string' ? manager : '');
  const tool = wanted ?? (named?.[1] as NodeLock['tool'] | undefined) ?? 'npm';
  return tool === 'yarn' && named?.[1] === 'yarn' && Number(named[2]) > 1 ? 'yarn berry' : tool;
}

/** The object in a package.json. Rejects with `build.brokenPackageJson`, or with the system's error when there is none. */
export async function packageObject(file: string): Promise<JsonObject> {
  const text = await readFile(file, 'utf8');
  const found = readPackageObject(text);
  if (found === undefined)
    throw nodePackageFailures.brokenPackageJson({ file, line: lineOfJsonMistake(text) });
  return found;
}

/** Whether a path is a folder; undefined where there is nothing. */
export const isFolder = (file: string): Promise<boolean | undefined> =>
  stat(file).then(
    (facts) => facts.isDirectory(),
    () => undefined,
  );

export const relativeTo = (from: string, to: string): string =>
  path.relative(from, to).split(path.sep).join('/');
