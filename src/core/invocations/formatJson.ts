const blank = /\s/;
const scalar = /[^\s,:[\]{}"]+/y;
const string = /"(?:[^"\\]|\\.)*"?/y;

/**
 * A JSON text with two blanks of indentation a level. Its tokens stay as they are: a number with more digits than
 * JavaScript holds, a key that comes twice and an escape are shown as the function wrote them. Undefined for a text that
 * is no JSON.
 */
export function formatJson(text: string): string | undefined {
  if (!isJson(text)) return undefined;
  const out: string[] = [];
  let depth = 0;
  let at = 0;
  const newLine = () => out.push('\n', '  '.repeat(depth));
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '"' || !/[\s,:[\]{}]/.test(character)) {
      const token = tokenAt(character === '"' ? string : scalar, text, at);
      out.push(token);
      at += token.length;
      continue;
    }
    at++;
    switch (character) {
      case '{':
      case '[': {
        const end = skipBlanks(text, at);
        const closing = text.charAt(end);
        if (closing === '}' || closing === ']') {
          out.push(character, closing);
          at = end + 1;
          break;
        }
        out.push(character);
        depth++;
        newLine();
        break;
      }
      case '}':
      case ']':
        depth--;
        newLine();
        out.push(character);
        break;
      case ',':
        out.push(character);
        newLine();
        break;
      case ':':
        out.push(': ');
        break;
      default:
    }
  }
  return out.join('');
}

function tokenAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? text.charAt(at);
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (blank.test(text.charAt(at))) at++;
  return at;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
