import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ContainerMount } from '../../core/local/containerSpec.ts';

/**
 * Layers lie over one another at /opt, a later one over an earlier. An engine mounts each place once, so folders that
 * several layers have are taken apart until each part comes from one.
 *
 * @param folders absolute paths that exist
 */
export function mergeLayers(folders: readonly string[], target = '/opt'): ContainerMount[] {
  const [only, ...others] = folders;
  if (only === undefined) return [];
  if (others.length === 0) return [{ source: only, target }];
  const holders = new Map<string, string[]>();
  for (const folder of folders) {
    for (const name of readdirSync(folder))
      holders.set(name, [...(holders.get(name) ?? []), join(folder, name)]);
  }
  return [...holders].flatMap(([name, sources]) => {
    const last = sources.findLastIndex((source) => !lstatSync(source).isDirectory());
    const top = sources.at(-1) ?? '';
    const place = `${target}/${name}`;
    // A file hides what lies below it, and is hidden by a folder.
    if (last === sources.length - 1) return [{ source: top, target: place }];
    return mergeLayers(sources.slice(last + 1), place);
  });
}
