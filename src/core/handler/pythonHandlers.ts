import { blankPython } from './blankPython.ts';
import { splitArguments, type FoundFunction } from './sourceText.ts';

interface ModuleLine {
  readonly code: string;
  readonly offset: number;
  readonly number: number;
}

/** The lines that run when the module is imported: those inside of a def or class are left out, those of if and try not. */
function moduleLines(blanked: string): ModuleLine[] {
  const lines: ModuleLine[] = [];
  let bodyIndent: number | undefined;
  let brackets = 0;
  let offset = 0;
  for (const [index, code] of blanked.split('\n').entries()) {
    const start = offset;
    offset += code.length + 1;
    if (code.trim() === '') continue;
    const indent = code.length - code.trimStart().length;
    const continued = brackets > 0;
    brackets = Math.max(0, brackets + bracketBalance(code));
    if (continued) {
      if (bodyIndent === undefined) lines.push({ code, offset: start, number: index + 1 });
      continue;
    }
    if (bodyIndent !== undefined && indent > bodyIndent) continue;
    bodyIndent = /^\s*(async\s+)?(def|class)\b/.test(code) ? indent : undefined;
    lines.push({ code, offset: start, number: index + 1 });
  }
  return lines;
}

const bracketBalance = (code: string) =>
  (code.match(/[([{]/g) ?? []).length - (code.match(/[)\]}]/g) ?? []).length;

const preferred = ['lambda_handler', 'handler'];

/**
 * Functions of a Python module that Lambda can call: `def name(event, context)` at module level with two positional
 * parameters, of which the names or the function's own name say that it is a handler. Those named as usual come first.
 */
export function pythonHandlers(source: string): FoundFunction[] {
  const blanked = blankPython(source);
  const found = moduleLines(blanked).flatMap(({ code, offset, number }) => {
    const [head = '', name] = /^\s*def\s+([A-Za-z_]\w*)\s*(?:\[[^\]]*\]\s*)?\(/.exec(code) ?? [];
    if (name === undefined) return [];
    const parameters = positionalParameters(blanked, offset + head.length);
    return looksLikeHandler(name, parameters) ? [{ name, line: number }] : [];
  });
  const rank = (name: string) => (preferred.indexOf(name) + preferred.length + 1) % (preferred.length + 1);
  return found.sort((a, b) => rank(a.name) - rank(b.name) || a.line - b.line);
}

function looksLikeHandler(name: string, parameters: readonly string[]): boolean {
  const [event = '', context = ''] = parameters;
  if (parameters.length !== 2) return false;
  return /handler$/i.test(name) || /^_*(event|evt)/i.test(event) || /^_*(context|ctx)/i.test(context);
}

/** Names of the parameters that a call with two positional arguments fills; those after them must have defaults. */
function positionalParameters(blanked: string, start: number): string[] {
  const parts = splitArguments(blanked, start);
  const names: string[] = [];
  for (const part of parts) {
    const text = part.trim();
    if (text === '' || text === '/') continue;
    if (text.startsWith('*')) break;
    const name = /^[A-Za-z_]\w*/.exec(text)?.[0];
    if (name === undefined) return [];
    if (names.length >= 2 && /^[^=]*=/.test(text)) continue;
    names.push(name);
  }
  return names;
}

/** Whether a Python module has `name` after its import; undefined where only running it would tell. */
export function pythonDefines(source: string, name: string): boolean | undefined {
  const blanked = blankPython(source);
  const lines = moduleLines(blanked).map(({ code }) => code);
  const word = patternOf(name);
  const definite = [new RegExp(`^\\s*(async\\s+)?(def|class)\\s+${word}\\b`), assignmentTo(name)];
  if (lines.some((code) => definite.some((pattern) => pattern.test(code)))) return true;
  const dynamic =
    /\bimport\s*\*|\bglobals\s*\(|\bsetattr\s*\(|\bexec\s*\(|__getattr__|\bsys\s*\.\s*modules\b/;
  const mentioned = new RegExp(`\\b${word}\\b`);
  const setInFunction = new RegExp(`\\bglobal\\b[^\\n;]*\\b${word}\\b`);
  if (setInFunction.test(blanked)) return undefined;
  return lines.some((code) => dynamic.test(code) || mentioned.test(code)) ? undefined : false;
}

/** Whether `name` is a coroutine function as it stands: Lambda's Python runtime calls it and awaits nothing. */
export function pythonAwaitsInVain(source: string, name: string): boolean {
  const lines = moduleLines(blankPython(source)).map(({ code }) => code);
  const asynchronous = new RegExp(`^\\s*async\\s+def\\s+${patternOf(name)}\\b`);
  const isWrapped = (at: number) => /^\s*[@)\]}]/.test(lines[at - 1] ?? '');
  return (
    lines.some((code, at) => asynchronous.test(code) && !isWrapped(at)) &&
    !lines.some((code) => assignmentTo(name).test(code))
  );
}

const patternOf = (name: string) => name.replace(/[^\w]/g, '\\$&');
const assignmentTo = (name: string) => new RegExp(`(^|[\\s,;(])${patternOf(name)}\\s*(:[^=]+)?=(?!=)`);
