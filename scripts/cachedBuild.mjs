// Built things that are not committed live in .cache/, in a folder named by a hash of their recipe.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { cache } from './paths.mjs';

/** A short hash of files and texts: the recipe of something built. */
export function recipeHash(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(existsSync(part) ? readFileSync(part) : part).update('\0');
  return hash.digest('hex').slice(0, 16);
}

/**
 * The folder that `build(folder)` fills, built once for each recipe. Nobody sees a half-built one: it is built
 * beside its place and renamed when it is complete.
 * @param {string} name what is built, the folder's name without the hash
 * @param {string} recipe from `recipeHash`
 * @param {(folder: string) => Promise<void>} build
 * @param {{ inPlace?: boolean }} options inPlace: for things that cannot be moved once built; a mark says they are complete
 * @returns {Promise<string>} the folder
 */
export async function cachedBuild(name, recipe, build, { inPlace = false } = {}) {
  const folder = path.join(cache, `${name}-${recipe}`);
  const complete = inPlace ? path.join(folder, '.complete') : folder;
  if (existsSync(complete)) return folder;
  return withLock(name, async () => {
    if (existsSync(complete)) return folder;
    console.log(`Preparing ${name} (once, kept in .cache)`);
    const building = inPlace ? folder : `${folder}.building`;
    rmSync(building, { recursive: true, force: true });
    mkdirSync(building, { recursive: true });
    await build(building);
    if (inPlace) mkdirSync(complete);
    else renameSync(building, folder);
    return folder;
  });
}
