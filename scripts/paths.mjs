// Where things are, so that no other script computes a path from its own place.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const cache = path.join(root, '.cache');
export const inRoot = (...parts) => path.join(root, ...parts);

const binFolder = inRoot('node_modules', '.bin');
/** A tool of node_modules/.bin by its full path. */
export const tool = (name) => path.join(binFolder, name);

/** The project's own Node 24, whatever Node started the script. */
export const node24 = tool('node');

/** The environment with the project's Node and tools first on the PATH. */
export function toolEnvironment(extra = {}) {
  return { ...process.env, PATH: `${binFolder}${path.delimiter}${process.env.PATH}`, ...extra };
}

/** The environment without this project's node_modules on the PATH (npm puts it there), for npm itself. */
export function outsideEnvironment(extra = {}) {
  const entries = (process.env.PATH ?? '').split(path.delimiter);
  const kept = entries.filter((entry) => !entry.startsWith(inRoot('node_modules')));
  return { ...process.env, PATH: kept.join(path.delimiter), ...extra };
}
