import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { ourContainers } from './dockerCommand.ts';

/** Milliseconds for what is on its way out. */
const patience = 20_000;

/**
 * Fails when something of local invocations is left that this process started: a container, a container tool's process, a
 * file with variables, a folder of the watcher's.
 */
export async function assertNothingLeft(storageFolder: string): Promise<void> {
  const deadline = performance.now() + patience;
  for (;;) {
    const left = await leftovers(storageFolder);
    if (left.length === 0) return;
    if (performance.now() > deadline) assert.deepEqual(left, [], 'something is left behind');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function leftovers(storageFolder: string): Promise<string[]> {
  const files = await readdir(storageFolder).catch(() => []);
  const ownQueue = `lambda-workbench-queue-${process.pid}-`;
  const queues = (await readdir(tmpdir())).filter((name) => name.startsWith(ownQueue));
  return [
    ...ourContainers().map((id) => `container ${id}`),
    ...(await toolProcesses()),
    ...[...files, ...queues].map((name) => `file ${name}`),
  ];
}

/** Command lines of container tools among this process's children. */
async function toolProcesses(): Promise<string[]> {
  const children = await readFile(`/proc/self/task/${process.pid}/children`, 'utf8').catch(() => '');
  const pids = children.split(' ').filter((pid) => pid !== '');
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines
    .map((line) => line.replaceAll('\0', ' ').trim())
    .filter((line) => /^\S*(docker|podman) (run|rm|pull|cp|exec|top) /.test(line));
}
