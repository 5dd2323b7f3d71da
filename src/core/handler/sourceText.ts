/** A function of a source file that Lambda can call. */
export interface FoundFunction {
  readonly name: string;
  /** 1-based. */
  readonly line: number;
}

/** What stands between two offsets with everything but line ends as blanks. */
export const blanks = (source: string, start: number, end: number): string =>
  source.slice(start, end).replace(/[^\r\n]/g, ' ');

/** The text between an opening parenthesis (`start` is behind it) and its match, split at its own commas. */
export function splitArguments(code: string, start: number): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = start;
  for (let at = start; at < code.length; at++) {
    const char = code.charAt(at);
    if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char)) {
      if (depth === 0) return [...parts, code.slice(from, at)];
      depth--;
    } else if (char === ',' && depth === 0) {
      parts.push(code.slice(from, at));
      from = at + 1;
    }
  }
  return parts;
}
