import { t } from '@vscode/l10n';
import { problemReporter, shownName, type Problem } from './problem.ts';

/** One line of an environment file. `line` is 1-based; the values are secrets. */
export type EnvironmentEntry =
  | { readonly name: string; readonly line: number; readonly value: string }
  /** A bare KEY: its value is what the host has, or nothing. */
  | { readonly name: string; readonly line: number; readonly fromHost: true };

export interface EnvironmentFile {
  /** In the order of the file; a name that comes again overrides. */
  readonly entries: readonly EnvironmentEntry[];
  readonly problems: readonly Problem[];
}

/** What Go's unicode.IsSpace trims: other than JavaScript's \s it has U+0085 and lacks U+FEFF. */
const leadingSpace = /^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
/** Bytes of a line before its line feed that Go's bufio.Scanner still takes. */
const maxLineBytes = 65_535;
const encoder = new TextEncoder();

/**
 * Reads an environment file exactly as `docker run --env-file` does (docker/cli, pkg/kvfile): leading white space goes,
 * `#` starts a comment only as the first character, everything after the first `=` is the value with its quotes and
 * blanks, a bare KEY copies from the host, a name with a blank or a tab in it and a line without name are errors, a byte
 * order mark is skipped. Docker stops at the first error; here every line is said. Never throws, shows no value.
 */
export function parseEnvironmentFile(text: string): EnvironmentFile {
  const report = problemReporter(text);
  const entries: EnvironmentEntry[] = [];
  const problems: Problem[] = [];
  let offset = 0;
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const [index, full] of lines.entries()) {
    const start = offset;
    offset += full.length + 1;
    const withoutMark = index === 0 && full.startsWith('\uFEFF') ? full.slice(1) : full;
    // One carriage return belongs to the line end, as for Go's bufio.ScanLines.
    const line = (withoutMark.endsWith('\r') ? withoutMark.slice(0, -1) : withoutMark).replace(
      leadingSpace,
      '',
    );
    if (line === '' || line.startsWith('#')) continue;
    const equals = line.indexOf('=');
    const name = equals === -1 ? line : line.slice(0, equals);
    const nameStart = start + full.indexOf(line);
    const range = { offset: nameStart, length: Math.max(1, name.length) };
    const value = equals === -1 ? undefined : line.slice(equals + 1);
    const trouble = lineTrouble(full, name);
    if (trouble !== undefined) problems.push(report(range, trouble.code, trouble.message));
    else if (value === undefined) entries.push({ name, line: index + 1, fromHost: true });
    else entries.push({ name, line: index + 1, value });
    if (trouble === undefined && value !== undefined && isQuoted(value)) {
      const place = { offset: nameStart + equals + 1, length: value.length };
      problems.push(report(place, 'environmentFile.quoted', quotedSentence(name), quotedOptions));
    }
  }
  return { entries, problems };
}

const quotedOptions = { severity: 'warning', fix: 'removeQuotes' } as const;
const isQuoted = (value: string): boolean => /^(".*"|'.*')$/.test(value) && value.length > 1;
const quotedSentence = (name: string) =>
  t(
    'Docker keeps the quotes as a part of the value of {0}. Remove them, or set "environmentFileFormat": "dotenv" in the manifest.',
    shownName(name),
  );

function lineTrouble(full: string, name: string): { code: string; message: string } | undefined {
  if (full.length > maxLineBytes / 3 && encoder.encode(full).length > maxLineBytes) {
    return { code: 'environmentFile.lineTooLong', message: t('The line is longer than 64 KB.') };
  }
  // What cannot be decoded reads as U+FFFD; Docker refuses the file.
  if (full.includes('\uFFFD')) {
    const message = t('The line is not valid UTF-8. Save the file as UTF-8.');
    return { code: 'environmentFile.encoding', message };
  }
  if (name === '') {
    return { code: 'environmentFile.noName', message: t('There is no name before "=".') };
  }
  if (/^export[ \t]/.test(name)) {
    const message = t('Docker reads no "export": write only KEY=value.');
    return { code: 'environmentFile.export', message };
  }
  if (/[ \t]/.test(name)) {
    // A line without "=" may hold a value that lost its name: nothing of it is shown.
    const message = t('A name cannot hold blanks. Write KEY=value without blanks around "=".');
    return { code: 'environmentFile.blankInName', message };
  }
  return undefined;
}
