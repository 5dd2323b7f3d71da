import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A process that is not mistaken for a later one with the same id. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, as the system writes it; only compared for equality. */
  readonly startedAt: string;
}

/** Undefined when no such process lives, or when the system does not say when it started. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | undefined> {
  const startedAt = await startTime(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** True when exactly this process still lives. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  return (await startTime(identity.pid)) === identity.startedAt;
}

async function startTime(pid: number): Promise<string | undefined> {
  try {
    if (process.platform === 'linux') return linuxStartTime(await readFile(`/proc/${pid}/stat`, 'utf8'));
    if (process.platform === 'win32') {
      const query = `(Get-Process -Id ${pid}).StartTime.ToUniversalTime().Ticks`;
      const { stdout } = await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', query]);
      return nonEmpty(stdout);
    }
    const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)], {
      env: { LC_ALL: 'C', TZ: 'UTC' },
    });
    return nonEmpty(stdout);
  } catch {
    return undefined;
  }
}

/**
 * Field 22 of /proc/PID/stat (proc(5)), in clock ticks since boot. The name in field 2 may hold spaces and parentheses,
 * so fields are counted from its last parenthesis. A zombie ("Z") has ended.
 */
export function linuxStartTime(stat: string): string | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : fields[19];
}

function nonEmpty(text: string): string | undefined {
  const trimmed = text.trim();
  return trimmed === '' ? undefined : trimmed;
}
