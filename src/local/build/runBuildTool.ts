import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { signalGroup } from '../sandbox/processGroup.ts';

/** Enough of the end of what a tool wrote to tell why it failed. */
const keptCharacters = 32_768;

export interface ToolRun {
  readonly code: number | null;
  /** The end of stdout and stderr in the order it was written. It may hold index credentials: to classify by, never to show as it is. */
  readonly output: string;
}

export interface ToolRunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly onOutput?: (line: string) => void;
}

/**
 * Runs a build tool with an argument array, never a shell. An abort ends it and all it started, and rejects with an AbortError
 * once it has ended. Rejects with the system's error when there is no such program.
 */
export async function runBuildTool(
  file: string,
  args: readonly string[],
  { cwd, env, signal, onOutput }: ToolRunOptions,
): Promise<ToolRun> {
  signal.throwIfAborted();
  const child = spawn(file, args, {
    cwd,
    env,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      output = `${output}${line}\n`.slice(-keptCharacters);
      onOutput?.(line);
    });
  }
  const abort = () => {
    if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    signal.throwIfAborted();
    return { code, output };
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
