import { t } from '@vscode/l10n';
import type { EnvironmentEntry, EnvironmentFile } from './environmentFile.ts';
import { problemReporter, type Problem } from './problem.ts';

const assignment = /^[ \t]*(?:export[ \t]+)?([^\s=#]+)[ \t]*=[ \t]*/;
const quoted = {
  "'": /^'([^']*)'/,
  '"': /^"((?:\\[\s\S]|[^"\\])*)"/,
  '`': /^`([^`]*)`/,
} as const;
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/**
 * Reads an environment file as dotenv does (npm `dotenv`): `export` is allowed, blanks around `=` and the value go, quotes
 * go and may hold line breaks, `\n` means a line break in double quotes, ` #` starts a comment. No interpolation. Shows no
 * value.
 */
export function parseDotenvFile(text: string): EnvironmentFile {
  const report = problemReporter(text);
  const entries: EnvironmentEntry[] = [];
  const problems: Problem[] = [];
  let offset = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  while (offset < text.length) {
    const end = lineEnd(text, offset);
    const head = assignment.exec(text.slice(offset, end));
    let next = end;
    if (head?.[1] !== undefined) {
      const valueAt = offset + head[0].length;
      const { value, length } = readValue(text, valueAt, end);
      next = lineEnd(text, valueAt + length);
      entries.push({ name: head[1], line, value });
    } else if (!/^\s*(#|$)/.test(text.slice(offset, end))) {
      // Nothing of the line is shown: it may be the rest of a value.
      const sentence = t('The line is no NAME=value.');
      problems.push(report({ offset, length: end - offset }, 'environmentFile.noAssignment', sentence));
    }
    line += text.slice(offset, next + 1).split('\n').length - 1;
    offset = next + 1;
  }
  return { entries, problems };
}

function lineEnd(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at === -1 ? text.length : at;
}

function readValue(text: string, at: number, end: number): { value: string; length: number } {
  const mark = text[at];
  if (mark === '"' || mark === "'" || mark === '`') {
    const match = quoted[mark].exec(text.slice(at));
    if (match !== null) {
      const inner = (match[1] ?? '').replaceAll('\r\n', '\n');
      const value = mark === '"' ? inner.replace(/\\([\s\S])/g, (_, c: string) => escapes[c] ?? c) : inner;
      return { value, length: match[0].length };
    }
  }
  const plain = text.slice(at, end);
  return { value: plain.replace(/(^|\s)#.*$/, '').trim(), length: plain.length };
}
