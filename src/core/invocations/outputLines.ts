import type { LogLine } from '../local/invocation.ts';

/** What comes first in a line that is ours, and not the function's or Lambda's. */
const mark = '» ';
/** Between the name of a function and its line, while several functions write. */
const divider = ' │ ';

/** The line that opens an invocation in the log: `» calc · rest.json · 12:04:05`. */
export function openingLine(functionName: string, event: string, time: string): string {
  return `${mark}${[functionName, event, time].join(' · ')}`;
}

/** A line as the log shows it. `functionName` is given while several functions write. */
export function shownLine({ text, source }: LogLine, functionName: string | undefined): string {
  // Python puts carriage returns between the lines of a traceback.
  const plain = text.replace(/\r(?!$)/g, '\n').replace(/\r$/, '');
  const marked = source === 'ours' ? `${mark}${plain}` : plain;
  if (functionName === undefined) return marked;
  return marked
    .split('\n')
    .map((line) => `${functionName}${divider}${line}`)
    .join('\n');
}

/** The function that a line of the log is of: named in the line, else by the opening line above it. */
export function functionOfLine(lineAt: (line: number) => string, line: number): string | undefined {
  const named = /^([\w:$-]{1,200}) │ /.exec(lineAt(line))?.[1];
  if (named !== undefined) return named;
  for (let above = line; above >= 0; above--) {
    const opening = /^» ([\w:$-]{1,200}) · /.exec(lineAt(above))?.[1];
    if (opening !== undefined) return opening;
  }
  return undefined;
}
