import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { PlacedPackage } from '../../../core/build/nodeLayout.ts';
import { relativeTo } from './nodeProject.ts';

/** Packages of the workspace stay where they are: the tree has what lies below them alone. */
export interface LivePackage {
  /** Relative to the skeleton's top, `/`-separated: the same place as in the workspace. */
  readonly from: string;
  /** Path in the archive. */
  readonly to: string;
}

/**
 * Moves installed packages to their places below `tree`. Answers with those of the workspace.
 *
 * @param copies where a package of the workspace lies in the skeleton, by where a tool has put a copy
 */
export async function makeTree(
  placed: readonly PlacedPackage[],
  copies: ReadonlyMap<string, string>,
  skeleton: string,
  tree: string,
  signal: AbortSignal,
): Promise<LivePackage[]> {
  const isInstalled = ({ path: place }: PlacedPackage) =>
    !copies.has(place) && path.relative(skeleton, place).split(path.sep).includes('node_modules');
  const installed = placed.filter(isInstalled);
  const single = `${tree}.single`;
  await mkdir(single, { recursive: true });
  await mkdir(path.join(tree, 'node_modules'), { recursive: true });
  // What lies inside of another is taken out first: each then holds its own files alone.
  const deepestFirst = [...new Set(installed.map(({ path: place }) => place))].sort(
    (a, b) => b.length - a.length,
  );
  const parked = new Map<string, string>();
  for (const place of deepestFirst) {
    signal.throwIfAborted();
    const target = path.join(single, String(parked.size));
    await rename(place, target);
    await rm(path.join(target, 'node_modules'), { recursive: true, force: true });
    parked.set(place, target);
  }
  const last = new Map(installed.map(({ path: place, to }) => [place, to]));
  for (const { path: place, to } of installed) {
    signal.throwIfAborted();
    const from = parked.get(place) ?? place;
    const target = path.join(tree, to);
    await mkdir(path.dirname(target), { recursive: true });
    if (last.get(place) === to) await rename(from, target);
    else await cp(from, target, { recursive: true, verbatimSymlinks: true });
  }
  if ((await readdir(single)).length === 0) await rm(single, { recursive: true });
  return placed
    .filter((one) => !isInstalled(one))
    .map(({ path: place, to }) => ({ from: relativeTo(skeleton, copies.get(place) ?? place), to }));
}
