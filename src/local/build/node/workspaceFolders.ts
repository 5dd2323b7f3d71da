import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { matchesWorkspace } from '../../../core/build/nodeLock.ts';

/** Deeper than anybody nests the packages of a workspace. */
const deepest = 6;

/** Folders with a package.json that the patterns of `workspaces` mean, relative to `top`, in the order of their paths. */
export async function workspaceFolders(top: string, patterns: readonly string[]): Promise<string[]> {
  const meant = patterns.filter((pattern) => !pattern.startsWith('!'));
  if (meant.length === 0) return [];
  const depth = meant.some((pattern) => pattern.includes('**'))
    ? deepest
    : Math.max(...meant.map((pattern) => pattern.replace(/^\.?\/|\/+$/g, '').split('/').length));
  const found: string[] = [];
  const look = async (folder: string, level: number): Promise<void> => {
    const entries = await readdir(path.join(top, folder), { withFileTypes: true }).catch(() => []);
    const hasPackage = entries.some(({ name }) => name === 'package.json');
    if (folder !== '' && hasPackage && matchesWorkspace(patterns, folder)) found.push(folder);
    if (level === depth) return;
    for (const entry of entries) {
      if (!entry.isDirectory() || entry.name === 'node_modules' || entry.name.startsWith('.')) continue;
      await look(folder === '' ? entry.name : `${folder}/${entry.name}`, level + 1);
    }
  };
  await look('', 0);
  return found.sort();
}
