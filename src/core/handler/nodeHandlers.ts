import { blankJavaScript } from './blankJavaScript.ts';
import { splitArguments, type FoundFunction } from './sourceText.ts';

interface Export {
  readonly name: string;
  readonly offset: number;
  /** The code of what is exported under the name, as far as it stands there. */
  readonly value: string;
}

const word = '[A-Za-z_$][\\w$]*';

/** What a CommonJS or ES module exports by name, in the order of the text. */
function exportsOf(code: string): Export[] {
  const found: Export[] = [];
  const each = (pattern: string, take: (match: RegExpExecArray) => void) => {
    for (const match of code.matchAll(new RegExp(pattern, 'g'))) take(match);
  };
  const add = (name: string | undefined, offset: number, value: string) => {
    if (name !== undefined) found.push({ name, offset, value });
  };
  each(`(?<![\\w$.])(?:module\\s*\\.\\s*)?exports\\s*\\.\\s*(${word})\\s*=(?!=)`, (match) =>
    add(
      match[1],
      match.index,
      code.slice(match.index + match[0].length, match.index + match[0].length + 200),
    ),
  );
  each(`(?<![\\w$.])export\\s+(?:const|let|var)\\s+(${word})\\s*(?:(?::[^=;]+)?=)?`, (match) =>
    add(
      match[1],
      match.index,
      code.slice(match.index + match[0].length, match.index + match[0].length + 200),
    ),
  );
  each(`(?<![\\w$.])export\\s+(?:abstract\\s+|async\\s+)?(?:function\\s*\\*?|class)\\s+(${word})`, (match) =>
    add(match[1], match.index, `function${code.slice(match.index + match[0].length, match.index + 300)}`),
  );
  each('(?<![\\w$.])export\\s+(default)\\b', (match) => add(match[1], match.index, ''));
  each(`(?<![\\w$.])export\\s*\\*\\s*as\\s+(${word})`, (match) => add(match[1], match.index, ''));
  each(
    '(?<![\\w$.])(export\\s*|export\\s+(?:const|let|var)\\s*|module\\s*\\.\\s*exports\\s*=\\s*)\\{',
    (match) => {
      const start = match.index + match[0].length;
      const isObject = match[1]?.startsWith('module') ?? false;
      let offset = start;
      for (const part of splitArguments(code, start)) {
        const name = listedName(part, isObject);
        add(
          name,
          offset + part.length - part.trimStart().length,
          isObject ? part.replace(/^[^:(]*:?/, '') : '',
        );
        offset += part.length + 1;
      }
    },
  );
  return found.sort((a, b) => a.offset - b.offset);
}

/** `a`, `b as a`, `b: a` (destructuring) or, in an object literal, `a`, `a: b`, `a() {}`, `async a() {}`. */
function listedName(part: string, isObject: boolean): string | undefined {
  if (isObject) return new RegExp(`^\\s*(?:async\\s+)?\\*?\\s*(${word})`).exec(part)?.[1];
  return new RegExp(`(${word})\\s*(?:=.*)?$`, 's').exec(part.trimEnd())?.[1];
}

/**
 * Functions of a Node module that Lambda can call: exports named like a handler, and exported functions whose first
 * parameter is an event. `handler` itself comes first.
 */
export function nodeHandlers(source: string): FoundFunction[] {
  const code = blankJavaScript(source);
  const seen = new Set<string>();
  const found = exportsOf(code).flatMap(({ name, offset, value }) => {
    if (seen.has(name) || !(/handler$/i.test(name) || takesEvent(value))) return [];
    seen.add(name);
    return [{ name, line: code.slice(0, offset).split('\n').length }];
  });
  const rank = (name: string) => (name === 'handler' ? 0 : /handler$/i.test(name) ? 1 : 2);
  return found.sort((a, b) => rank(a.name) - rank(b.name) || a.line - b.line);
}

const takesEvent = (value: string) =>
  /^\s*(?:async\b\s*)?(?:function\b\s*\*?\s*[\w$]*\s*)?\(?\s*_?(event|evt)\w*\b/.test(value);

/** Exports whose names stand somewhere else or are made at run time. */
const computedExports = [
  /\bexport\s*\*(?!\s*as\b)/,
  // A name in quotes, which is blank here.
  /\bas\s*[,}]/,
  // Where a module does not have the name, the runtime looks into its default export.
  /\bexport\s+default\s+(?!async\b|function\b|class\b|\()/,
  /\bas\s+default\b/,
  /\bexport\s+(const|let|var)\s*\[/,
  /\bexport\s*=/,
  /\bmodule\s*\.\s*exports\s*=(?!\s*\{)/,
  /\bmodule\s*\.\s*exports\s*=\s*\{[^}]*\.\.\./,
  // `exports` or `module.exports` handed over, indexed or assigned as a whole.
  /(?<![\w$.])(module\s*\.\s*)?exports\s*[[,);]/,
  /(?<![\w$.])exports\s*=/,
  /(?<![\w$.])module\s*[[,)]/,
  /\b__export\w*\s*\(/,
];

/** Whether a Node module exports `name`; undefined where only running it would tell. */
export function nodeDefines(source: string, name: string): boolean | undefined {
  const code = blankJavaScript(source);
  if (exportsOf(code).some((found) => found.name === name)) return true;
  return [...computedExports, listedBehindAnother(name)].some((pattern) => pattern.test(code))
    ? undefined
    : false;
}

/** `export const other = 1, name = 2`, or something like it. */
const listedBehindAnother = (name: string) =>
  new RegExp(
    `(?<![\\w$.])export\\s+(?:const|let|var)\\s[^;]{0,2000},\\s*${name.replace(/[^\w]/g, '\\$&')}\\s*[=:,;]`,
  );
