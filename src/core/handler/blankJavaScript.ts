import { PassedCode } from './passedCode.ts';
import { blanks } from './sourceText.ts';

/**
 * Every comment, string, template and regular expression of a JavaScript or TypeScript source as blanks; offsets and
 * lines stay. Never throws, also not on half a file.
 */
export function blankJavaScript(source: string): string {
  const out: string[] = [];
  const passed = new PassedCode();
  /** Of each template around this place, how many braces are open in its `${…}`. */
  const templates: number[] = [];
  let at = 0;
  while (at < source.length) {
    const char = source.charAt(at);
    const open = templates.at(-1);
    let end = at + 1;
    if (char === '`' || (char === '}' && open === 0)) {
      if (char === '}') templates.pop();
      end = templateTextEnd(source, at + 1);
      const opens = source.startsWith('${', end - 2);
      if (opens) templates.push(0);
      passed.literal(opens ? '{' : ')');
      out.push(blanks(source, at, end));
    } else if (isComment(source, at)) {
      end = commentEnd(source, at);
      passed.character(' ');
      out.push(blanks(source, at, end));
    } else {
      const literal = literalEnd(source, at, passed);
      end = literal ?? end;
      if (literal === undefined) passed.character(char);
      else passed.literal(')');
      if (open !== undefined && char === '{') templates[templates.length - 1] = open + 1;
      if (open !== undefined && char === '}') templates[templates.length - 1] = open - 1;
      // What stands in the `${…}` of a template is a part of the template.
      out.push(literal === undefined && open === undefined ? char : blanks(source, at, end));
    }
    at = end;
  }
  return out.join('');
}

const isComment = (source: string, at: number) => source.startsWith('//', at) || source.startsWith('/*', at);

function commentEnd(source: string, start: number): number {
  const isLine = source.startsWith('//', start);
  const end = isLine ? source.indexOf('\n', start) : source.indexOf('*/', start + 2) + 2;
  return end < start + 2 ? source.length : end;
}

/** The end of a string or a regular expression that starts here; undefined when none does. */
function literalEnd(source: string, at: number, passed: PassedCode): number | undefined {
  const char = source.charAt(at);
  if (char === '"' || char === "'") return quotedEnd(source, at, char);
  return char === '/' && passed.slashStartsRegex ? regexEnd(source, at) : undefined;
}

function quotedEnd(source: string, start: number, quote: string): number {
  for (let at = start + 1; at < source.length; at++) {
    const char = source.charAt(at);
    if (char === '\\') at++;
    else if (char === quote) return at + 1;
    else if (char === '\n') return at;
  }
  return source.length;
}

/** The end of a template's text: behind its closing quote, or behind the `${` that interrupts it. */
function templateTextEnd(source: string, start: number): number {
  for (let at = start; at < source.length; at++) {
    const char = source.charAt(at);
    if (char === '\\') at++;
    else if (char === '`') return at + 1;
    else if (source.startsWith('${', at)) return at + 2;
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
