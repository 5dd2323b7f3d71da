import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds that a removal may take. */
const patience = 15_000;

/** Runs docker to its end without holding up this thread. @returns what it printed to stdout, trimmed */
export function docker(args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('docker', args, { stdio: 'pipe' });
    const said = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => (said[stream] += text));
    }
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(said.stdout.trim());
      else reject(new Error(`docker ${args.join(' ')} ended with ${code}: ${said.stderr}`));
    });
    child.stdin.end(input);
  });
}

/** Ids of the running containers that all these filters of `docker ps` let through. */
export async function containers(...filters: readonly string[]): Promise<string[]> {
  const asked = filters.flatMap((filter) => ['--filter', filter]);
  const ids = await docker(['ps', '--quiet', '--no-trunc', ...asked]);
  return ids === '' ? [] : ids.split('\n');
}

/** Removes these containers, also those that somebody else is removing right now. */
export async function removeContainers(ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const deadline = performance.now() + patience;
    while (!(await isRemoved(id, performance.now() > deadline))) await delay(20);
  }
}

async function isRemoved(id: string, mayFail: boolean): Promise<boolean> {
  try {
    await docker(['rm', '--force', '--volumes', id]);
    return true;
  } catch (error) {
    const isOnItsWay = error instanceof Error && error.message.includes('already in progress');
    if (mayFail || !isOnItsWay) throw error;
    return false;
  }
}
