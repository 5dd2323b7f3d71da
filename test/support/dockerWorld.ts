import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { ensureDocker } from '../../scripts/docker.mjs';
import { testEnvironment } from './testEnvironment.ts';

export interface DockerResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface DockerWorld {
  /** The full path of the container tool. */
  readonly tool: string;
  /** What the tool needs to reach the engine, with no AWS credentials in it. */
  readonly environment: Readonly<Record<string, string>>;
  /** `KEY=value`, this world's own: for what a test runs itself. */
  readonly label: string;
  /** Runs the tool to its end, with `input` on stdin. Rejects only when it cannot be started. */
  run(args: readonly string[], input?: string): Promise<DockerResult>;
  /** Like `run`, but anything except exit code 0 is an error. Resolves with what it printed to stdout, trimmed. */
  must(...args: readonly string[]): Promise<string>;
  /** The ids of the containers with a label (`KEY` or `KEY=value`), running or not. */
  containersWith(label: string): Promise<string[]>;
  /** Fails, and removes them, when there are containers with this world's label or with one of `labels`. */
  assertNoneLeft(...labels: readonly string[]): Promise<void>;
  /** Ends the engine if this world started it. */
  stop(): Promise<void>;
}

/** What the tool says of the machine, not of a container: an engine of the tests' own leaves forwarding as it is. */
const hostWarning = /^WARNING: IPv4 forwarding is disabled\. .*\n/m;

/** The full path of a program. */
export function findOnPath(name: string): string {
  const candidates = (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, name));
  const found = candidates.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (found === undefined) throw new Error(`${name} is not on the PATH.`);
  return found;
}

/**
 * An engine with all images for one test file: the one that answers, as it does in `npm test`, else one that ends with the world.
 */
export async function startDockerWorld(): Promise<DockerWorld> {
  const engine = await ensureDocker();
  const tool = findOnPath('docker');
  const environment = testEnvironment(engine.environment);
  const label = `lambda-workbench.test=${randomUUID()}`;

  const run = async (args: readonly string[], input = ''): Promise<DockerResult> => {
    const child = spawn(tool, args, { env: environment, stdio: 'pipe' });
    const ended = new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? 1));
    });
    // A command that does not read its input closes it.
    child.stdin.on('error', () => undefined).end(input);
    const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
    return { code, stdout, stderr: stderr.replace(hostWarning, '') };
  };
  const must = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await run(args);
    assert.equal(code, 0, `docker ${args.join(' ')}: ${stderr}`);
    return stdout.trim();
  };
  const containersWith = async (wanted: string) => {
    const ids = await must('ps', '--all', '--quiet', '--no-trunc', '--filter', `label=${wanted}`);
    return ids === '' ? [] : ids.split('\n');
  };
  const assertNoneLeft = async (...labels: readonly string[]) => {
    const left = (await Promise.all([label, ...labels].map(containersWith))).flat();
    if (left.length > 0) await run(['rm', '--force', '--volumes', ...left]);
    assert.deepEqual(left, [], 'containers were left behind');
  };
  return { tool, environment, label, run, must, containersWith, assertNoneLeft, stop: () => engine.stop() };
}
