import { baseName } from '../workspacePath.ts';
import { nodeDefines, nodeHandlers } from './nodeHandlers.ts';
import { pythonAwaitsInVain, pythonDefines, pythonHandlers } from './pythonHandlers.ts';

export interface DetectedHandler {
  /** What a manifest's `handler` says: file without extension, a dot, the function. */
  readonly handler: string;
  /** Name of the function in the file. */
  readonly handlerName: string;
  /** 1-based. */
  readonly line: number;
}

const isPython = (file: string) => /\.py$/i.test(file);
const isNode = (file: string) => /\.([mc]?[jt]s|tsx)$/i.test(file) && !/\.d\.[mc]?ts$/i.test(file);

/** Longer texts are bundles, not files that a person writes. Characters. */
const maxLength = 2_000_000;

/**
 * Functions of a source file that Lambda can call, the likeliest first. `fileName` is relative to the folder that becomes
 * the archive; its extension decides the language (Python, Node).
 */
export function detectHandlers(fileName: string, text: string): DetectedHandler[] {
  if (text.length > maxLength) return [];
  const found = isPython(fileName) ? pythonHandlers(text) : isNode(fileName) ? nodeHandlers(text) : [];
  const module = fileName
    .replaceAll('\\', '/')
    .replace(/^\.\//, '')
    .replace(/\.\w+$/, '');
  return found.map(({ name, line }) => ({ handler: `${module}.${name}`, handlerName: name, line }));
}

/**
 * Whether the file defines the function that a handler names. Undefined where the text cannot tell: another language,
 * star imports and exports, exports computed at run time, a handler inside of an exported object.
 */
export function definesHandler(fileName: string, text: string, functionName: string): boolean | undefined {
  if (text.length > maxLength || functionName.includes('.')) return undefined;
  if (isPython(fileName)) return pythonDefines(text, functionName);
  return isNode(fileName) ? nodeDefines(text, functionName) : undefined;
}

/** Whether the runtime would call the function and answer with what was to be awaited: `async def` in Python. */
export const awaitsInVain = (fileName: string, text: string, functionName: string): boolean =>
  text.length <= maxLength && isPython(fileName) && pythonAwaitsInVain(text, functionName);

export interface HandlerParts {
  /** Paths relative to the package root of which one must exist, the best guess first. */
  readonly files: readonly string[];
  /** TypeScript that one of them is compiled from; no runtime looks for it. */
  readonly sources: readonly string[];
  readonly functionName: string;
}

/**
 * Where Lambda's own runtimes look for a handler (their bootstraps: Python splits at the last dot and imports a module,
 * Node splits the file's name at its first). No files when that gives no function. Undefined for other languages, which
 * are not checked.
 */
export function handlerParts(runtime: string, handler: string): HandlerParts | undefined {
  if (runtime.startsWith('python')) {
    const dot = handler.lastIndexOf('.');
    const functionName = handler.slice(dot + 1);
    if (dot <= 0 || functionName === '') return { files: [], sources: [], functionName };
    const module = handler.slice(0, dot).replaceAll('.', '/');
    return { files: [`${module}.py`, `${module}/__init__.py`], sources: [], functionName };
  }
  if (!runtime.startsWith('nodejs')) return undefined;
  const name = baseName(handler);
  const folder = handler.slice(0, handler.length - name.length);
  const dot = name.indexOf('.');
  const functionName = name.slice(dot + 1);
  if (dot <= 0 || functionName === '') return { files: [], sources: [], functionName };
  const module = folder + name.slice(0, dot);
  return {
    files: ['.js', '.mjs', '.cjs', '', '/index.js'].map((extension) => module + extension),
    sources: ['.ts', '.mts', '.cts', '.tsx'].map((extension) => module + extension),
    functionName,
  };
}
