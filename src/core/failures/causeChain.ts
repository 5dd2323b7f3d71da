import { isFailure } from './failure.ts';
import type { FileLocation } from './failure.ts';

/** More would be a loop or noise. */
const deepest = 8;

/**
 * An error and what caused it, one line each, for the log. Only the sentences of our own failures are repeated: messages
 * of foreign errors may quote what they choked on (an environment, a signed URL, a line of a credentials file), so of
 * those the name and code are given and nothing else.
 */
export function causeChain(error: unknown): string[] {
  const lines: string[] = [];
  let current: unknown = error;
  while (current !== undefined && current !== null && lines.length < deepest) {
    lines.push(describe(current));
    current = current instanceof Error ? current.cause : undefined;
  }
  return lines;
}

/** Where a foreign error was thrown: the frames of its stack without its message. */
export function stackFrames(error: unknown): string[] {
  if (!(error instanceof Error) || isFailure(error) || error.stack === undefined) return [];
  return error.stack
    .split('\n')
    .filter((line) => /^\s+at .+:\d+:\d+\)?$/.test(line))
    .map((line) => line.trim());
}

function describe(error: unknown): string {
  if (isFailure(error)) return `${error.code}: ${error.message}${place(error.location)}`;
  if (!(error instanceof Error)) return typeof error;
  const code = member(error, 'code');
  const status = member(member(error, '$metadata'), 'httpStatusCode');
  const request = member(member(error, '$metadata'), 'requestId');
  const details = [
    typeof code === 'string' && /^\w{1,60}$/.test(code) ? code : undefined,
    typeof status === 'number' ? `HTTP ${status}` : undefined,
    typeof request === 'string' && /^[\w-]{1,60}$/.test(request) ? `request ${request}` : undefined,
  ].filter((detail) => detail !== undefined);
  const name = /^\w{1,80}$/.test(error.name) ? error.name : 'Error';
  return details.length === 0 ? name : `${name} (${details.join(', ')})`;
}

function place(location: FileLocation | undefined): string {
  if (location === undefined) return '';
  return ` [${location.file}${location.line === undefined ? '' : `:${location.line}`}]`;
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
