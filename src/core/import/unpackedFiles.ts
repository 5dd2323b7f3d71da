import type { CodeFile } from '../versions/codeFile.ts';

/** Folders and files in which version control keeps its state. */
const versionControl = new Set(['.git', '.hg', '.svn', '.bzr', '.jj', 'git~1']);

/**
 * Whether a file of a deployed archive is left out of the workspace: the state of a version control, which is no code,
 * and whose settings name programs that run as soon as somebody looks at the folder.
 */
function isLeftPacked(path: string): boolean {
  return path.split('/').some((name) => versionControl.has(name.toLowerCase().replace(/[. ]+$/, '')));
}

/** Names that Windows gives to devices, whatever follows the first dot (Win32, "Naming Files, Paths, and Namespaces"). */
const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Whether a path can be a file's on this system. @param platform `process.platform` */
export function isUsablePath(path: string, platform: string): boolean {
  if (platform !== 'win32') return true;
  return path
    .split('/')
    .every((name) => !/[<>:"|?*]|[. ]$/.test(name) && !/\p{Cc}/u.test(name) && !device.test(name));
}

/** Where things lie in the folder that an import makes. */
export interface ImportLayout {
  /** Folder of the code, relative to the manifest: `.`, or `code` where files of ours would meet files of the archive. */
  readonly root: '.' | 'code';
  readonly files: readonly CodeFile[];
}

/** @param ours paths that the import adds, relative to the manifest */
export function importLayout(files: readonly CodeFile[], ours: readonly string[]): ImportLayout {
  const unpacked = files.filter(({ path }) => !isLeftPacked(path));
  const taken = new Set(ours.map((path) => path.toLowerCase()));
  const meets = unpacked.some(({ path }) => taken.has((path.split('/')[0] ?? path).toLowerCase()));
  return { root: meets ? 'code' : '.', files: unpacked };
}

/** Events beside a manifest, which its archive leaves out. @param path relative to the manifest */
export const isEventBesideManifest = (path: string): boolean =>
  /^events\/.*\.json$/.test(path) || /^[^/]*\.event\.json$/.test(path);
