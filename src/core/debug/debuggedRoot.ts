import type { CodeTree } from '../archive/codeTree.ts';
import { isInside } from '../workspacePath.ts';

/**
 * The folder of this machine that a debugger takes /var/task for: where a person edits what runs, as it is or with source maps
 * beside it. Code that was compiled into the product's storage lies, with its maps, in the copy that the container sees; those
 * lead on to the sources.
 *
 * @param copy absolute path of that copy
 */
export function debuggedRoot({ root, workspaceFolder, built }: CodeTree, copy: string): string {
  const parts = built?.parts ?? [];
  const ownBuild = parts.find(({ from, to }) => to === '' && isInside(workspaceFolder, from));
  if (ownBuild !== undefined) return ownBuild.from;
  return parts.some(({ to }) => to.endsWith('.map')) ? copy : root;
}
