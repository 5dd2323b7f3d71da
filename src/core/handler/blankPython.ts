import { blanks } from './sourceText.ts';

/** Every comment and string of a Python source as blanks; offsets and lines stay. Never throws, also not on half a file. */
export function blankPython(source: string): string {
  let out = '';
  let at = 0;
  while (at < source.length) {
    const char = source.charAt(at);
    let end = at + 1;
    if (char === '#') {
      end = source.indexOf('\n', at);
      if (end === -1) end = source.length;
    } else if (char === '"' || char === "'") {
      end = stringEnd(source, at, char);
    } else {
      out += char;
      at = end;
      continue;
    }
    out += blanks(source, at, end);
    at = end;
  }
  return out;
}

function stringEnd(source: string, start: number, quote: string): number {
  const triple = source.startsWith(quote.repeat(3), start);
  const close = triple ? quote.repeat(3) : quote;
  for (let at = start + close.length; at < source.length; at++) {
    const char = source.charAt(at);
    if (char === '\\') at++;
    else if (source.startsWith(close, at)) return at + close.length;
    // A plain string ends with its line, closed or not.
    else if (char === '\n' && !triple) return at;
  }
  return source.length;
}
