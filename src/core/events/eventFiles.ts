import { isInside } from '../workspacePath.ts';

/** A function of the workspace as far as events need to know it. */
export interface FunctionPlace {
  /** Absolute path of the manifest's folder. */
  readonly folder: string;
}

const manifestFile = /(^|[\\/.])lambda\.json$/;
const eventSuffix = /[^\\/]\.event\.json$/;
const inEventsFolder = /[\\/]events[\\/](.+[\\/])?[^\\/]+\.json$/;

/**
 * Whether a file is an event: `*.event.json` anywhere, or any JSON file in a folder `events` beside or below a manifest.
 * @param path absolute
 */
export function isEventFile(path: string, functions: readonly FunctionPlace[]): boolean {
  if (manifestFile.test(path)) return false;
  if (eventSuffix.test(path)) return true;
  return functions.some(
    ({ folder }) => isInside(folder, path) && inEventsFolder.test(path.slice(folder.length)),
  );
}

/** Whether an event file lies beside a function's manifest: an `events` folder deeper down may be a dependency's own. */
export const isBeside = (folder: string, file: string): boolean =>
  isInside(folder, file) && /^[\\/]?(events[\\/].*|[^\\/]+)$/.test(file.slice(folder.length));

/**
 * The functions that an event is for: those whose manifest is nearest. A folder that holds the event is nearer than any
 * other, the deepest one first; else the fewest steps through the folders count. Several when they are equally near.
 * @param path absolute
 */
export function nearestFunctions<F extends FunctionPlace>(path: string, functions: readonly F[]): F[] {
  const around = functions.filter(({ folder }) => isInside(folder, path));
  const candidates = around.length > 0 ? around : functions;
  const distances = candidates.map(({ folder }) => steps(folder, path));
  const least = Math.min(...distances);
  return candidates.filter((_, at) => distances[at] === least);
}

/** Folders up and down on the way from one path to the other. */
function steps(from: string, to: string): number {
  const a = partsOf(from);
  const b = partsOf(to);
  let common = 0;
  while (common < a.length && common < b.length && a[common] === b[common]) common++;
  return a.length + b.length - 2 * common;
}

const partsOf = (path: string): string[] => path.split(/[\\/]/).filter((part) => part !== '');
