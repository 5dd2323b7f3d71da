import { spawn } from 'node:child_process';
import { signalGroup } from './processGroup.ts';

/** Enough of the end of what a program wrote to tell why it failed. */
const keptCharacters = 8192;

export interface ProgramResult {
  readonly code: number | null;
  /** The end of stdout and stderr; to classify a failure by, never to show: it may hold paths and index credentials. */
  readonly output: string;
}

/** Runs a program with an argument array. An abort ends it and all it started, and rejects with an AbortError once it has ended. */
export function runToEnd(
  command: string,
  args: readonly string[],
  options: { readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal },
): Promise<ProgramResult> {
  const { signal } = options;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: options.env,
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-keptCharacters);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const abort = () => {
      if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
    };
    signal.addEventListener('abort', abort, { once: true });
    child.once('error', (error) => {
      signal.removeEventListener('abort', abort);
      reject(error);
    });
    child.once('close', (code) => {
      signal.removeEventListener('abort', abort);
      if (signal.aborted) reject(abortError());
      else resolve({ code, output });
    });
  });
}

function abortError(): Error {
  return new DOMException('The installation was cancelled.', 'AbortError');
}
