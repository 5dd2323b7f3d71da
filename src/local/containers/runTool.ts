import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

/** Enough of what a tool writes for any answer that is asked for here, in characters. */
const keptCharacters = 1_000_000;

/** A command of a container tool as data: what is spawned, and what its output means. */
export interface ToolCommand<T> {
  readonly args: readonly string[];
  readonly parse: (stdout: string) => T;
}

export interface ToolOutput {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ToolRunOptions {
  readonly signal?: AbortSignal;
  readonly env?: NodeJS.ProcessEnv;
  readonly onOutput?: (text: string) => void;
}

/** The one place that starts a container tool: an argument array, never a shell. Rejects when it cannot be spawned. */
export async function spawnTool(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<ChildProcess> {
  const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  return child;
}

/** Runs a tool to its end. An abort ends the tool's process and rejects with an AbortError. */
export async function runTool(
  file: string,
  args: readonly string[],
  { signal, env = process.env, onOutput }: ToolRunOptions = {},
): Promise<ToolOutput> {
  signal?.throwIfAborted();
  const child = await spawnTool(file, args, env);
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      output[name] = (output[name] + text).slice(-keptCharacters);
      onOutput?.(text);
    });
  }
  const onAbort = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted === true) onAbort();
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  signal?.removeEventListener('abort', onAbort);
  signal?.throwIfAborted();
  return { code, ...output };
}
