import { rulesOutsideDependencies } from '../archive/defaultExcludes.ts';
import { isInside } from '../workspacePath.ts';

/** What a local run depends on. Paths are absolute. */
export interface RunFiles {
  /** The folder that is mounted as /var/task. */
  readonly root: string;
  /** Manifest, environment files. */
  readonly named: readonly string[];
  /** Folders and files outside of the root: layers, mounts, targets of links. */
  readonly used: readonly string[];
  /** The event's file, when it has one. */
  readonly event: string | undefined;
}

/** Whether saving a file can change what a local run answers: its code, its manifest, its environment, its event. */
export function concernsRun(
  file: string,
  { root, named, used, event }: RunFiles,
  isEvent: (file: string) => boolean,
): boolean {
  if (file === event || named.includes(file)) return true;
  if (used.some((place) => isInside(place, file))) return true;
  if (!isInside(root, file) || isEvent(file)) return false;
  const parts = file
    .slice(root.length)
    .split(/[\\/]/)
    .filter((part) => part !== '');
  return parts.every((_, at) => {
    const path = parts.slice(0, at + 1).join('/');
    return rulesOutsideDependencies(path, at < parts.length - 1) === undefined;
  });
}
