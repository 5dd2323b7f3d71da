import { readdir, readFile } from 'node:fs/promises';

/** Of Linux, whatever the machine: `getconf CLK_TCK`. */
const ticksPerSecond = 100;

interface ProcessState {
  readonly parent: number;
  /** Seconds of a processor, its threads' included. */
  readonly seconds: number;
}

async function stateOf(pid: number): Promise<ProcessState | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name, in brackets, may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [parent, user, system] = [1, 11, 12].map((field) => Number(fields[field]));
  if (parent === undefined || user === undefined || system === undefined || text === '') return undefined;
  return { parent, seconds: (user + system) / ticksPerSecond };
}

async function allProcesses(): Promise<Map<number, ProcessState>> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const states = await Promise.all(pids.map(async (pid) => [pid, await stateOf(pid)] as const));
  return new Map(states.flatMap(([pid, state]) => (state === undefined ? [] : [[pid, state]])));
}

/** Seconds of a processor that these processes and all below them have used so far. */
export async function processTime(roots: readonly number[]): Promise<number> {
  const all = await allProcesses();
  const belongs = (pid: number): boolean => {
    const parent = all.get(pid)?.parent;
    return roots.includes(pid) || (parent !== undefined && belongs(parent));
  };
  return [...all].reduce((sum, [pid, { seconds }]) => (belongs(pid) ? sum + seconds : sum), 0);
}

/** The process of VS Code that watches files for this extension host; its command line says so. */
export async function fileWatchers(): Promise<number[]> {
  const found: number[] = [];
  for (const [pid, { parent }] of await allProcesses()) {
    if (parent !== process.ppid) continue;
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.includes('--type=fileWatcher')) found.push(pid);
  }
  return found;
}
