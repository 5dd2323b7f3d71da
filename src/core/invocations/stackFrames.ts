import { resolvePath } from '../workspacePath.ts';

/** A place in a function's code that a text names. */
export interface FrameLink {
  /** UTF-16 code units from the start of the text. */
  readonly offset: number;
  readonly length: number;
  /** Relative to the folder that was mounted as /var/task. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based; absent where the runtime does not say it. */
  readonly column?: number;
}

/**
 * The forms in which runtimes name a place below /var/task:
 * `File "/var/task/app.py", line 12` (Python, and with its quotes escaped inside of a JSON string),
 * `/var/task/app.mjs:12:5` (Node), `/var/task/app.rb:12` (Ruby).
 */
const frame =
  /\/var\/task\/(?<path>[^\s"'\\:,()]+)(?:\\?", line (?<pythonLine>\d+)|:(?<line>\d+)(?::(?<column>\d+))?)/g;

/** Places of the function's code in a result or a log, in the order of the text. */
export function frameLinks(text: string): FrameLink[] {
  return [...text.matchAll(frame)].map((match) => {
    const { path = '', pythonLine, line, column } = match.groups ?? {};
    return {
      offset: match.index,
      length: match[0].length,
      path,
      line: Number(pythonLine ?? line),
      ...(column === undefined ? {} : { column: Number(column) }),
    };
  });
}

/**
 * The workspace file of a frame; undefined when its path leads out of the code root.
 * @param root absolute path of the folder that was mounted as /var/task
 */
export function frameFile(root: string, path: string): string | undefined {
  return path.split('/').includes('..') ? undefined : resolvePath(root, path);
}
