import { spawnSync } from 'node:child_process';

/** Runs docker to its end and gives what it wrote; throws what it complained of. */
export function docker(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('docker', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`docker ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}

/** Ids of the containers of ours that exist, of the process with this id or of this one. */
export function ourContainers(pid: number = process.pid): string[] {
  const ids = docker('ps', '--all', '--quiet', '--filter', `label=lambda-workbench.pid=${pid}`);
  return ids === '' ? [] : ids.split('\n');
}
