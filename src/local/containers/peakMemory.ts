import { readFile } from 'node:fs/promises';
import { runTool } from './runTool.ts';

const megabyte = 1024 * 1024;

/** Where the kernel of this machine keeps a container's highest use, by cgroup version and driver. */
const hostFiles = (id: string) => [
  `/sys/fs/cgroup/memory/docker/${id}/memory.max_usage_in_bytes`,
  `/sys/fs/cgroup/system.slice/docker-${id}.scope/memory.peak`,
  `/sys/fs/cgroup/docker/${id}/memory.peak`,
];
/** The same as the container sees it: cgroup v2, v1. */
const insideFiles = ['/sys/fs/cgroup/memory.peak', '/sys/fs/cgroup/memory/memory.max_usage_in_bytes'];

/**
 * The most memory that a container has used since its start, in MB, rounded up; undefined where nobody can tell. Read from
 * this machine's own files where they are, which costs nothing, else by a command in the container.
 */
export async function readPeakMemory(tool: string, name: string, id: string): Promise<number | undefined> {
  for (const file of process.platform === 'linux' && id !== '' ? hostFiles(id) : []) {
    const bytes = toBytes(await readFile(file, 'utf8').catch(() => ''));
    if (bytes !== undefined) return Math.ceil(bytes / megabyte);
  }
  for (const file of insideFiles) {
    const read = await runTool(tool, ['exec', name, 'cat', file]).catch(() => undefined);
    const bytes = read?.code === 0 ? toBytes(read.stdout) : undefined;
    if (bytes !== undefined) return Math.ceil(bytes / megabyte);
  }
  return undefined;
}

function toBytes(text: string): number | undefined {
  const digits = /^\d+$/.exec(text.trim())?.[0];
  return digits === undefined ? undefined : Number(digits);
}
