/** A place in a file of the workspace. `line` and `column` are 1-based; both are absent when the whole file is meant. */
export interface FileLocation {
  /** Absolute path, or a path relative to what the failing call was given. */
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** What a person can do next; the editor turns it into a button. */
export type NextAction =
  | {
      readonly kind: 'runCommand';
      readonly title: string;
      readonly command: string;
      readonly args?: readonly unknown[];
    }
  /** Runs this argument vector in a terminal, for log-ins that need a person. */
  | { readonly kind: 'runInTerminal'; readonly title: string; readonly argv: readonly string[] }
  | { readonly kind: 'openFile'; readonly title: string; readonly location: FileLocation }
  | { readonly kind: 'openUrl'; readonly title: string; readonly url: string }
  | { readonly kind: 'openSetting'; readonly title: string; readonly setting: string };

export interface FailureDetails {
  readonly location?: FileLocation;
  readonly actions?: readonly NextAction[];
  readonly cause?: unknown;
}

/**
 * The only error that deep code throws on purpose. `message` is one sentence for a person: what is wrong, where, what to
 * do. It never holds a credential, an environment value or a signed URL. `code` is stable and what workflows branch on.
 * Each failure has one factory, in the file of its topic beside this one.
 */
export class Failure<Code extends string = string> extends Error {
  override readonly name = 'Failure';
  readonly code: Code;
  readonly location: FileLocation | undefined;
  readonly actions: readonly NextAction[];

  /** Every bundle of dist/ holds a copy of this class: a failure thrown by one is a failure in the other too. */
  static override [Symbol.hasInstance](value: unknown): value is Failure {
    return value instanceof Error && value.name === 'Failure' && 'code' in value && 'actions' in value;
  }

  constructor(code: Code, sentence: string, details: FailureDetails = {}) {
    super(sentence, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.location = details.location;
    this.actions = details.actions ?? [];
  }
}

/** True for a failure with this code; narrows the type. */
export function isFailure<Code extends string>(error: unknown, ...codes: Code[]): error is Failure<Code> {
  return error instanceof Failure && (codes.length === 0 || (codes as string[]).includes(error.code));
}

/** True when `error` is the abort of an AbortSignal. Cancellation is silent: it is never shown as an error. */
export function isCancellation(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
