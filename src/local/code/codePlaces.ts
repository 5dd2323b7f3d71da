import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { CodeTree, IncludedPath } from '../../core/archive/codeTree.ts';
import type { CodePlace } from '../../workflows/portsForContainers.ts';
import type { WalkedFile } from '../archive/walkedFiles.ts';

/** What of the code lies elsewhere in the workspace, folders as a whole. Staged files of a build are nobody's sources. */
export function codePlaces(files: readonly WalkedFile[], tree: CodeTree): CodePlace[] {
  const real = rememberedRealPath();
  const root = real(resolve(tree.root));
  const workspace = real(resolve(tree.workspaceFolder)) + sep;
  const bases = [{ from: tree.root, to: '' }, ...(tree.include ?? []), ...(tree.built?.parts ?? [])].map(
    ({ from, to }) => ({ from: resolve(from), to: to.replace(/\/+$/, '') }),
  );
  const places = new Map<string, string>();
  for (const { path, source } of files) {
    const folder = real(dirname(source));
    const file = join(folder, basename(source));
    if (file === join(root, path) || !file.startsWith(workspace)) continue;
    const base = bases.find(({ from, to }) => source === join(from, path.slice(to.length)));
    const place = base === undefined ? { path, source: file } : outermost(path, source, base, real);
    places.set(place.path, place.source);
  }
  return [...places].map(([path, source]) => ({ path, source }));
}

/** The outermost folder of the file that lies there as it does here, without another name or link in between. */
function outermost(
  path: string,
  source: string,
  { to }: IncludedPath,
  real: (folder: string) => string,
): CodePlace {
  let found = { path, source: join(real(dirname(source)), basename(source)) };
  for (let at = source; found.path !== to; at = dirname(at)) {
    const parent = dirname(found.path);
    const isTogether = basename(found.path) === basename(found.source);
    if (parent === '.' || !isTogether || real(dirname(at)) !== dirname(found.source)) break;
    found = { path: parent, source: dirname(found.source) };
  }
  return found;
}

function rememberedRealPath(): (folder: string) => string {
  const known = new Map<string, string>();
  return (folder) => {
    let found = known.get(folder);
    if (found === undefined) known.set(folder, (found = realpathSync.native(folder)));
    return found;
  };
}
