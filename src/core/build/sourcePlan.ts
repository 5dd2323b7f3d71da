import { handlerParts } from '../handler/handlerDetection.ts';

/** What a function's code is compiled to. */
export interface CompiledOutput {
  readonly format: 'cjs' | 'esm';
  /** Path in the archive, `/`-separated: where the runtime looks for the handler. */
  readonly path: string;
}

/** `src/app.handler` → `src/app`; undefined where the handler names no file of Node's. */
export function handlerModule(runtime: string, handler: string): string | undefined {
  return handlerParts(runtime, handler)?.sources[0]?.replace(/\.\w+$/, '');
}

/**
 * The form that Node takes a file for, as its extension and the nearest package.json say (Node.js, "Determining module system"),
 * and the name under which the runtime takes the output for the same.
 *
 * @param types `type` of the package.json nearest to the source, and of the one that lies at the archive's root
 */
export function compiledOutput(
  source: string,
  module: string,
  types: { readonly source: string | undefined; readonly archive: string | undefined },
): CompiledOutput {
  const isModule = /\.m[tj]s$/.test(source) || (!/\.c[tj]s$/.test(source) && types.source === 'module');
  const readsModules = types.archive === 'module';
  if (isModule) return { format: 'esm', path: `${module}${readsModules ? '.js' : '.mjs'}` };
  return { format: 'cjs', path: `${module}${readsModules ? '.cjs' : '.js'}` };
}

/** The version that a runtime runs, for the compiler's target: `nodejs24.x` → `node24`. */
export const compilerTarget = (runtime: string): string => `node${/\d+/.exec(runtime)?.[0] ?? '20'}`;

export interface CompilerMessage {
  readonly text: string;
  /** As the compiler was given it: relative to where it ran. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  readonly column?: number;
}

/** The errors in what esbuild prints without colours; its columns count from 0. */
export function compilerMessages(output: string): CompilerMessage[] {
  const found: CompilerMessage[] = [];
  for (const line of output.split('\n')) {
    const text = /^\S{1,2} \[ERROR\] (.+)$/.exec(line)?.[1];
    if (text !== undefined) {
      found.push({ text });
      continue;
    }
    const place = /^ {4}(\S.*?):(\d+):(\d+):$/.exec(line);
    const last = found.at(-1);
    if (place === null || last === undefined || last.file !== undefined) continue;
    const [, file = '', row, column] = place;
    found[found.length - 1] = { ...last, file, line: Number(row), column: Number(column) + 1 };
  }
  return found;
}
