import type { CodeTree } from '../archive/codeTree.ts';
import { pathSources } from '../archive/pathSources.ts';
import { isInside, resolvePath } from '../workspacePath.ts';

/** A place in a function's code that a text names. */
export interface FrameLink {
  /** UTF-16 code units from the start of the text. */
  readonly offset: number;
  readonly length: number;
  /** Absolute, as the function has it. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based; absent where the runtime does not say it. */
  readonly column?: number;
}

/**
 * The forms in which runtimes name a place below /var/task and /opt:
 * `File "/var/task/app.py", line 12` (Python, and with its quotes escaped inside of a JSON string),
 * `/var/task/app.mjs:12:5` (Node), `/var/task/app.rb:12` (Ruby); and TypeScript anywhere: with source maps switched on, Node
 * says where the sources would lie if their folder were /var/task.
 */
const frame =
  /(?<path>\/(?:var\/task|opt)\/[^\s"'\\:,()]+|(?<=[\s"(]|file:\/\/)\/[^\s"'\\:,()/][^\s"'\\:,()]*\.[mc]?tsx?(?=:\d+:\d))(?:\\?", line (?<pythonLine>\d+)|:(?<line>\d+)(?::(?<column>\d+))?)/g;

/** Places of the function's code in a result or a log, in the order of the text. */
export function frameLinks(text: string): FrameLink[] {
  return [...text.matchAll(frame)].map((match) => {
    const { path = '', pythonLine, line, column } = match.groups ?? {};
    return {
      offset: match.index,
      length: match[0].length,
      path,
      line: Number(pythonLine ?? line),
      ...(column === undefined ? {} : { column: Number(column) }),
    };
  });
}

const below = (folder: string, path: string): string | undefined =>
  path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;

/** Path in the archive of what lies below /var/task. */
export const taskPath = (path: string): string | undefined => below('/var/task', path);

/**
 * Absolute paths at which the file of a frame may lie here, the one that wins first; none for a path that leads out of its
 * folder.
 *
 * @param layers absolute paths of the folders that are laid over one another at /opt, in their order
 */
export function frameFiles(path: string, tree: CodeTree, layers: readonly string[]): string[] {
  if (path.split('/').includes('..')) return [];
  const inTask = taskPath(path);
  if (inTask !== undefined) return pathSources(tree, inTask);
  const inLayer = below('/opt', path);
  if (inLayer !== undefined) return layers.map((folder) => resolvePath(folder, inLayer)).reverse();
  return sourceFiles(path, tree);
}

/** Above /var/task are /var and the root, and no more, however many folders are above that of the code. */
function sourceFiles(path: string, { root, workspaceFolder }: CodeTree): string[] {
  const found = isInside(workspaceFolder, path) ? [path] : [];
  let rest = below('/var', path);
  for (
    let above = resolvePath(root, '..');
    isInside(workspaceFolder, above);
    above = resolvePath(above, '..')
  ) {
    if (rest !== undefined) found.push(resolvePath(above, rest));
    rest = path.slice(1);
  }
  return found;
}
