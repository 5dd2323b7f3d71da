import { blanks } from './sourceText.ts';

/** A slash after one of these starts a regular expression, after anything else it divides. */
const beforeRegex =
  /(^|[(,=:[!&|?{};+\-*%~^<>]|\b(return|typeof|case|in|of|delete|void|throw|new|do|else|await|yield))$/;

/**
 * Every comment, string, template and regular expression of a JavaScript or TypeScript source as blanks; offsets and
 * lines stay. Never throws, also not on half a file.
 */
export function blankJavaScript(source: string): string {
  const out: string[] = [];
  /** The code just passed, enough to tell a division from a regular expression. */
  let before = '';
  let at = 0;
  while (at < source.length) {
    const end = literalEnd(source, at, before);
    if (end === undefined) {
      const char = source.charAt(at);
      out.push(char);
      if (!/\s/.test(char) || !before.endsWith(' ')) before = (before + char).slice(-16).replace(/\s$/, ' ');
      at++;
      continue;
    }
    out.push(blanks(source, at, end));
    // A literal is a value: what follows it divides.
    if (!isComment(source, at)) before = ')';
    at = end;
  }
  return out.join('');
}

const isComment = (source: string, at: number) => /^\/[/*]/.test(source.slice(at, at + 2));

function literalEnd(source: string, at: number, before: string): number | undefined {
  const char = source.charAt(at);
  if (char === '"' || char === "'") return quotedEnd(source, at, char);
  if (char === '`') return templateEnd(source, at);
  if (char !== '/') return undefined;
  if (source.startsWith('//', at)) return orEnd(source.indexOf('\n', at), source);
  if (source.startsWith('/*', at)) {
    const close = source.indexOf('*/', at + 2);
    return close === -1 ? source.length : close + 2;
  }
  return beforeRegex.test(before.trimEnd()) ? regexEnd(source, at) : undefined;
}

const orEnd = (index: number, source: string) => (index === -1 ? source.length : index);

function quotedEnd(source: string, start: number, quote: string): number {
  for (let at = start + 1; at < source.length; at++) {
    const char = source.charAt(at);
    if (char === '\\') at++;
    else if (char === quote) return at + 1;
    else if (char === '\n') return at;
  }
  return source.length;
}

/** The end of a template, with the templates inside of its `${…}`; a stack in place of recursion, for any depth. */
function templateEnd(source: string, start: number): number {
  const open: ('template' | 'brace')[] = ['template'];
  for (let at = start + 1; at < source.length; at++) {
    const char = source.charAt(at);
    if (open.at(-1) === 'template') {
      if (char === '\\') at++;
      else if (char === '`') open.pop();
      else if (source.startsWith('${', at)) open.push('brace');
    } else if (char === '`') open.push('template');
    else if (char === '{') open.push('brace');
    else if (char === '}') open.pop();
    else if (char === '"' || char === "'") at = quotedEnd(source, at, char) - 1;
    if (open.length === 0) return at + 1;
  }
  return source.length;
}

/** Keeps a minified file full of divisions from being read through for each of them. */
const maxRegexLength = 2000;

function regexEnd(source: string, start: number): number | undefined {
  let inClass = false;
  const limit = Math.min(source.length, start + maxRegexLength);
  for (let at = start + 1; at < limit; at++) {
    const char = source.charAt(at);
    if (char === '\n') return undefined;
    if (char === '\\') at++;
    else if (char === '[') inClass = true;
    else if (char === ']') inClass = false;
    else if (char === '/' && !inClass) {
      const flags = /^[a-z]*/.exec(source.slice(at + 1, at + 10))?.[0] ?? '';
      return at + 1 + flags.length;
    }
  }
  return undefined;
}
