import { t } from '@vscode/l10n';
import type { Problem, ReportProblem } from '../problem.ts';
import { blankJavaScript } from './blankJavaScript.ts';
import { blankPython } from './blankPython.ts';
import { splitArguments } from './sourceText.ts';

/** A function of a source text; offsets are of the text. */
interface HandlerFunction {
  readonly start: number;
  /** Name of the first parameter; undefined where it has none. */
  readonly event: string | undefined;
  readonly bodyStart: number;
  readonly bodyEnd: number;
  /** Where a first statement can be put in, and what stands before and behind it; undefined where none can. */
  readonly insertion:
    { readonly offset: number; readonly before: string; readonly after: string } | undefined;
}

const mention = /Scheduled Event|aws\.events/g;

/**
 * The hint for a handler that a warm-up rule calls and that does all of its work for it: none where the body speaks of
 * the scheduled event, or names something of the file that does, and none where the function is not found in the text.
 * Never throws.
 */
export function guardProblems(
  file: string,
  text: string,
  functionName: string,
  report: ReportProblem,
): Problem[] {
  const python = /\.py$/i.test(file);
  const code = python ? blankPython(text) : blankJavaScript(text);
  const found = python ? pythonFunction(code, text, functionName) : nodeFunction(code, functionName);
  if (found === undefined || speaksOfSchedule(text, code, found)) return [];
  const { start, event, insertion } = found;
  const end = text.slice(start).search(/\r?\n|$/);
  const guard =
    event === undefined
      ? undefined
      : python
        ? `if ${event}.get("detail-type") == "Scheduled Event":`
        : `if (${event}['detail-type'] === 'Scheduled Event') return;`;
  const newLine = text.includes('\r\n') ? '\r\n' : '\n';
  const inserted =
    guard === undefined || insertion === undefined
      ? undefined
      : {
          offset: insertion.offset,
          text: (insertion.before + guard + insertion.after).replace(/\n/g, newLine),
        };
  const sentence = t(
    '{0} does its whole work for every call of the warm-up rule. Return early when "detail-type" is "Scheduled Event".',
    functionName,
  );
  return [
    report({ offset: start, length: end }, 'handler.noWarmUpGuard', sentence, {
      severity: 'information',
      insertion: inserted,
    }),
  ];
}

/** In the body itself, or in a function or constant of the module that the body names. */
function speaksOfSchedule(text: string, code: string, { bodyStart, bodyEnd }: HandlerFunction): boolean {
  const body = code.slice(bodyStart, bodyEnd);
  for (const { index } of text.matchAll(mention)) {
    if (index >= bodyStart && index < bodyEnd) return true;
    const before = code.slice(0, index);
    const definitions = before.matchAll(
      /^(?:export\s+)?(?:async\s+)?(?:def|class|function\*?|const|let|var)?\s*([A-Za-z_$][\w$]*)\s*[=(:]/gm,
    );
    const name = [...definitions].at(-1)?.[1];
    if (name !== undefined && new RegExp(`(?<![\\w$])${escaped(name)}(?![\\w$])`).test(body)) return true;
  }
  return false;
}

const escaped = (name: string): string => name.replace(/[^\w]/g, '\\$&');

function pythonFunction(code: string, text: string, name: string): HandlerFunction | undefined {
  const match = new RegExp(`^def[ \\t]+${escaped(name)}[ \\t]*\\(`, 'm').exec(code);
  if (match === null) return undefined;
  const start = match.index;
  const open = start + match[0].length;
  const parameters = splitArguments(code, open);
  const close = open + parameters.join(',').length;
  const colon = code.indexOf(':', code.startsWith(')', close) ? close : code.length);
  if (colon === -1) return undefined;
  const event = /^\s*([A-Za-z_]\w*)/.exec(parameters[0] ?? '')?.[1];
  const bodyStart = colon + 1;
  const next = /^[^\s#]/m.exec(code.slice(bodyStart));
  const bodyEnd = next === null ? text.length : bodyStart + next.index;
  const insertion = placeBehindDocstring(code, text.slice(0, bodyEnd), bodyStart);
  return { start, event, bodyStart, bodyEnd, insertion };
}

/** None for a body that stands behind the colon. */
function placeBehindDocstring(code: string, text: string, bodyStart: number): HandlerFunction['insertion'] {
  const lineEnd = text.indexOf('\n', bodyStart);
  if (lineEnd === -1 || code.slice(bodyStart, lineEnd).trim() !== '') return undefined;
  const from = lineEnd + 1;
  const [blank = '', indent = ''] =
    /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*([ \t]+)(?=[^\s#])/.exec(text.slice(from)) ?? [];
  if (indent === '') return undefined;
  const body = `\n${indent}${indent}return`;
  const docstring = /^[rRuU]?("""[^]*?"""|'''[^]*?'''|"[^"\n]*"|'[^'\n]*')[ \t]*(?:#[^\n]*)?(\r?\n|$)/.exec(
    text.slice(from + blank.length),
  );
  if (docstring === null) return { offset: from, before: indent, after: `${body}\n` };
  const offset = from + blank.length + docstring[0].length;
  return docstring[2] === ''
    ? { offset, before: `\n${indent}`, after: body }
    : { offset, before: indent, after: `${body}\n` };
}

function nodeFunction(code: string, name: string): HandlerFunction | undefined {
  const word = escaped(name);
  const patterns = [
    `(?:exports\\s*\\.\\s*${word}\\s*=|\\b(?:const|let|var)\\s+${word}\\s*=)\\s*(?:async\\b\\s*)?(?:function\\b\\s*[\\w$]*\\s*)?(?:\\(|([A-Za-z_$][\\w$]*)\\s*=>)`,
    `\\bfunction\\s+${word}\\s*\\(`,
  ];
  for (const pattern of patterns) {
    const match = new RegExp(pattern).exec(code);
    if (match === null) continue;
    const start = code.lastIndexOf('\n', match.index) + 1;
    const open = match.index + match[0].length;
    const [, bare] = match;
    const parameters = bare === undefined ? splitArguments(code, open) : [bare];
    const close = bare === undefined ? open + parameters.join(',').length + 1 : open;
    const event = /^\s*([A-Za-z_$][\w$]*)/.exec(parameters[0] ?? '')?.[1];
    const brace = /^\s*(?:=>)?\s*\{/.exec(code.slice(close));
    // An arrow that ends in an expression, or no function at all.
    if (brace === null) return undefined;
    const bodyStart = close + brace[0].length;
    const bodyEnd = bodyStart + bodyLength(code, bodyStart);
    return { start, event, bodyStart, bodyEnd, insertion: placeIn(code, start, bodyStart) };
  }
  return undefined;
}

/** How long the code inside of a brace is. */
function bodyLength(code: string, start: number): number {
  let depth = 0;
  for (let at = start; at < code.length; at++) {
    const char = code.charAt(at);
    if (char === '{') depth++;
    else if (char === '}' && depth-- === 0) return at - start;
  }
  return code.length - start;
}

function placeIn(code: string, start: number, bodyStart: number): HandlerFunction['insertion'] {
  const rest = code.slice(bodyStart);
  const own = /^[ \t]*/.exec(code.slice(start))?.[0] ?? '';
  const lines = /^[ \t]*\r?\n(?:[ \t]*\r?\n)*([ \t]*)/.exec(rest);
  if (lines === null) return { offset: bodyStart, before: ' ', after: '' };
  const [, below = ''] = lines;
  const indent = below.length > own.length ? below : `${own}  `;
  return { offset: bodyStart, before: `\n${indent}`, after: '' };
}
