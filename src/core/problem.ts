/** Something a person should know about a text of the workspace, at its place. Holds no environment value. */
export interface Problem {
  /** Only an error stops a deploy. */
  readonly severity: 'error' | 'warning' | 'information';
  /** One sentence. */
  readonly message: string;
  /** UTF-16 code units from the start of the text. */
  readonly offset: number;
  readonly length: number;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  /** Stable, such as `manifest.unknownKey`. */
  readonly code: string;
  /** True when VS Code's own JSON service says the same: the editor drops it, a deploy does not. */
  readonly fromSchema: boolean;
  /** What the range can be replaced with ("did you mean"), quotes included. */
  readonly suggestion?: string;
  /** What a quick fix does to the range where its replacement may not be shown. */
  readonly fix?: 'removeQuotes';
  /** What a quick fix puts into the text, somewhere else than in the range. */
  readonly insertion?: Insertion;
}

export interface Insertion {
  readonly offset: number;
  readonly text: string;
}

export interface TextRange {
  readonly offset: number;
  readonly length: number;
}

export interface ProblemOptions {
  readonly severity?: Problem['severity'];
  readonly fromSchema?: boolean;
  readonly suggestion?: string;
  readonly fix?: Problem['fix'];
  readonly insertion?: Insertion;
}

export type ReportProblem = (
  range: TextRange,
  code: string,
  message: string,
  options?: ProblemOptions,
) => Problem;

/** Makes problems of one text; its lines are counted once. Severity is `error` unless said otherwise. */
export function problemReporter(text: string): ReportProblem {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return (range, code, message, options = {}) => {
    const offset = Math.min(Math.max(range.offset, 0), text.length);
    let low = 0;
    let high = lineStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return {
      severity: options.severity ?? 'error',
      message,
      offset,
      length: Math.min(range.length, text.length - offset),
      line: low + 1,
      column: offset - (lineStarts[low] ?? 0) + 1,
      code,
      fromSchema: options.fromSchema ?? false,
      suggestion: options.suggestion,
      fix: options.fix,
      insertion: options.insertion,
    };
  };
}

/** True when nothing stops a deploy. */
export const hasErrors = (problems: readonly Problem[]): boolean =>
  problems.some((problem) => problem.severity === 'error');

/** A name from a file as a sentence can hold it: printable and short. */
export function shownName(name: string): string {
  const printable = name.replace(/[^\P{C} ]/gu, '\u00b7');
  return printable.length > 60 ? `${printable.slice(0, 59)}…` : printable;
}
